import { known } from "../../kernel/index.ts";
import type { Run } from "../../registry/index.ts";
import type { LearnerRef, SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { type HeadLabel, headLabel } from "../dataset/head-label.ts";
import { checkLearners, judgedRows } from "../fit/fit-heads.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
import { goalsOf } from "../fit/goals.ts";
import { planFor } from "../fit/plan-for.ts";
import { endedEarly } from "../run/ended-early.ts";
import { allFailed } from "../search/errors.ts";
import { leadOf, moneyEntry } from "../search/lead.ts";
import {
  gainOver,
  objectivesFor,
  type RowLosses,
  type SearchObjective,
  scoredRows,
  scoreWithInterval,
} from "../search/objective.ts";
import type { SearchDeps } from "../search/run-search.ts";
import { commonInput, trialInput } from "../search/trial-input.ts";
import { trialKernel } from "../search/trial-kernel.ts";
import { takeSnapshot } from "../snapshot/snapshot.ts";
import { candidatesNone } from "./errors.ts";
import type { CandidatesResult, CandidateWorth } from "./result.ts";
import { calibratedUnseen } from "./unseen.ts";
import { waysOf } from "./ways.ts";

/**
 * Compares the candidates of a head's `bestOf` on rows that none of them has seen: the head's loss, what the answers come to by
 * every way to choose them, and what learning takes. Recorded as a search. Throws `train.candidates-none`, and the errors of
 * the data and the parameters.
 */
export async function compareCandidates(
  system: SystemDefinition,
  asked: { readonly head?: string },
  deps: SearchDeps,
): Promise<CandidatesResult> {
  const started = deps.stopwatch();
  checkLearners(system);
  const name = chooserNamed(system, asked.head);
  const reading = deps.progress.step("Reading the data");
  const { snapshot } = await takeSnapshot(system, deps);
  reading.done(`${snapshot.rows.toLocaleString("en-US")} rows`);
  const run = await deps.registry.startRun({
    ...{ system: system.name, snapshot: snapshot.id, seed: system.seed, why: "comparison", kind: "search" },
    ...{ params: { settings: { head: name } }, provenance: deps.provenance ?? null },
  });
  deps.onRun?.(run);
  try {
    const found = await compareOn(benchOf(system, name, datasetOf(system, snapshot.table)), deps);
    const what = { id: run.id, system: system.name, snapshot: snapshot.id, head: name };
    const result = { ...what, ...found, seconds: (deps.stopwatch() - started) / 1000 };
    await deps.registry.endRun(run, endOf(result));
    return result;
  } catch (thrown) {
    await deps.registry.endRun(run, endedEarly(thrown, deps.signal));
    throw thrown;
  }
}

function endOf({
  candidates,
  lead,
  seconds,
}: CandidatesResult): Parameters<SearchDeps["registry"]["endRun"]>[1] & Partial<Run> {
  return { status: "finished", models: [], facts: { candidates, lead, seconds } };
}

/** The named head, or the only one that chooses among candidates. */
function chooserNamed({ name: system, heads }: SystemDefinition, asked: string | undefined): string {
  const choosers = Object.keys(heads).filter((name) => heads[name]?.learner.learner === "bestOf");
  const found = asked ?? (choosers.length === 1 ? choosers[0] : undefined);
  if (found === undefined || !choosers.includes(found)) throw candidatesNone({ system, head: asked, choosers });
  return found;
}

interface Bench {
  readonly system: SystemDefinition;
  readonly head: string;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly label: HeadLabel;
  readonly rows: Int32Array;
  /** By which candidates are compared; undefined where the task has none. */
  readonly objective: SearchObjective | undefined;
}

function benchOf(system: SystemDefinition, head: string, dataset: Dataset): Bench {
  const plan = planFor(system, dataset);
  const label = headLabel(dataset, known(system.heads[head], "the head"));
  return { system, head, dataset, plan, label, rows: judgedRows(plan), objective: objectivesFor(system, head)[0] };
}

async function compareOn(
  bench: Bench,
  { compute, progress, signal }: SearchDeps,
): Promise<Pick<CandidatesResult, "objective" | "rows" | "currency" | "candidates" | "lead">> {
  const { system, head, dataset, plan, label, objective, rows } = bench;
  const bases = [known(system.heads[head], "the head").learner.base ?? []].flat() as readonly LearnerRef[];
  const common = commonInput(system, { head, dataset, label });
  const all = { train: Int32Array.from({ length: dataset.rows }, (_, row) => row), score: new Int32Array(0) };
  const learning = progress.step("Learning by each candidate");
  const onDone = (done: number): void => {
    signal?.throwIfAborted();
    learning.update(done / bases.length);
  };
  const inputs = bases.map((ref) => trialInput(common, { fits: [...plan.fits, all], ref }));
  const outputs = await compute.map(trialKernel, inputs, onDone);
  learning.done(`${bases.length} candidates`);
  const said = await Promise.all(
    outputs.map(async (output) => {
      if ("failed" in output) throw allFailed({ trials: 1, why: output.failed });
      const held = { head: known(system.heads[head], "the head"), label, plan, scores: output.scores.slice(0, -1) };
      return { outputs: await calibratedUnseen(held, compute), took: output.took };
    }),
  );
  const losses = said.map((one) => (objective === undefined ? null : lossesOf(bench, objective, one.outputs)));
  const entity = rows.map((row) => dataset.entity[row] as number);
  const ways = said.map((one) => waysOf({ system, dataset, plan, rows, outputs: one.outputs, classes: label.classes }));
  const earning = ways.flatMap((its, candidate) =>
    its.map(({ way, money }) => moneyEntry({ candidate, way }, money, entity)),
  );
  const losing = losses.flatMap((own, candidate) => (own === null ? [] : [{ ...own, candidate, way: "" }]));
  return {
    lead: earning.length > 0 ? leadOf("money", earning) : objective === undefined ? null : leadOf(objective, losing),
    objective: objective ?? null,
    rows: rows.length,
    currency: system.objective.currency,
    candidates: bases.map((learner, i): CandidateWorth => {
      const [own, first] = [losses[i] ?? null, losses[0] ?? null];
      const { took } = known(said[i], "a candidate's answers");
      return {
        learner,
        took,
        loss: own === null || objective === undefined ? null : scoreWithInterval(objective, own),
        gain:
          i === 0 || own === null || first === null || objective === undefined ? null : gainOver(objective, own, first),
        ways: (ways[i] ?? []).map(({ way, perDecision }) => ({ way, perDecision })),
      };
    }),
  };
}

function lossesOf(
  { system, head, dataset, label, rows }: Bench,
  objective: SearchObjective,
  outputs: Float64Array,
): RowLosses {
  const unseen = { rows, scores: outputs, outputs: outputs.length / rows.length };
  return {
    ...scoredRows(
      { objective, system, dataset, label, ...goalsOf(system, known(system.heads[head], "the head")) },
      unseen,
    ),
    entity: rows.map((row) => dataset.entity[row] as number),
  };
}
