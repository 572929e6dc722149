import type { Instant } from "../../kernel/index.ts";
import type { HistoryEvent, ModelVersion, Release, Run, Snapshot, TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Drill } from "../drills/drill.ts";
import type { TooLittle } from "../monitors/runner/supply.ts";
import type { JournalFacts } from "./journal-facts.ts";

/** A token, as far as a scorecard looks at it. */
export interface SeenToken {
  readonly scopes: readonly string[];
  readonly expiresAt: Instant | null;
  readonly revoked: boolean;
}

/** A finished comparison, as far as a scorecard looks at it. */
export interface SeenComparison {
  /** Whether it proves what its treatment brought: randomised, and valid. */
  readonly proof: boolean;
  readonly until: Instant;
}

/** All that a state directory knows of a system, each in the order of time: what a scorecard is computed from. */
export interface Evidence {
  readonly system: SystemDefinition;
  /** The system file, as it is shown; for the commands that a scorecard names. */
  readonly file: string;
  readonly now: Instant;
  readonly runs: readonly Run[];
  readonly snapshots: readonly Snapshot[];
  readonly models: readonly ModelVersion[];
  readonly releases: readonly Release[];
  readonly plans: readonly TrafficPlan[];
  readonly history: readonly HistoryEvent[];
  readonly comparisons: readonly SeenComparison[];
  /** Of the whole state: every server of it asks for them. */
  readonly tokens: readonly SeenToken[];
  /** Null where nothing was decided yet. */
  readonly journal: JournalFacts | null;
  /** Faults that were injected into a shadow of the stream. Absent: nobody asked for them. */
  readonly drills?: readonly Drill[];
  /** The periods that monitors have looked at; null where they never did. Absent: nobody asked. */
  readonly watched?: { readonly from: Instant; readonly to: Instant } | null;
  /** Monitors for which a period has too little to read. Absent: nobody asked. */
  readonly tooLittle?: readonly TooLittle[];
}
