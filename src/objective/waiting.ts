import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** What a millisecond of waiting costs a decision, in the objective's currency. Assumed until an experiment has measured it. */
export interface WaitingCost {
  readonly value: number;
  readonly range: readonly [low: number, high: number];
  readonly basis: "assumed" | "measured";
}

export const waitingInvalid: ErrorConstructor<{ readonly got: string }> = defineError("objective.waiting-invalid", {
  headline: "A price of waiting out of range",
  message: ({ got }: { readonly got: string }) =>
    `What a millisecond costs is 0 or more and inside its range, as in \`waitingCosts(0.0004, [0.0001, 0.001])\`. Got ${got}.`,
});

/** What someone believes a millisecond of waiting to cost a decision, and the range they would not be surprised by. */
export function waitingCosts(value: number, range: readonly [low: number, high: number]): WaitingCost {
  const [low, high] = range;
  if (!(low >= 0 && low <= value && value <= high && Number.isFinite(high)))
    throw waitingInvalid({ got: `${value}, [${low}, ${high}]` });
  return Object.freeze({ value, range, basis: "assumed" });
}
