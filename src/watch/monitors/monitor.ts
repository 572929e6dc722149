import type { Params, ParamValues } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Reference, Seen } from "../seen/seen.ts";

/** The part of a system that a reading is about; parts feed each other in this order. */
export type PartKind =
  | "server"
  | "stream"
  | "field"
  | "feature"
  | "head"
  | "score"
  | "action"
  | "slice"
  | "outcome"
  | "value";

/** One part: a field by its name, a head by its name; of the only one of its kind the name is that of the system. */
export interface About {
  readonly part: PartKind;
  readonly name: string;
}

/** What a monitor found in one period about one part. */
export interface Reading {
  /** What would be wrong: `input.shifted`, `input.unit-changed`, `score.collapsed`, `labels.missing` … */
  readonly kind: string;
  readonly about: About;
  /**
   * Natural logarithm of an e-value: evidence of this period, given all before, that something is wrong. While nothing is, the
   * e-value's expectation is at most 1, whatever came before; so sums over periods can be watched without end.
   */
  readonly evidence: number;
  /**
   * Further e-values of the same thing, as logarithms, each of a bet that goes on from period to period: such as on a change that
   * lasts. Always in the same order; absent where there are none.
   */
  readonly bets?: readonly number[];
  /** What the evidence is of. Default: the period; once a day, the day that it ends. Both are watched, and are one alarm. */
  readonly over?: "day";
  /** A limit that somebody declared is broken: no statistics are needed. */
  readonly isBreach?: boolean;
  /** What was measured, what was expected of it, and the unit, for people. */
  readonly value: number | null;
  readonly expected: readonly [low: number, high: number] | null;
  readonly unit: string;
  /** The share of what the system decides that this touches, 0 to 1: importance × traffic. */
  readonly reach: number;
  /** One sentence without a full stop: "visits_30d has a mean of 4,100, 100 times that of the training data". */
  readonly says: string;
}

/** What a monitor knows of a system. */
export interface MonitorContext {
  readonly system: SystemDefinition;
  /** Undefined while nothing was learned and no period was called good. */
  readonly reference: Reference | undefined;
  /** Milliseconds of a period. */
  readonly periodMs: number;
}

/** How much of something a period had, without enough of which a monitor reads nothing. */
export interface Counted {
  /** The kinds of reading that need it. */
  readonly kinds: readonly string[];
  /** "decisions", "labels of risk". */
  readonly of: string;
  readonly n: number;
  readonly least: number;
}

export interface MonitorStep<State> {
  readonly state: State;
  readonly readings: readonly Reading[];
  /** What it needs some of in every period; absent where anything will do. */
  readonly counted?: readonly Counted[];
}

interface MonitorOptions<P extends Params, State> {
  /** What it notices, in a few words. */
  readonly about: string;
  /** `input.shifted` …: every kind that it may read. */
  readonly kinds: readonly string[];
  readonly params: P;
  /** What was learned is of no use once other heads serve: it starts anew with every reference. */
  readonly restartsWithReference: boolean;
  /** Before anything was seen. Plain data, bounded in size. */
  start(context: MonitorContext, params: ParamValues<P>): State;
  /** Takes the next period that is over. Pure: same state and period, same answer. Readings of every part that was looked at. */
  step(
    state: State,
    period: Seen,
    given: { readonly context: MonitorContext; readonly params: ParamValues<P> },
  ): MonitorStep<State>;
}

/** A standing check. One per file; the catalogue carries it to the system file, the CLI, the docs and the drills. */
export interface Monitor<P extends Params = Params, State = unknown> extends MonitorOptions<P, State> {
  readonly is: "alidade.monitor";
}

/**
 * Declares a monitor. Its file exports it under its own name.
 *
 * @example
 * export const fallbackShare = defineMonitor({ about: "…", kinds: ["fallback.risen"], params: {}, restartsWithReference: false, start, step });
 */
export function defineMonitor<const P extends Params, State>(options: MonitorOptions<P, State>): Monitor<P, State> {
  return Object.freeze({ is: "alidade.monitor", ...options });
}
