import type { GivenOf } from "../data/index.ts";
import type { Stream, System, SystemTypes } from "../system/index.ts";
import type { HeadAnswer, Ranked } from "../wire/index.ts";

/** What a system's file told the compiler. */
type TypesOf<S extends System> = S extends System<infer Types extends SystemTypes> ? Types : never;

/** The fields that a question to a system may give. */
export type ClientGiven<S extends System> = GivenOf<TypesOf<S>["contract"]>;

/** A question: what to do about this entity, with what is known now. */
export interface Question<S extends System> {
  /** Text of 1 to 256 characters, or a whole number. */
  readonly entity: string | number;
  readonly given: ClientGiven<S>;
}

/** The streams of a system, by name. */
export type ClientStreams<S extends System> = TypesOf<S>["streams"];

/** The fields of an event, as the contract of its stream names them. */
export type ClientEvent<T> = T extends Stream<infer C> ? GivenOf<C> : never;

/** What was decided: the action of a system that acts or not, else the answer, null when nobody had one. */
type Decided<T extends SystemTypes> = [T["action"]] extends [never]
  ? { readonly answer: T["answer"] | null } & Around<T["answer"]>
  : { readonly action: T["action"] };

/** What stands beside an answer: the interval of a value, the set of labels of a label. */
type Around<Answer> = [Answer] extends [number]
  ? { readonly interval?: readonly [low: number, high: number] }
  : [Answer] extends [string]
    ? { readonly set?: readonly string[] }
    : { readonly interval?: never; readonly set?: never };

/** The answer. Its `id` is what outcomes are reported by. */
export type Decision<S extends System> = Decided<TypesOf<S>> & {
  readonly id: string;
  /** The combined score, the expected money of a label, or the predicted value; null when there was nothing to score. */
  readonly score: number | null;
  /** A head is absent when the rule decided without it. One number, or one probability per class. */
  readonly heads: { readonly [Name in TypesOf<S>["head"]]?: HeadAnswer };
  readonly release: string;
  /** Codes, most important first. */
  readonly reasons: readonly string[];
  readonly arm: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** One of the things that compete. */
export interface RankCandidate<S extends System> {
  readonly id: string;
  readonly given: ClientGiven<S>;
  /** Where it came from, for a ranking that mixes sources. */
  readonly source?: string | undefined;
}

/** A question to a system that ranks: which candidates compete, and what they share. */
export interface RankQuestion<S extends System> {
  /** Text of 1 to 256 characters, or a whole number. */
  readonly entity: string | number;
  readonly given?: ClientGiven<S>;
  readonly candidates: readonly RankCandidate<S>[];
}

/** An order of candidates. */
export type Order = Ranked;

/** What came of a decision. */
export interface OutcomeReport {
  /** The `id` of the decision. */
  readonly decision: string;
  /** The candidate that it is about, when the decision was an order. */
  readonly candidate?: string | undefined;
  /** Name of a declared outcome; or of the head that a system of labels answers by, to report all its labels at once. */
  readonly outcome: string;
  /** Default true, for a yes-or-no outcome. A list of the true labels where `outcome` names a head of labels. */
  readonly value?: boolean | number | string | readonly string[] | undefined;
  /**
   * When it happened; text is ISO 8601, a number is milliseconds since 1970. A clock may be a day off: what it says happened before
   * the decision counts as of the decision.
   */
  readonly at: Date | string | number;
  /** Your own name for this report. The same key again changes nothing, so a report can be repeated without harm. */
  readonly key: string;
}
