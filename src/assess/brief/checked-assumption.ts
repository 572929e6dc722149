import type { Enforced } from "../../data/index.ts";
import type { Assumption } from "../../objective/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** An assumption of the brief, held against the data. */
export interface CheckedAssumption {
  readonly statement: string;
  /** Who assumes it, by role; absent where nobody said. */
  readonly by?: string;
  readonly check: Assumption["check"]["check"];
  /** Held or refuted by the data, or by what somebody answered; open where neither tells. */
  readonly status: "held" | "refuted" | "open";
  /** What was found, with its numbers; of an open one, what would tell. */
  readonly message: string;
  /** Where it breaks, the worst first; empty unless refuted. */
  readonly worst: readonly string[];
}

/** What a check came to. */
export type Found = Pick<CheckedAssumption, "status" | "message" | "worst">;

/** What assumptions are held against: a system's sound rows, and the time where somebody looked at a clock. */
export interface AssumptionCase {
  readonly system: Pick<SystemDefinition, "contract" | "entity" | "time" | "outcomes">;
  readonly rows: Pick<Enforced, "table" | "rowNumbers">;
  /** Milliseconds since 1970. Absent: nobody looked, and what is fresh stands open. */
  readonly now?: number;
}

/** It is as assumed. */
export function held(message: string): Found {
  return { status: "held", message, worst: [] };
}

/** It is not, and this is where. */
export function refuted(message: string, worst: readonly string[] = []): Found {
  return { status: "refuted", message, worst };
}

/** It cannot be told yet. */
export function open(message: string): Found {
  return { status: "open", message, worst: [] };
}
