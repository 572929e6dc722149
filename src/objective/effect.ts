import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** The share of the bad outcomes among those acted on that acting changes. Assumed until an experiment has measured it. */
export interface Effect {
  readonly value: number;
  readonly range: readonly [low: number, high: number];
  readonly basis: "measured" | "assumed";
}

export const effectInvalid: ErrorConstructor<{ readonly got: string }> = defineError("objective.effect-invalid", {
  headline: "An effect out of range",
  message: ({ got }: { readonly got: string }) =>
    `An assumed effect is a share between 0 and 1 inside its range, as in \`assumed(0.2, [0.05, 0.4])\`. Got ${got}.`,
});

/** What someone believes acting to achieve, and the range they would not be surprised by. */
export function assumed(value: number, range: readonly [low: number, high: number]): Effect {
  const [low, high] = range;
  if (!(low >= 0 && low <= value && value <= high && high <= 1))
    throw effectInvalid({ got: `${value}, [${low}, ${high}]` });
  return Object.freeze({ value, range, basis: "assumed" });
}
