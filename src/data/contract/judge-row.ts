import { didYouMean } from "../../kernel/index.ts";
import { blankRow } from "../blank-row.ts";
import type { Cell, Row } from "../table.ts";
import { isAbsentIn, type ReadyRule, rulesOf } from "./across-fields.ts";
import type { Contract } from "./contract.ts";
import type { Seen } from "./cross-test.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import type { DataEnvironment, Field } from "./field.ts";
import { keyOf } from "./key-set.ts";
import { latestOf, markersOf, numberRule, type Rule, textRule, timeReader } from "./rules.ts";

/** A value that is not of its field's type, or that no field is there for. */
export interface Problem {
  readonly field: string;
  /** What is allowed and what came. */
  readonly problem: string;
}

/** A value that the contract does not allow, but that can be read all the same. */
export interface Breach {
  readonly field: string;
  readonly rule: Rule;
  readonly value: Cell;
  /** Of a rule over several fields: its name, and all that it reads. */
  readonly across?: { readonly name: string; readonly reads: readonly string[] };
}

/** What one row comes to. */
export interface JudgedRow {
  /** Every field that is there; `null` where nothing was given. Times are milliseconds. */
  readonly row: Row;
  readonly breaches: readonly Breach[];
  readonly problems: readonly Problem[];
}

/** What stands around single rows: the clock is read for each. */
export interface RowOptions extends Omit<EnforceOptions, "now"> {
  readonly now?: () => number;
}

/** Prepares the judging of single rows, each an object of plain values. What must be unique is not judged here. */
export function rowJudge(contract: Contract, options: RowOptions): (given: object) => JudgedRow {
  const { environment = "training", now, keys = {} } = options;
  const there = Object.entries(contract.fields).filter(([, field]) => !isAbsentIn(field, environment));
  const fields = there.map(
    ([name, field]): ReadyField => ({
      name,
      field,
      read: readerOf(field, contract),
      rule: ruleOf(field, keys),
    }),
  );
  const names = new Set(there.map(([name]) => name));
  const blank = blankRow([...names]);
  const across = rulesOf(contract, environment);
  return (given) => {
    const at = now?.();
    const problems = Object.keys(given)
      .filter((name) => !names.has(name))
      .map((name) => strayField(name, contract, environment));
    const breaches: Breach[] = [];
    const row = { ...blank };
    for (const one of fields) {
      const got = one.read(ownValue(given, one.name));
      if ("problem" in got) {
        problems.push({ field: one.name, problem: got.problem });
        continue;
      }
      if ("value" in got) row[one.name] = got.value;
      const breach = breachOf(got, one, at);
      if (breach !== undefined) breaches.push(breach);
    }
    for (const one of across) breaches.push(...acrossBreach(one, row));
    return { row, breaches, problems };
  };
}

/** A field, and how its values are read and judged. */
interface ReadyField {
  readonly name: string;
  readonly field: Field;
  readonly read: (value: unknown) => Read;
  readonly rule: Ruled;
}

/** How a value breaks its field; one of the wrong type is a problem, and breaks nothing beside. */
function breachOf(
  got: Exclude<Read, { readonly problem: string }>,
  { name, field, rule }: ReadyField,
  now: number | undefined,
): Breach | undefined {
  if ("breaks" in got) return { field: name, rule: got.breaks, value: got.written };
  const broke = rule(got.value, latestOf(field, now));
  return broke === undefined ? undefined : { field: name, rule: broke, value: got.value };
}

/** What one cell comes to: its value and the rule that it breaks, or that it is not of its type. */
export type JudgedCell =
  | { readonly value: Cell; readonly broke?: Rule | undefined; readonly written?: string }
  | { readonly problem: string };

/** Prepares the judging of the cells of one field as plain values, without a clock and without other files' keys. */
export function cellJudge(field: Field, contract: Contract): (value: unknown) => JudgedCell {
  const [read, rule] = [readerOf(field, contract), ruleOf(field, {})];
  const latest = latestOf(field, undefined);
  return (value) => {
    const got = read(value);
    if ("problem" in got) return got;
    if ("breaks" in got) return { value: null, broke: got.breaks, written: got.written };
    return { value: got.value, broke: rule(got.value, latest) };
  };
}

function acrossBreach({ rule, reads, breaks }: ReadyRule, row: Row): readonly Breach[] {
  if (!breaks((name) => seen(row[name] ?? null))) return [];
  const { field } = rule.must;
  return [{ field, rule: "rule", value: row[field] ?? null, across: { name: rule.name, reads } }];
}

function seen(value: Cell): Seen {
  return typeof value === "boolean" ? Number(value) : value;
}

function ownValue(given: object, name: string): unknown {
  return Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
}

function strayField(name: string, { fields }: Contract, environment: DataEnvironment): Problem {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field?.known === "after" && environment === "serving")
    return { field: name, problem: "is known only after the decision; it cannot be given." };
  if (field !== undefined) return { field: name, problem: `is absent in ${environment}; it cannot be given.` };
  const names = Object.keys(fields).filter((key) => !isAbsentIn(fields[key] as Field, environment));
  return { field: name, problem: `is not a field of the contract.${didYouMean(name, names)}` };
}

type Read =
  | { readonly value: Cell }
  | { readonly problem: string }
  | { readonly breaks: Rule; readonly written: string };

const ABSENT: Read = { value: null };

function readerOf(field: Field, { missingValues }: Contract): (value: unknown) => Read {
  if (field.kind === "time") return timeReaderOf(field);
  const isMarker = markersOf(missingValues);
  const type = { number: "number", flag: "boolean", text: "string" }[field.kind];
  const wanted = { number: "a finite number", flag: "true or false", text: "a text" }[field.kind];
  return (value) => {
    if (value === undefined || value === null) return ABSENT;
    const isOfKind = typeof value === type && (type !== "number" || Number.isFinite(value));
    if (!isOfKind) return { problem: `must be ${wanted}. Got ${show(value)}.` };
    return typeof value === "string" && isMarker(value) ? ABSENT : { value: value as Cell };
  };
}

/** Callers write times as ISO text whatever the source does; its zone counts for them too. */
function timeReaderOf({ zone }: Field): (value: unknown) => Read {
  const read = timeReader({
    kind: "time",
    known: "before",
    missing: 0,
    unique: false,
    ...(zone === undefined ? {} : { zone }),
  });
  return (value) => {
    if (value === undefined || value === null) return ABSENT;
    const at = value instanceof Date ? value.getTime() : typeof value === "string" ? read(value) : value;
    if (typeof at === "number" && Number.isFinite(at)) return { value: at };
    if (typeof at === "object" && at !== null && "breaks" in at && at.breaks === "zone")
      return { breaks: "zone", written: String(value) };
    return { problem: `must be a time: ISO text or milliseconds since 1970. Got ${show(value)}.` };
  };
}

type Ruled = (value: Cell, latest: number) => Rule | undefined;

function ruleOf(field: Field, keys: NonNullable<EnforceOptions["keys"]>): Ruled {
  const ofText = textRule(field);
  const known = field.references === undefined ? undefined : keys[field.references];
  return (value, latest) => {
    if (value === null) return field.missing === 0 ? "missing" : undefined;
    const broke = typeof value === "string" ? ofText(value) : numberRule(field, Number(value), latest);
    if (broke !== undefined || known === undefined) return broke;
    return known.has(keyOf(typeof value === "boolean" ? Number(value) : value)) ? undefined : "reference";
  };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
