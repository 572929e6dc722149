import type { Instant } from "../../kernel/index.ts";
import type { Alert, LoopBook, Named, TooLittle } from "../../watch/index.ts";

/** What `alidade up` shows at one moment: all that a person asks of a running system at a glance. Plain data. */
export interface Look {
  readonly at: Instant;
  /** Real time by default; `data`: the time of replayed history. */
  readonly clock: "real" | "data";
  /** Where it answers; null where nothing is served (`--once`). */
  readonly url: string | null;
  readonly systems: readonly SystemLook[];
  /** Thread that watches: what it does, and why it does not. */
  readonly watcher: WatcherLook;
  /** The newest last, at most 50. */
  readonly events: readonly UpEvent[];
}

export interface WatcherLook {
  readonly status: "starting" | "watching" | "behind" | "down" | "elsewhere";
  /** One sentence without a full stop; empty while all is well. */
  readonly says: string;
  /** When it last had read all that was there; null before the first time. */
  readonly lookedAt: Instant | null;
  readonly restarts: number;
}

/** Something that happened and that a person would want to have seen. */
export interface UpEvent {
  readonly at: Instant;
  /** Null where it is about the whole process. */
  readonly system: string | null;
  /** `alert`, `loop`, `release`, `watcher`, `server`. */
  readonly kind: string;
  readonly says: string;
}

export interface SystemLook {
  readonly name: string;
  readonly serves: ServesLook;
  readonly traffic: TrafficLook;
  /** Money a day; null where the objective has none or nothing is known yet. */
  readonly value: ValueLook | null;
  /** Outcomes that were reported; null where nobody has counted them: before the first look, and before another process has. */
  readonly labels: { readonly today: number; readonly total: number } | null;
  readonly monitors: MonitorsLook;
  /** Open and acknowledged ones, the loudest first; silenced ones last. */
  readonly alerts: readonly Alert[];
  readonly loop: LoopLook;
}

export interface ServesLook {
  /** The release that serves nearly everybody; null: the rule. */
  readonly release: string | null;
  readonly since: Instant | null;
  readonly arms: readonly { readonly arm: string; readonly release: string | null; readonly share: number }[];
  /** What is under way, one sentence each: a canary with its step, a shadow, an experiment with its day. */
  readonly underWay: readonly string[];
}

export interface TrafficLook {
  /** Decisions of each of the last minutes (or of the periods, on a clock of data), the oldest first, at most 60. */
  readonly perMinute: readonly number[];
  /** Milliseconds; null while nothing was measured. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly failed: number;
}

export interface ValueLook {
  readonly currency: string;
  readonly perDay: number;
  /** 95 %; null where it cannot be told. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What was promised of it, or what the objective asks for; null where there is neither. */
  readonly target: number | null;
  /** Each of the last days, the oldest first, at most 28. */
  readonly days: readonly number[];
}

export interface MonitorsLook {
  readonly quiet: number;
  /** Cannot say anything yet, such as without a reference. */
  readonly waiting: number;
  readonly off: number;
  readonly alarmed: readonly { readonly monitor: string; readonly since: Instant; readonly says: string }[];
  /** Monitors that threw, by name; the others go on. */
  readonly failed: readonly { readonly monitor: string; readonly why: string }[];
  /** Monitors for which a period has too little to read. */
  readonly tooLittle: readonly TooLittle[];
  /** The last period that was read to its end; null before the first. */
  readonly period: { readonly from: Instant; readonly to: Instant } | null;
  /** Readings of that period. */
  readonly readings: readonly Named[];
  /** What is compared with: id and where it comes from in words; null without one. */
  readonly reference: { readonly id: string; readonly says: string } | null;
  /** Why there is nothing to compare with, in words; absent where there is, and before anybody looked. */
  readonly without?: string;
}

export interface LoopLook {
  /** Whether the system declares that it retrains by itself, and nobody forbade it here (`--no-retrain`). */
  readonly isOn: boolean;
  readonly book: LoopBook;
  /** Loops that may begin in thirty days; absent: nobody says. */
  readonly perMonth?: number;
  /** What begins the next one, one sentence each: "schedule: in 3 days". */
  readonly next: readonly string[];
}
