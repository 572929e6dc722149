import type { Kind } from "../table.ts";
import type { Bounds, Field, Fields } from "./field.ts";

/** How two numbers or two times may stand to each other. */
export type Order = "atLeast" | "atMost" | "above" | "below";

/** What must be so in a row. A time is milliseconds since 1970. */
export type Condition =
  | { readonly field: string; readonly is: number | string | boolean }
  | { readonly field: string; readonly in: readonly (number | string)[] }
  | { readonly field: string; readonly missing: boolean }
  | (OrderOf<number | { readonly field: string }> & { readonly field: string });

/**
 * A rule over several fields of one row: where `when` is so, `must` holds. What is missing settles nothing: a condition
 * on it is neither met nor broken, unless it asks for `missing` itself.
 */
export interface CrossRule {
  /** A few words with dashes, as in reasons and reports: `no-return-before-departure`. */
  readonly name: string;
  /** Why it must be so, for whoever reads what was refused. */
  readonly because: string;
  /** Absent: always. */
  readonly when?: Condition;
  readonly must: Condition;
}

/** Between what a share of the rows must lie. */
export interface ShareRule {
  readonly field: string;
  /** The value whose share it is; null: of what is missing. Of the rows that have a value, except for null. */
  readonly is: number | string | boolean | null;
  readonly min?: number;
  readonly max?: number;
}

/** How old the newest row may be. */
export interface FreshRule {
  /** A field of times. */
  readonly field: string;
  /** Milliseconds. */
  readonly within: number;
}

/** What a contract demands beyond single values. What was not declared is not there. */
export interface AcrossRows {
  readonly rules?: readonly CrossRule[];
  /** Fields whose values together occur in one row only. */
  readonly unique?: readonly (readonly string[])[];
  /** How many rows there must be. */
  readonly rows?: Bounds;
  readonly shares?: readonly ShareRule[];
  readonly fresh?: FreshRule;
}

/** One of the orders, and against what. */
type OrderOf<T> = {
  readonly [O in Order]: { readonly [P in O]: T } & { readonly [P in Exclude<Order, O>]?: never };
}[Order];

type Names<F extends Fields, K extends Kind = Kind> = {
  [N in keyof F]: F[N] extends Field<K> ? N : never;
}[keyof F] &
  string;

/** Values of a field as a contract's options write them: a time as ISO text or milliseconds. */
type Written<F extends Field> =
  F extends Field<infer K, Field["known"], infer V>
    ? K extends "number"
      ? number
      : K extends "text"
        ? V
        : K extends "flag"
          ? boolean
          : string | number
    : never;

type OrderedBy<F extends Fields, N extends Names<F>> =
  F[N] extends Field<"number">
    ? OrderOf<number | { readonly field: Names<F, "number"> }>
    : F[N] extends Field<"time">
      ? OrderOf<string | number | { readonly field: Names<F, "time"> }>
      : never;

/** A condition over the fields of a contract: one that names another field, or a value of another kind, does not compile. */
export type ConditionOn<F extends Fields> = {
  [N in Names<F>]:
    | { readonly field: N; readonly is: Written<F[N]> }
    | { readonly field: N; readonly missing: boolean }
    | (F[N] extends Field<"number" | "text"> ? { readonly field: N; readonly in: readonly Written<F[N]>[] } : never)
    | (OrderedBy<F, N> & { readonly field: N });
}[Names<F>];

/** {@link CrossRule} over the fields of a contract. */
export interface CrossRuleOn<F extends Fields> {
  readonly name: string;
  readonly because: string;
  readonly when?: ConditionOn<F>;
  readonly must: ConditionOn<F>;
}

/** {@link ShareRule} over the fields of a contract. */
export type ShareRuleOn<F extends Fields> = {
  [N in Names<F>]: {
    readonly field: N;
    readonly is: Written<F[N]> | null;
    readonly min?: number;
    readonly max?: number;
  };
}[Names<F>];

/** The names of a contract's fields, of some kinds alone. */
export type { Names as FieldNames };

/** The fields that a condition reads. */
export function fieldsRead(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  const against = orderOf(condition)?.against;
  return typeof against === "object" ? [condition.field, against.field] : [condition.field];
}

/** What a condition holds its field against, when it is an order. */
export function orderOf(
  condition: Condition,
): { readonly order: Order; readonly against: number | { readonly field: string } } | undefined {
  for (const order of ORDERS) {
    const against = (condition as { readonly [O in Order]?: number | { readonly field: string } })[order];
    if (against !== undefined) return { order, against };
  }
  return undefined;
}

/** The orders by name. */
export const ORDERS: readonly Order[] = ["atLeast", "atMost", "above", "below"];
