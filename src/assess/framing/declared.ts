import { binary, type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Bench } from "./bench.ts";
import { quickLearnerFor } from "./derive/learner.ts";
import { directAnswers, headOutputs } from "./direct.ts";
import type { Framing, OnNewClass } from "./framing.ts";
import { UPKEEP } from "./upkeep.ts";

/** The problem as the file states it. A system that acts and has no heads yet is given a quick one. */
export function declaredFraming(bench: Bench): Framing {
  const system = withHeads(bench);
  return {
    name: nameOf(system),
    origin: "declared",
    task: taskOf(system),
    system,
    framed: bench.framed,
    onNewClass: newClassIn(system),
    upkeep: upkeepOf(system, bench.label.classes.length),
    outputs: headOutputs(system),
    answer: (said, places) => directAnswers(system, said, places),
  };
}

function withHeads({ system, target, framed }: Bench): SystemDefinition {
  const isBare = Object.keys(system.heads).length === 0;
  if (!isBare || system.policy.policy !== "act-if") return system;
  const model = binary({ label: target, learner: quickLearnerFor(framed.dataset) });
  return { ...system, heads: { model }, weights: { model: { start: 1, min: 0, max: 1 } } };
}

/** What a system learns, in words: its tasks, each once. */
export function taskOf({ heads }: SystemDefinition): string {
  return [...new Set(Object.values(heads).map(({ task }) => task))].join(" and ");
}

const NAMES: Readonly<Record<SystemDefinition["policy"]["policy"], string>> = {
  "act-if": "yes or no with a threshold",
  "pick-label": "one of several classes",
  "pick-labels": "a set of labels",
  "pick-value": "a value",
  "rank-by": "a score for each candidate",
};

function nameOf({ policy }: SystemDefinition): string {
  return `${NAMES[policy.policy]}, as declared`;
}

/** What a system asks for when there is a new class. Buckets of a number are all there from the beginning. */
export function newClassIn(system: SystemDefinition): OnNewClass {
  const { policy } = system;
  if (policy.policy === "rank-by") return "served";
  if (policy.policy !== "pick-label") return "no-classes";
  const history = system.outcomes[targetsOf(system)[0] ?? ""]?.history;
  return history?.op === "apply" && history.operator === "bucket" ? "no-classes" : "retrain";
}

/** What has to be kept up of a system. */
export function upkeepOf(system: SystemDefinition, classes: number): string {
  const { policy, heads } = system;
  const models = Object.keys(heads).length;
  if (models > 1) return UPKEEP.several(models);
  if (policy.policy === "pick-label")
    return newClassIn(system) === "retrain" ? UPKEEP.classes(classes) : UPKEEP.buckets(classes);
  if (policy.policy === "rank-by") return UPKEEP.candidates;
  return policy.policy === "pick-value" ? UPKEEP.number : UPKEEP.binary;
}
