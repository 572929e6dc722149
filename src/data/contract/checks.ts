import { defineError, type ErrorConstructor, isAlidadeError, milliseconds } from "../../kernel/index.ts";
import type { Kind } from "../table.ts";
import type { Bounds, Field, Fields, Known } from "./field.ts";
import { parseTime, TIME_FORMATS } from "./parse.ts";
import { isPersonalClass, PERSONAL_CLASSES } from "./personal.ts";
import { isZone } from "./zone.ts";

interface Refusal {
  /** The field or the option that is wrong. */
  readonly where: string;
  /** What is allowed and what came, as the rest of a sentence. */
  readonly problem: string;
}

export const contractInvalid: ErrorConstructor<Refusal> = defineError("data.contract-invalid", {
  headline: "A contract that cannot be kept",
  message: ({ where, problem }: Refusal) => `${where} of the contract ${problem}.`,
  hint: () => "Correct the contract file; `alidade check` reads it again.",
});

type Options = object;

const COMMON = ["known", "missing", "unique", "absentIn", "references", "personal", "unit", "doc"];
const OWN: Readonly<Record<Kind, readonly string[]>> = {
  number: ["integer", "min", "max", "median"],
  text: ["values", "pattern", "maxLength"],
  flag: ["trueValues", "falseValues"],
  time: ["format", "zone", "ahead", "min", "max"],
};

/** Checks what one option holds and gives the rest of a sentence when it is wrong. */
type Check = (value: unknown) => string | undefined;

const kindOf =
  (type: string, article: string): Check =>
  (value) =>
    typeof value === type ? undefined : `must be ${article}, got ${show(value)}`;
const yesNo = kindOf("boolean", "true or false");
const words = kindOf("string", "a text");
const finite: Check = (value) => (Number.isFinite(value) ? undefined : `must be a finite number, got ${show(value)}`);
const share: Check = (value) =>
  typeof value === "number" && value >= 0 && value <= 1
    ? undefined
    : `must be a share between 0 and 1, got ${show(value)}`;
const oneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? undefined : `must be one of ${allowed.join(", ")}, got ${show(value)}`;

const texts: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0) return `must be a list of at least one text, got ${show(value)}`;
  if (!value.every((v) => typeof v === "string")) return "must hold texts alone";
  return new Set(value).size === value.length ? undefined : "must not name a value twice";
};

const pattern: Check = (value) => {
  if (typeof value !== "string") return `must be a text, got ${show(value)}`;
  try {
    new RegExp(value, "u");
    return undefined;
  } catch {
    return `must be a regular expression, got ${show(value)}`;
  }
};

const environments: Check = (value) =>
  Array.isArray(value) && value.every((one) => one === "training" || one === "serving")
    ? undefined
    : `must list training or serving, got ${show(value)}`;

const personal: Check = (value) =>
  isPersonalClass(value)
    ? undefined
    : `must be ${PERSONAL_CLASSES.join(", ")}, or a word of yours after \`own:\`, got ${show(value)}`;

const keySet: Check = (value) =>
  typeof value === "string" && /^[^.]+\..+$/.test(value)
    ? undefined
    : `must name keys as \`rows.field\` or \`stream.field\`, got ${show(value)}`;

const ahead: Check = (value) =>
  typeof value === "number" && value >= 0
    ? undefined
    : `must be 0 or a length of time such as "5m", got ${show(value)}`;

/** What is wrong with a pair of bounds, as the rest of a sentence. */
export function boundsProblem(value: unknown): string | undefined {
  const { min, max, ...rest } = (typeof value === "object" && value !== null ? value : { none: true }) as Bounds;
  if (Object.keys(rest).length > 0 || (min === undefined && max === undefined)) return "must have a min, a max or both";
  const problem = [min, max].map((bound) => (bound === undefined ? undefined : finite(bound))).find(Boolean);
  if (problem !== undefined) return problem;
  return min !== undefined && max !== undefined && min > max ? `has min ${min} above max ${max}` : undefined;
}

const CHECKS: Readonly<Record<string, Check>> = {
  known: oneOf(["before", "after"]),
  missing: share,
  unique: yesNo,
  absentIn: environments,
  references: keySet,
  personal,
  unit: words,
  doc: words,
  integer: yesNo,
  min: finite,
  max: finite,
  median: boundsProblem,
  values: texts,
  pattern,
  maxLength: (v) => (Number.isSafeInteger(v) && (v as number) > 0 ? undefined : `must be 1 or more, got ${show(v)}`),
  trueValues: texts,
  falseValues: texts,
  format: oneOf(TIME_FORMATS),
  zone: (v) => (isZone(v) ? undefined : `must be a time zone such as "Europe/Berlin", got ${show(v)}`),
  ahead,
};

