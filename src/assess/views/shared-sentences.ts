import type { StatedObjective, View, WatchedMetric } from "../../objective/index.ts";
import type { CheckedAssumption } from "../brief/checked-assumption.ts";
import { wordLevel } from "../value/level-words.ts";
import { capitalised, stopless, wordDays } from "../words.ts";
import type { Gist } from "./gist.ts";

/** What the brief says that readers of this kind decide, one sentence each. */
export function decidedBy({ system: { objective } }: Gist, view: View): readonly string[] {
  const people = (objective.stated ? objective.brief?.stakeholders : undefined) ?? [];
  return people
    .filter((one) => one.view === view)
    .flatMap(({ role, decides }) => (decides === undefined ? [] : [`${capitalised(role)}: ${stopless(decides)}.`]));
}

/** The watched metrics of some roles, each with what is wanted of it. */
export function watchedMetrics(objective: StatedObjective, roles: readonly string[]): readonly string[] {
  return Object.entries(objective.metrics ?? {})
    .filter(([, { role }]) => roles.includes(role))
    .map(
      ([name, watched]) =>
        `\`${name}\` ${WANTED[watched.role](watched.direction)}${endWords(watched, objective.currency)}.`,
    );
}

const WANTED: Readonly<Record<WatchedMetric["role"], (direction: WatchedMetric["direction"]) => string>> = {
  success: (direction) => (direction === "increase" ? "should rise" : "should fall"),
  guardrail: () => "must not get worse",
  deterioration: () => "should not get worse",
  quality: () => "must be alike in both arms of an experiment",
};

function endWords({ target, threshold, measure, direction }: WatchedMetric, currency: string): string {
  const beyond = direction === "increase" ? "below" : "above";
  const ends = [
    ...(target === undefined ? [] : [`${wordLevel(target, measure, currency)} is wanted`]),
    ...(threshold === undefined
      ? []
      : [`${beyond} ${wordLevel(threshold, measure, currency)} something has to be done`]),
  ];
  return ends.length === 0 ? "" : `: ${ends.join(", ")}`;
}

/** What is taken for granted and is not so, or not known to be so; what holds needs no watching. */
export function shakyAssumptions(assumptions: readonly CheckedAssumption[]): readonly string[] {
  return assumptions.flatMap((one) => (one.status === "held" ? [] : [`${plainAssumption(one)} ${one.message}`]));
}

/** How an assumption stands, without its numbers. */
export function plainAssumption({ statement, status }: CheckedAssumption): string {
  const said = { held: "holds in the data", refuted: "is not so", open: "is not known to be so" } as const;
  return `“${stopless(statement)}” ${said[status]}.`;
}

/** What is assumed of acting, in people out of a hundred; none where nothing is. */
export function assumedEffect({ system: { objective } }: Gist): readonly string[] {
  const { effect } = objective;
  if (effect === undefined || effect.basis === "measured") return [];
  const [low, high] = effect.range;
  const hundred = (share: number): string => String(Math.round(share * 100));
  return [
    `That acting changes what happens in ${hundred(effect.value)} of 100 cases in which it would have happened, and in no fewer than ${hundred(low)} and no more than ${hundred(high)}. Nobody has measured it.`,
  ];
}

/** The experiment that would prove it, as a part of a sentence; null where none is planned or it cannot end. */
export function experimentDays({ assessment: { plan } }: Gist): string | null {
  const days = plan?.days;
  return typeof days === "number" && days <= 730 ? wordDays(days) : null;
}
