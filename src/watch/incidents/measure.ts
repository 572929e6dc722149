import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { isActing, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type JoinedDecision, joinDecisions } from "../measured/joined.ts";
import { moneyOf } from "../measured/money-of.ts";

/** One number of a decision that an incident can move. */
export interface Measure {
  /** `score`, `acted`, `value`, `fallback`, `latency`, `answer`, `says urgent`. */
  readonly name: string;
  readonly unit: "number" | "share" | "money" | "duration";
  /** Whether a decision that is made again has it too; what came of it, and how long it took, it has not. */
  readonly isRemade: boolean;
  /** Null where a decision has none, or none yet. */
  of(joined: JoinedDecision): number | null;
}

const LABELS = 8;

/** The measures that a system's decisions have; `decisions` say which labels there are. */
export function measuresOf(system: SystemDefinition, decisions: readonly DecisionRecord[]): readonly Measure[] {
  const price = moneyOf(system);
  return [
    { name: "score", unit: "number", isRemade: true, of: ({ decision: { body } }) => body.score },
    ...saidBy(system, decisions),
    { name: "value", unit: "money", isRemade: false, of: price },
    {
      name: "fallback",
      unit: "share",
      isRemade: true,
      of: ({ decision: { body } }) => Number(body.level !== undefined && body.level !== "parent"),
    },
    { name: "latency", unit: "duration", isRemade: false, of: ({ decision }) => decision.body.took },
  ];
}

function saidBy(system: SystemDefinition, decisions: readonly DecisionRecord[]): readonly Measure[] {
  if (isActing(system))
    return [{ name: "acted", unit: "share", isRemade: true, of: ({ decision: { body } }) => Number(body.acted) }];
  if (decisions.some(({ body }) => typeof body.answer === "number"))
    return [
      {
        name: "answer",
        unit: "number",
        isRemade: true,
        of: ({ decision: { body } }) => (typeof body.answer === "number" ? body.answer : null),
      },
    ];
  if (system.policy.policy === "rank-by") return [];
  return frequentLabels(decisions).map((label) => ({
    name: `says ${label}`,
    unit: "share",
    isRemade: true,
    of: ({ decision: { body } }) =>
      Number(body.answer === label || (Array.isArray(body.answer) && body.answer.includes(label))),
  }));
}

function frequentLabels(decisions: readonly DecisionRecord[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { body } of decisions)
    for (const label of typeof body.answer === "string" ? [body.answer] : Array.isArray(body.answer) ? body.answer : [])
      counts.set(String(label), (counts.get(String(label)) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, LABELS)
    .map(([label]) => label);
}

/** Decisions beside what is known of the outcomes that price them. */
export function joinPriced(
  system: SystemDefinition,
  {
    decisions,
    outcomes,
  }: { readonly decisions: readonly DecisionRecord[]; readonly outcomes: readonly OutcomeRecord[] },
  now: number,
): readonly JoinedDecision[] {
  return joinDecisions(system, targetsOf(system), { decisions, outcomes, now });
}
