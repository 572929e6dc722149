import { type ResolvedLearner, resolveLearner } from "../../learn/index.ts";
import { behindTransforms, type Model, roundsOf, type TreesBody } from "../../model/index.ts";
import { type Head, type SystemDefinition, systemInvalid, validationShare } from "../../system/index.ts";
import { isOutside } from "../outside/is-outside.ts";
import type { FitInput } from "./fit-kernel.ts";

/** When a fit stopped, and by what it saw. */
export interface Stopped {
  /** The share of its rows that it set aside for this, and how many those were. */
  readonly share: number;
  readonly rows: number;
  /** Rounds that were kept, and how many it might have taken; null where several models stopped, each in its own time. */
  readonly rounds: number | null;
  readonly most: number | null;
}

/** Throws `system.invalid` where a head sets rows aside and nothing in its learner could stop by them. */
export function checkStopping({ name: system }: SystemDefinition, name: string, head: Head): void {
  const { learner, validation } = head;
  if (validation === undefined) return;
  const where = `heads.${name}.validation`;
  const refuse = (problem: string): never => {
    throw systemInvalid({ system, where, problem });
  };
  const resolved = isOutside(learner) ? undefined : resolveLearner(learner);
  if (resolved?.capabilities.earlyStopping !== true)
    refuse(
      `sets rows aside to see when to stop, and the learner ${learner.learner} cannot stop early. Leave it out, or take one that can, such as gbdt`,
    );
  else if (!leavesOf(resolved).some(({ params }) => Number(params.earlyStoppingRounds ?? 0) > 0))
    refuse("sets rows aside to see when to stop, and `earlyStoppingRounds` is 0. One of the two must go");
}

function leavesOf(learner: ResolvedLearner): readonly ResolvedLearner[] {
  return learner.bases.length === 0 ? [learner] : learner.bases.flatMap(leavesOf);
}

/** When the fit stopped that made a model; nothing where it does not stop early. */
export function stoppedAt(head: Head, model: Model, { watch }: FitInput): { readonly stopped?: Stopped } {
  const share = validationShare(head);
  if (share === undefined || watch === undefined) return {};
  const learned = behindTransforms(model);
  const isForest = learned.format === "trees" && head.learner.learner === "gbdt";
  const rounds = isForest ? roundsOf(learned.body as TreesBody) : null;
  const most = isForest ? Number(resolveLearner(head.learner).params.rounds) : null;
  return { stopped: { share, rows: watch.length, rounds, most } };
}
