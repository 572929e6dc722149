import type { Instant } from "../../kernel/index.ts";

/** What came of one kind of fault. */
export interface DrillRow {
  /** Name of the fault. */
  readonly fault: string;
  /** Where it comes from: `inputs`, `people` …; `none` is what looks like a fault and is none. */
  readonly of: string;
  /** What was done, of the first time that it was. */
  readonly says: string;
  /** How often it was injected. */
  readonly trials: number;
  /** How often some alarm told of it, and how often one of these by the right name. */
  readonly noticed: number;
  readonly named: number;
  /** Milliseconds from its beginning to the first alarm: the median of the trials that were noticed; null where none was. */
  readonly afterMs: number | null;
  /** What the alarms said, the most frequent first: `input.unit-changed` … */
  readonly kinds: readonly string[];
  /** Alarms that accuse a part that was well: one before the part that broke; where nothing is wrong, every alarm. */
  readonly wrong: number;
  /** Why it could not be injected here; null where it was. */
  readonly unfit: string | null;
}

/** An alarm with nothing wrong. */
export interface WrongAlarm {
  /** `input.shifted` … */
  readonly kind: string;
  /** What it accuses: a `field`, a `head` …, and its name. */
  readonly part: string;
  readonly name: string;
  /** End of the period that brought it. */
  readonly at: Instant;
  readonly says: string;
}

/** What came of injecting faults into a shadow copy of a system's stream. */
export interface DrillFindings {
  readonly system: string;
  /** The copy: how many decisions, from when to when. */
  readonly stream: { readonly decisions: number; readonly from: Instant; readonly to: Instant };
  readonly periodMs: number;
  /** How long after its beginning a fault could be noticed, milliseconds; of outcomes, after these are known. */
  readonly horizonMs: number;
  /** The share of what passes by that a fault hit, 0 to 1. */
  readonly strength: number;
  /** Decisions that were made again with nothing changed, and how many of them came out as they had been served. */
  readonly replayed: { readonly same: number; readonly of: number };
  /** The stream with nothing injected: for how long it was watched, how many alarms there were, and the first of these; absent in older drills. */
  readonly quiet: { readonly ms: number; readonly alarms: number; readonly first?: readonly WrongAlarm[] };
  readonly rows: readonly DrillRow[];
}

/** A drill as it is kept. */
export interface Drill extends DrillFindings {
  /** `drl_<number>` */
  readonly id: string;
  /** 1, 2, 3 … within the system. */
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
}
