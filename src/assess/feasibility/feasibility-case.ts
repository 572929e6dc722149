import type { Insufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { CheckedAssumption } from "../brief/checked-assumption.ts";
import type { Footprint } from "./footprint.ts";

/** The machine that looks, where somebody said what it has. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** What is known when a system's requirements are held against what was found. */
export interface FeasibilityCase {
  readonly system: SystemDefinition;
  readonly rows: number;
  /** What there is to learn from, how many, and what could be asked for that there is more of. */
  readonly examples: { readonly count: number; readonly words: string; readonly coarser: string | null };
  readonly footprint: Footprint;
  readonly assumptions: readonly CheckedAssumption[];
  /** Whether something was learned; null where nothing was fitted. */
  readonly learns: boolean | null;
  /** The gain over the rule in a year; null where nobody said how many decisions there are, or nothing was fitted. */
  readonly yearly: Estimated | null;
  readonly costs: { readonly perYear: number | null; readonly build: number | null };
  /** Days of an experiment that proves the gain over the rule; null where none is planned. */
  readonly days: number | Insufficient | null;
  readonly machine?: Machine;
  /** Milliseconds since 1970, for the time that is left. */
  readonly now?: number;
}
