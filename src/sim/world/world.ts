import type { Cell, Kind } from "../../data/index.ts";
import type { Instant } from "../../kernel/index.ts";
import type { Business, Case, Hidden, Report } from "../business.ts";
import type { Dials } from "../drifts/drift.ts";

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;

/** Monday 5 January 2026, 00:00 UTC. */
export const businessStart: number = Date.UTC(2026, 0, 5);

/** One day of a world. */
export interface Today<S> {
  readonly seed: number;
  /** Days since 1970. */
  readonly day: number;
  /** Cases of an ordinary day. */
  readonly perDay: number;
  /** What the world remembers of what was done. */
  readonly state: S;
  dials(at: Instant): Dials;
}

/** What makes one business: how its cases come about, what actions come to, and what it remembers. */
export interface World<T extends Hidden, S>
  extends Pick<Business, "name" | "entity" | "kinds" | "actions" | "outcomes" | "periodDefaults"> {
  /** Whether somebody in it learns from what is done to them. */
  readonly hasAdversaries: boolean;
  /** The fields whose distribution can move. */
  readonly movable: readonly string[];
  /** The state of the first morning. Never shared: `react` and `night` change it. */
  begin(options: { readonly seed: number; readonly perDay: number }): S;
  /** A day's cases in order of time, each made when it is asked for. */
  day(today: Today<S>): Iterable<Case<T>>;
  worth(one: Case<T>, action: string): number;
  money(one: Case<T>, action: string): number;
  reports(one: Case<T>, action: string): readonly Report[];
  /** What a decision changes at once. */
  react(state: S, one: Case<T>, action: string): void;
  /** What changes overnight. */
  night(state: S, today: Pick<Today<S>, "day" | "dials">): void;
  /** The randomised past: how often it was acted, and what it wrote down beside the case. */
  readonly past: {
    readonly acts: number;
    readonly kinds: Readonly<Record<string, Kind>>;
    row(one: Case<T>, action: string): Readonly<Record<string, Cell>>;
  };
}
