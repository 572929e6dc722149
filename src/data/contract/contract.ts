import { type Duration, hashValue } from "../../kernel/index.ts";
import { settleAcross } from "./check-across.ts";
import { checkExclusions, checkFields, checkMarkers, checkOptions } from "./checks.ts";
import type { AcrossRows, CrossRuleOn, FieldNames, ShareRuleOn } from "./cross-rule.ts";
import type { Bounds, Field, Fields, ValueOf } from "./field.ts";

/** Rows that are not part of the problem: no error, merely left out, with the reason kept. */
export interface Exclusion<Name extends string = string> {
  readonly field: Name;
  readonly in: readonly (number | string)[];
  readonly because: string;
}

export interface ContractOptions<F extends Fields = Fields> {
  /** Texts that mean "missing", beside the empty one: `["?", "NA"]`. Default: none. */
  readonly missingValues?: readonly string[];
  readonly exclude?: readonly Exclusion<FieldNames<F>>[];
  /** Largest share of rows that may be set aside before a run stops. Default 0.01. */
  readonly quarantine?: { readonly maxShare: number };
  /** What must be so between the fields of one row. */
  readonly rules?: readonly CrossRuleOn<F>[];
  /** Fields whose values together occur in one row only: `[["patient", "admitted"]]`. */
  readonly unique?: readonly (readonly FieldNames<F>[])[];
  /** How many rows there must be, those set aside included, those excluded not. */
  readonly rows?: Bounds;
  /** Between what the share of a value, or of what is missing, must lie. */
  readonly shares?: readonly ShareRuleOn<F>[];
  /** How old the newest row may be as of now. */
  readonly fresh?: { readonly field: FieldNames<F, "time">; readonly within: Duration };
}

/** What the data must look like. Plain data; frozen. */
export interface Contract<F extends Fields = Fields> extends AcrossRows {
  readonly fields: F;
  readonly missingValues: readonly string[];
  readonly exclude: readonly Exclusion[];
  readonly quarantine: { readonly maxShare: number };
}

/** The fields of a contract. */
export type FieldsOf<C extends Contract> = C["fields"];

type BeforeNames<F extends Fields> = {
  [Name in keyof F]: F[Name] extends Field<Field["kind"], "before"> ? Name : never;
}[keyof F];

/** What a caller may say when it asks for a decision: the fields that are known by then, none required. */
export type GivenOf<C extends Contract> = {
  readonly [Name in BeforeNames<FieldsOf<C>>]?: ValueOf<FieldsOf<C>[Name]> | null;
};

/**
 * Declares what the data must look like. Throws `data.contract-invalid`.
 *
 * @example
 * export default contract({
 *   patient: number({ integer: true, personal: "identifier" }),
 *   admitted: time(),
 *   discharged: time({ missing: 0.1 }),
 *   readmitted: text({ values: ["<30", ">30", "NO"], known: "after" }),
 * }, {
 *   missingValues: ["?"],
 *   unique: [["patient", "admitted"]],
 *   rules: [{
 *     name: "no-return-before-departure", because: "nobody leaves before coming",
 *     must: { field: "discharged", atLeast: { field: "admitted" } },
 *   }],
 * });
 */
export function contract<const F extends Fields>(fields: F, options: ContractOptions<NoInfer<F>> = {}): Contract<F> {
  checkOptions(options);
  checkFields(fields);
  checkMarkers(fields, options.missingValues ?? []);
  const exclude = (options.exclude ?? []) as readonly Exclusion[];
  const made: Contract<F> = {
    fields: Object.freeze({ ...fields }),
    missingValues: Object.freeze([...(options.missingValues ?? [])]),
    exclude: Object.freeze(exclude.map((e) => Object.freeze({ ...e, in: Object.freeze([...e.in]) }))),
    quarantine: Object.freeze({ maxShare: options.quarantine?.maxShare ?? 0.01 }),
    ...settleAcross(options, fields),
  };
  checkExclusions(made);
  return Object.freeze(made);
}

/** The version of a contract: a hash of all that it demands. Words of documentation do not count. */
export function contractId(given: Contract): string {
  const fields = Object.entries(given.fields).map(([name, { doc: _doc, unit: _unit, ...rules }]) => [name, rules]);
  return hashValue({ ...given, fields: Object.fromEntries(fields) });
}
