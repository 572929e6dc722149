import { joinOutcomes } from "../../data/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import type { Remade } from "./remade.ts";

/** What is known of an outcome once its window has closed; null before. */
export type LabelOf = (decision: string, about: string | null) => boolean | number | string | null;

interface Asked {
  readonly outcome: string;
  readonly within: string;
  /** As of when, milliseconds since 1970. */
  readonly now: number;
}

/**
 * Joins an outcome to decisions, of rankings to each that was shown. A decision whose window is open has none: good news
 * travels first, and would flatter whatever acts more.
 */
export function labelsOf(
  remade: readonly Remade[],
  outcomes: readonly OutcomeRecord[],
  { outcome, within, now }: Asked,
): LabelOf {
  const asked = remade.flatMap(({ id, at, parts }) => parts.map(({ about }) => ({ id: keyOf(id, about), at })));
  const reports = outcomes.map((report): OutcomeRecord => {
    const { decision, candidate } = report.body;
    return { ...report, body: { ...report.body, decision: keyOf(decision, candidate ?? null) } };
  });
  const joined = joinOutcomes(asked as readonly unknown[] as readonly DecisionRecord[], reports, {
    outcome,
    within: milliseconds(within),
    now,
  });
  const known = new Map(joined.labels.map(({ decision, closed, label }) => [decision, closed ? label : null]));
  return (decision, about) => known.get(keyOf(decision, about)) ?? null;
}

function keyOf(decision: string, about: string | null): string {
  return about === null ? decision : `${decision}\u0000${about}`;
}
