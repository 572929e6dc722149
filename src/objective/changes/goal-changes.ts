import type { Objective, StatedObjective } from "../objective.ts";
import { type Change, listed, moved, reworded } from "./change.ts";

/** What changed in what is wanted: metric, target, date, who asked, who approves, what is assumed of acting. */
export function goalChanges(before: StatedObjective, after: StatedObjective): readonly Change[] {
  const { currency, direction } = after;
  const yearly = `${currency} a year`;
  const ambition = direction === "increase" ? "raised" : "lowered";
  const text = (name: "by" | "currency" | "asked" | "direction", what: string): readonly Change[] =>
    reworded(before[name], after[name], { path: name, what });
  return [
    ...reworded(before.metric.name, after.metric.name, { path: "metric", what: "the business metric" }),
    ...text("direction", "the direction"),
    ...moved(before.baseline, after.baseline, { path: "baseline", what: "the baseline", unit: yearly }),
    ...moved(before.target, after.target, { path: "target", what: "the target", unit: yearly, grows: ambition }),
    ...text("by", "the date by which it is wanted"),
    ...text("currency", "the currency"),
    ...reworded(before.outcome, after.outcome, { path: "outcome", what: "the outcome that the payoff speaks of" }),
    ...moved(before.perYear, after.perYear, { path: "perYear", what: "the number of decisions a year" }),
    ...text("asked", "who asked for it"),
    ...listed(before.approves, after.approves, { path: "approves", what: "the approver" }),
    ...believed(before.effect, after.effect, { path: "effect", what: "effect of acting" }),
    ...believed(before.waiting, after.waiting, { path: "waiting", what: "price of a millisecond of waiting" }),
  ];
}

interface Belief {
  readonly value: number;
  readonly range: readonly [low: number, high: number];
  readonly basis: "assumed" | "measured";
}

/** A number that somebody believes, or that was measured since. */
function believed(
  before: Belief | undefined,
  after: Belief | undefined,
  { path, what }: { readonly path: string; readonly what: string },
): readonly Change[] {
  const basis = after?.basis ?? before?.basis ?? "assumed";
  const found = moved(before?.value, after?.value, { path, what: `the ${basis} ${what}` });
  const range = (belief: Belief | undefined): string | undefined =>
    belief && `${belief.range[0]} to ${belief.range[1]}`;
  const isBoth = before !== undefined && after !== undefined;
  return [
    ...found,
    ...(isBoth
      ? reworded(range(before), range(after), { path: `${path}.range`, what: `the range of the ${what}` })
      : []),
    ...(isBoth
      ? reworded(before.basis, after.basis, { path: `${path}.basis`, what: `what the ${what} rests on` })
      : []),
  ];
}

/** What changed in the limits on decisions, whatever the money says. */
export function limitChanges(before: Objective, after: Objective): readonly Change[] {
  const limit = ({ guardrails }: Objective): number | undefined =>
    guardrails.find(({ guardrail }) => guardrail === "latency")?.p99Ms;
  return [
    ...moved(limit(before), limit(after), {
      path: "guardrails.latency",
      what: "the latency allowed at p99",
      unit: "ms",
    }),
    ...reworded(before.transparency, after.transparency, { path: "transparency", what: "the transparency demanded" }),
  ];
}
