import type { Instant } from "../../kernel/index.ts";
import type { About, PartKind } from "../monitors/monitor.ts";
import type { TakenAs } from "../taken-as.ts";

/** How loud an alert is: read it some day, look today, get up. */
export type Level = "notice" | "warning" | "page";

/** What an alert is thought to cost: money a day in the objective's currency, or entities a day whose decisions it touches. */
export interface Harm {
  readonly money: number | null;
  readonly currency: string | null;
  readonly entities: number | null;
}

/** One sign of what an alert is about: an alarm of a monitor, a failed retraining, a broken promise. */
export interface Symptom {
  /** `input.shifted`, `score.collapsed`, `retrain.failed` … */
  readonly kind: string;
  readonly about: About;
  readonly since: Instant;
  readonly at: Instant;
  readonly says: string;
  readonly isBreach: boolean;
  /** Share of the decisions that it touches, 0 to 1. */
  readonly reach: number;
  readonly strength: number;
}

/** Where an alert stands. `quiet`: nothing new of it for a while; a new symptom opens it again. */
export type AlertStatus = "open" | "acknowledged" | "quiet" | "closed";

/** What something that is wrong comes from. */
export interface Cause {
  readonly part: PartKind | "release" | "data" | "objective" | "loop";
  readonly name: string;
}

/** What somebody did about an alert, or what it came to by itself. */
export interface Handled {
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
}

/** Something about an alert that people are told. */
export type News = "opened" | "reopened" | "worse" | "escalated" | "ended";

/** Who was told of it, when; of whom it could not be told. */
export interface Told {
  readonly channel: string;
  readonly at: Instant;
  readonly level: Level;
  /** Which of its news: {@link Alert.news} counts them. */
  readonly news: number;
  /** Why it could not be told. */
  readonly failed?: string;
}

/** One thing that is wrong, however many signs it shows. */
export interface Alert {
  /** `alr_` and 16 hexadecimal digits. */
  readonly id: string;
  readonly system: string;
  readonly status: AlertStatus;
  readonly level: Level;
  /** Symptoms with the same cause are one alert. */
  readonly cause: Cause;
  /** One line: what is wrong. */
  readonly what: string;
  readonly since: Instant;
  /** The newest symptom. */
  readonly at: Instant;
  readonly openedAt: Instant;
  readonly harm: Harm;
  /** The likeliest cause, in words, and by which evidence. */
  readonly likely: string;
  /** What to do next: a command, or a place to look. */
  readonly next: readonly string[];
  /** The strongest of each kind and part, at most 50. */
  readonly symptoms: readonly Symptom[];
  /** How many there were in all. */
  readonly count: number;
  /** How much there was to tell of it so far, and what the newest of that is. */
  readonly news: number;
  readonly newest: News;
  /** When it last became louder, or was opened: from then on people have time to answer. */
  readonly raisedAt: Instant;
  /** How often it was raised because nobody answered. */
  readonly escalations: number;
  readonly told: readonly Told[];
  readonly acknowledged?: Handled;
  readonly closed?: Handled;
  /** What of it lay in the future when the clock had been set back, and as what it is taken. Absent: nothing. */
  readonly takenAs?: TakenAs;
}

/** Whether anything may still come of it. */
export function isUnderWay({ status }: Pick<Alert, "status">): boolean {
  return status !== "closed";
}

/** A part, or a cause, as one text. */
export function partKey({ part, name }: Cause): string {
  return `${part}/${name}`;
}
