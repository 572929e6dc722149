import type { Contract, Field, FieldsOf, Known } from "../../data/index.ts";
import type {
  Expression,
  FlagExpression,
  NumberExpression,
  TextExpression,
  TimeExpression,
} from "../../features/index.ts";
import { fieldExpression } from "../../features/index.ts";

/** The expression that reads a field, by what the contract says of it. */
export type ExpressionOf<F extends Field> =
  F extends Field<infer K, Known, infer V>
    ? K extends "number"
      ? NumberExpression
      : K extends "text"
        ? TextExpression<V>
        : K extends "flag"
          ? FlagExpression
          : TimeExpression
    : never;

/** Every field of a row. For outcomes: they are read when all is known. */
export type WholeRow<C extends Contract> = { readonly [Name in keyof FieldsOf<C>]: ExpressionOf<FieldsOf<C>[Name]> };

type BeforeName<C extends Contract> = {
  [Name in keyof FieldsOf<C>]: FieldsOf<C>[Name] extends Field<Field["kind"], "before"> ? Name : never;
}[keyof FieldsOf<C>];

/** The fields known at decision time. For features: a later one does not compile. */
export type RowBefore<C extends Contract> = { readonly [Name in BeforeName<C>]: ExpressionOf<FieldsOf<C>[Name]> };

/** Handles for every field of a contract. */
export function wholeRow<C extends Contract>(contract: C): WholeRow<C> {
  return handles(contract, () => true) as WholeRow<C>;
}

/** Handles for the fields known at decision time. */
export function rowBefore<C extends Contract>(contract: C): RowBefore<C> {
  return handles(contract, (field) => field.known === "before") as RowBefore<C>;
}

function handles(contract: Contract, wanted: (field: Field) => boolean): Readonly<Record<string, Expression>> {
  const entries = Object.entries(contract.fields).filter(([, field]) => wanted(field));
  return Object.freeze(Object.fromEntries(entries.map(([name, { kind }]) => [name, fieldExpression(name, kind)])));
}
