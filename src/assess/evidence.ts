import { isInsufficient } from "../kernel/index.ts";
import type { Objective } from "../objective/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Warning } from "../train/index.ts";
import type { DataFacts } from "./data-facts.ts";
import type { Signal } from "./quick-fit.ts";
import type { FoundRule } from "./rules/found-rule.ts";
import type { Worth } from "./worth.ts";

/** Everything that the verdict rests on. */
export interface Evidence {
  readonly objective: Objective;
  readonly data: DataFacts;
  /** Fields that are suspected of knowing too much. */
  readonly leaks: readonly Warning[];
  /** Null when there are too few examples to fit anything. */
  readonly found: Findings | null;
}

/** What the quick fits and the rule search came to. */
export interface Findings {
  readonly signal: Signal;
  readonly rule: FoundRule;
  readonly worth: Worth;
}

/** How a gain stands: shown by its interval, likely to be shown by `rows`, or not there. */
export type Standing =
  | { readonly kind: "shown" | "none" | "unknown" }
  | { readonly kind: "likely"; readonly rows: number };

/** How many times the rows at hand someone may be asked to collect before "not shown" becomes "not there". */
const PATIENCE = 10;

/** Judges a gain per decision. An interval shrinks with the square root of the rows; rows that were only left out of a sample count as there. */
export function standingOf(gain: Estimated, rows: { readonly judged: number; readonly all: number }): Standing {
  if (isInsufficient(gain)) return { kind: "unknown" };
  if (gain.low > 0) return { kind: "shown" };
  if (gain.value <= 0) return { kind: "none" };
  const times = ((gain.value - gain.low) / gain.value) ** 2;
  const needed = Math.ceil(times * rows.judged);
  if (needed <= rows.all && rows.all > rows.judged) return { kind: "shown" };
  return times > PATIENCE ? { kind: "none" } : { kind: "likely", rows: needed };
}
