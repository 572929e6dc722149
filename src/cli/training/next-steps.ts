import type { GateReason } from "../../evaluate/index.ts";
import type { Objective } from "../../objective/index.ts";
import type { TrainResult } from "../../train/index.ts";
import { waysOn } from "../releases/approval.ts";

/** What a training's next steps are about. */
export interface NextCase {
  /** The system file, as it is shown. */
  readonly file: string;
  readonly objective: Objective;
}

type Judged = Pick<TrainResult, "gate" | "models" | "adoption">;

/** What a person may want to do now, as sentences and command lines. */
export function nextSteps(result: Judged, { file, objective }: NextCase): readonly string[] {
  const serve = `alidade serve ${file}`;
  const models = learnedIn(result);
  const approvers = objective.stated ? objective.approves : [];
  if (refused(result)) {
    const ways = waysOn({ file, models, approvers });
    return [
      adviceFor(result, file),
      ...(isServedRefused(result) ? [outOfService(file), ...ways.slice(-1)] : ways),
      serve,
    ];
  }
  if (result.adoption.kind !== "waiting" || models.length === 0) return [serve];
  return [`alidade release ${file} ${models.join(" ")} --dry-run`, serve];
}

/** Whether a gate has said no; one that nobody could have passed has not. */
export function refused({ gate }: Pick<Judged, "gate">): boolean {
  const open = gate.reasons.filter(({ finding }) => finding !== "pass");
  return gate.verdict !== "pass" && !open.every(({ code }) => code === "objective.unstated" || code === "heads.none");
}

/** Whether what the gate refuses is what decides now: there is nothing to watch or to prove. */
function isServedRefused({ gate, adoption }: Judged): boolean {
  return gate.verdict === "refuse" && adoption.kind === "unchanged";
}

function outOfService(file: string): string {
  return `It decides as before until something is released in its place; the rule: alidade release ${file} rule`;
}

/** Ids of the models that learned; the heads that kept theirs serve them already. */
export function learnedIn({ models }: Pick<Judged, "models">): readonly string[] {
  return models.filter(({ kept }) => kept === undefined).map(({ id }) => id);
}

/** What to change, by the first reason that decided. */
function adviceFor({ gate }: Judged, file: string): string {
  const first = gate.reasons.find(({ finding }) => finding === gate.verdict);
  const advice = first === undefined ? undefined : ADVICE[first.code]?.(first, file);
  return advice ?? "Change what the gate has not passed, and train again.";
}

const search = (file: string): string => `Look for one that earns more: alidade search ${file}`;
const collect = "Collect more data, and train again.";

/** By the code of a reason. */
const ADVICE: Readonly<Record<string, (reason: GateReason, file: string) => string>> = {
  "value.over-rule": ({ finding }, file) => (finding === "refuse" ? search(file) : collect),
  "value.over-constant": ({ finding, gain }, file) => {
    if (finding !== "refuse") return collect;
    // Without a gain to tell of it decides as who looks at nothing does.
    return gain === undefined || "reason" in gain
      ? "At these prices a model changes nothing: look at payoff and cost."
      : search(file);
  },
  "value.over-champion": ({ finding }, file) => (finding === "refuse" ? `Keep the champion. ${search(file)}` : collect),
  "calibration.slope": ({ finding }) =>
    finding === "refuse" ? "Let the head calibrate its probabilities, and train again." : collect,
  "slice.worse-than-rule": () => "Look at the slices in the report: a feature that tells them apart may be missing.",
  "guardrail.latency": () => "Declare a smaller model, or fewer features.",
  "history.forecast": () => "Only an experiment can tell.",
  "model.saw-rows": () => "Judge it on rows that it has not seen, or declare `unseen: true` where that is so.",
};