/** A field with its defaults filled in, checked and frozen. */
export function freezeField<K extends Kind, N extends Known, V extends string>(
  kind: K,
  options: Options,
): Field<K, N, V> {
  const where = `A ${kind} field`;
  const allowed = [...OWN[kind], ...COMMON];
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name] of given)
    if (!allowed.includes(name))
      throw contractInvalid({ where, problem: `has no option \`${name}\`; it has ${allowed.join(", ")}` });
  const settled = given.map(([name, value]) => [name, settle(kind, name, value)] as const);
  for (const [name, value] of settled) check(where, name, value);
  const format = kind === "time" ? { format: "iso" } : {};
  const field = { kind, known: "before", missing: 0, unique: false, ...format, ...Object.fromEntries(settled) };
  checkBounds(where, field as Field);
  // The checks above are what makes this the declared type.
  return Object.freeze(field) as unknown as Field<K, N, V>;
}

/** Lists are copied, and the bounds of a time become milliseconds. */
function settle(kind: Kind, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value]);
  if (name === "median" && typeof value === "object") return Object.freeze({ ...value });
  if (name === "ahead" && typeof value === "string") return durationOr(value);
  const isBound = kind === "time" && (name === "min" || name === "max");
  return isBound && typeof value === "string" ? parseTime(value, "iso") : value;
}

/** Milliseconds of a duration; what is none, as it came, for its check to refuse. */
function durationOr(written: string): number | string {
  try {
    return milliseconds(written);
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return written;
  }
}

function check(where: string, name: string, value: unknown): void {
  const problem = CHECKS[name]?.(value);
  if (problem !== undefined) throw contractInvalid({ where: `\`${name}\` of ${where.toLowerCase()}`, problem });
}

function checkBounds(where: string, { min, max, trueValues, falseValues, known, absentIn }: Field): void {
  if (known === "before" && absentIn?.includes("serving") === true)
    throw contractInvalid({
      where,
      problem: 'is absent in serving, so that no decision can know it: it must be `known: "after"`',
    });
  if (min !== undefined && max !== undefined && min > max)
    throw contractInvalid({ where, problem: `has min ${min} above max ${max}` });
  const both = trueValues?.find((value) => falseValues?.includes(value));
  if (both !== undefined) throw contractInvalid({ where, problem: `means both yes and no by ${show(both)}` });
}

/** Checks that every field was made by `number`, `text`, `flag` or `time`, and that there is one. */
export function checkFields(fields: Fields): void {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw contractInvalid({ where: "`fields`", problem: "must name at least one field" });
  for (const [name, field] of entries)
    if (!Object.hasOwn(OWN, field?.kind) || !Object.isFrozen(field))
      throw contractInvalid({
        where: `Field \`${name}\``,
        problem: "must be made by number(), text(), flag() or time()",
      });
}

/** Checks the options of a contract by name and by range. */
export function checkOptions(options: object): void {
  const allowed = ["missingValues", "exclude", "quarantine", "rules", "unique", "rows", "shares", "fresh"];
  for (const name of Object.keys(options))
    if (!allowed.includes(name))
      throw contractInvalid({
        where: `Option \`${name}\``,
        problem: `does not exist; there are ${allowed.join(", ")}`,
      });
  const { quarantine, missingValues = [] } = options as {
    quarantine?: { maxShare?: unknown };
    missingValues?: unknown;
  };
  if (!Array.isArray(missingValues) || !missingValues.every((value) => typeof value === "string"))
    throw contractInvalid({ where: "`missingValues`", problem: `must be a list of texts, got ${show(missingValues)}` });
  const problem = quarantine === undefined ? undefined : share(quarantine.maxShare);
  if (problem !== undefined) throw contractInvalid({ where: "`quarantine.maxShare`", problem });
}

/** Checks that no allowed value of a text is also a marker for missing: no row could ever hold it. */
export function checkMarkers(fields: Fields, missingValues: readonly string[]): void {
  for (const [name, { values = [] }] of Object.entries(fields)) {
    const both = values.find((value) => value === "" || missingValues.includes(value));
    if (both !== undefined)
      throw contractInvalid({ where: `Field \`${name}\``, problem: `allows ${show(both)}, which means missing` });
  }
}

interface Exclusions {
  readonly fields: Fields;
  readonly exclude: readonly { readonly field: string; readonly in: readonly unknown[]; readonly because: string }[];
}

/** Checks that what is excluded names a field, a value and a reason. */
export function checkExclusions({ fields, exclude }: Exclusions): void {
  for (const { field, in: values, because } of exclude) {
    const where = "`exclude`";
    if (!Object.hasOwn(fields, field)) throw contractInvalid({ where, problem: `names a field \`${field}\` it lacks` });
    if (values.length === 0) throw contractInvalid({ where, problem: `names no value of \`${field}\`` });
    if (because.trim() === "") throw contractInvalid({ where, problem: `must say why \`${field}\` excludes a row` });
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}
