import type { GivenOf } from "../data/index.ts";
import type { System, SystemTypes } from "../system/index.ts";
import type { HeadAnswer } from "../wire/index.ts";

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

/** The answer. Its `id` is what outcomes are reported by. */
export interface Decision<S extends System> {
  readonly id: string;
  readonly action: TypesOf<S>["action"];
  /** Null when there was nothing to score. */
  readonly score: number | null;
  /** A head is absent when the rule decided without it. One number, or one probability per class. */
  readonly heads: { readonly [Name in TypesOf<S>["head"]]?: HeadAnswer };
  readonly release: string;
  /** Codes, most important first. */
  readonly reasons: readonly string[];
  readonly arm: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What came of a decision. */
export interface OutcomeReport {
  /** The `id` of the decision. */
  readonly decision: string;
  /** Name of a declared outcome. */
  readonly outcome: string;
  /** Default true, for a yes-or-no outcome. */
  readonly value?: boolean | number | string | undefined;
  /** When it happened; text is ISO 8601, a number is milliseconds since 1970. */
  readonly at: Date | string | number;
  /** Your own name for this report. The same key again changes nothing, so a report can be repeated without harm. */
  readonly key: string;
}
