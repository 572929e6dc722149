import type { Kind, Row } from "../data/index.ts";
import type { Duration, Instant, Insufficient } from "../kernel/index.ts";
import type { Drift } from "./drifts/drift.ts";

/** A stretch of time, in milliseconds since 1970, UTC; `to` does not belong to it. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What nobody in the business sees of a case: probabilities, lots, latent traits. By name. */
export type Hidden = Readonly<Record<string, number>>;

/** One case that a decision is asked for. */
export interface Case<T extends Hidden = Hidden> {
  /** Unique within the business. */
  readonly id: string;
  readonly at: Instant;
  /** Whom it is about: the value of the business's `entity` field. */
  readonly entity: string;
  /** What the product sees when it decides. */
  readonly given: Row;
  readonly truth: T;
}

/** Something that became known of a case after the decision. */
export interface Report {
  /** The case. */
  readonly id: string;
  /** Idempotency key: the same report sent twice has the same one. */
  readonly key: string;
  readonly outcome: string;
  readonly value: boolean | number;
  /** When it is told. */
  readonly at: Instant;
}

/**
 * What a policy does with a case: the name of an action. `lot` is uniform on [0, 1) and belongs to the case, so that a policy
 * that draws is the same in a replay: `(_, lot) => (lot < 0.5 ? "block" : "allow")`.
 */
export type CasePolicy = (given: Row, lot: number) => string;

/** Of what a truth speaks: money for each decision, for each entity that came at all, or for each day. */
export type BusinessEstimand = "money-per-decision" | "money-per-visitor" | "money-per-day";

/** A question about a policy. */
export interface BusinessQuestion {
  readonly policy: CasePolicy;
  /** When given, the answer is the difference, policy less `against`, in the same worlds. */
  readonly against?: CasePolicy;
  readonly estimand: BusinessEstimand;
  readonly horizonDays: number;
  /**
   * `long` (the default): what was done changes who comes, what they want, what is left and what adversaries try.
   * `short`: all of that is every morning as it was on the first one.
   */
  readonly run?: "short" | "long";
  /** Default: the start of the business. */
  readonly start?: Instant;
  /** How many independent copies of the business are played through. Default 20. */
  readonly worlds?: number;
}

/** Monte Carlo over independent copies of the business: an estimate for what the policy brings on average. */
export interface BusinessTruth {
  readonly estimand: BusinessEstimand;
  readonly run: "short" | "long";
  readonly horizonDays: number;
  readonly value: number;
  /** Of the value; Student's with n − 1 degrees of freedom. */
  readonly standardError: number;
  /** Worlds. */
  readonly n: number;
  /** In all worlds together. */
  readonly decisions: number;
}

/** The business while somebody decides in it: it reacts to what was done. */
export interface Play<T extends Hidden = Hidden> {
  /** In order of time. To be gone through once; each case is made when it is asked for, and sees what was told before. */
  readonly cases: Iterable<Case<T>>;
  /** Tells what was done with a case; returns what will be reported of it. A case that nobody tells of changes nothing. */
  tell(one: Case<T>, action: string): readonly Report[];
}

/**
 * A simulated business whose truth is known. Everything in it is a pure function of the seed, the time and what was done: same
 * seed, same bytes. A case is of one hour, so that drifts of another time leave it as it is.
 */
export interface Business<T extends Hidden = Hidden> {
  readonly name: string;
  readonly seed: number;
  /** The field that names whom a case is about. */
  readonly entity: string;
  /** What each field of `given` is, in order. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** What can be done: to act, and not to. */
  readonly actions: { readonly act: string; readonly otherwise: string };
  /** What is reported, and within which time. */
  readonly outcomes: Readonly<Record<string, { readonly kind: "flag" | "number"; readonly within: Duration }>>;
  /** Monday 5 January 2026, 00:00 UTC. */
  readonly start: Instant;
  /** How it is best watched, and how many cases an ordinary day has. */
  readonly periodDefaults: { readonly period: Duration; readonly perDay: number };
  /** How the world changes, in the order in which it was told. */
  readonly drifts: readonly Drift[];
  /** The same business in a world that also changes in these ways. Throws `sim.drift-not-offered`. */
  with(...drifts: readonly Drift[]): Business<T>;
  /** The cases of a stretch of time in order, each day as on a first morning: nobody has done anything yet. */
  traffic(span: Span): Iterable<Case<T>>;
  /** The same with a memory: it begins fresh on the first day and reacts to what it is told. */
  play(span: Span): Play<T>;
  /** What is reported after that action; often nothing. */
  outcome(one: Case<T>, action: string): readonly Report[];
  /** Money that the action brings on average over what is left to chance, and what it really comes to. */
  worth(one: Case<T>, action: string): number;
  money(one: Case<T>, action: string): number;
  /** The columns of a history, in order: the fields of `given`, `decided_at`, what was done, its propensity, the outcomes. */
  readonly historyKinds: Readonly<Record<string, Kind>>;
  /** A past in which chance decided what was done, whatever the case, with everything known that came of it. */
  history(span: Span): Iterable<Row>;
  /** What a policy is worth: exact but for Monte-Carlo error. Insufficient below two worlds or a horizon of a day. */
  truth(question: BusinessQuestion): BusinessTruth | Insufficient;
}

/** What every business may be told when it is opened. */
export interface BusinessOptions {
  readonly seed: number;
  /** Cases of an ordinary day. The default is the business's own; capacities and stock grow along. */
  readonly perDay?: number;
  readonly drifts?: readonly Drift[];
}
