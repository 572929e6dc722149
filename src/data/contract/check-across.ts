import { isAlidadeError, milliseconds, nearest } from "../../kernel/index.ts";
import { boundsProblem, contractInvalid } from "./checks.ts";
import {
  type AcrossRows,
  type Condition,
  type CrossRule,
  type FreshRule,
  ORDERS,
  orderOf,
  type ShareRule,
} from "./cross-rule.ts";
import type { Bounds, Field, Fields } from "./field.ts";
import { parseTime } from "./parse.ts";

/** What a contract demands beyond single values, as it was written. */
interface Written {
  readonly rules?: unknown;
  readonly unique?: unknown;
  readonly rows?: Bounds;
  readonly shares?: unknown;
  readonly fresh?: { readonly field: string; readonly within: string };
}

/** What a contract demands beyond single values: checked, with times and durations in milliseconds, frozen. */
export function settleAcross(written: Written, fields: Fields): AcrossRows {
  const { rules, unique, rows, shares, fresh } = written;
  return {
    ...(rules === undefined ? {} : { rules: settleRules(listOf<CrossRule>(rules, "rules"), fields) }),
    ...(unique === undefined ? {} : { unique: settleUnique(listOf<readonly string[]>(unique, "unique"), fields) }),
    ...(rows === undefined ? {} : { rows: settleBounds(rows, "`rows`") }),
    ...(shares === undefined ? {} : { shares: listOf<ShareRule>(shares, "shares").map((s) => settleShare(s, fields)) }),
    ...(fresh === undefined ? {} : { fresh: settleFresh(fresh, fields) }),
  };
}

function refuse(where: string, problem: string): never {
  throw contractInvalid({ where, problem });
}

/** Types promise a list; files without types do not. */
function listOf<T>(value: unknown, name: string): readonly T[] {
  if (!Array.isArray(value)) refuse(`\`${name}\``, `must be a list, got ${String(value)}`);
  return value as readonly T[];
}

function fieldNamed(name: string, fields: Fields, where: string): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const near = nearest(name, Object.keys(fields));
  return (
    field ?? refuse(where, `names a field \`${name}\` it lacks${near === undefined ? "" : `; \`${near}\` is there`}`)
  );
}

function settleRules(rules: readonly CrossRule[], fields: Fields): readonly CrossRule[] {
  const names = new Set<string>();
  const settled = rules.map((rule) => {
    const { name, because, when, must } = rule;
    const where = `Rule \`${name}\``;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? ""))
      refuse(where, "must have a name of lower-case words with dashes, such as `no-return-before-departure`");
    if (names.has(name)) refuse(where, "is there twice");
    if (typeof because !== "string" || because.trim() === "") refuse(where, "must say `because`");
    names.add(name);
    const settledWhen = when === undefined ? {} : { when: settleCondition(when, fields, where) };
    return Object.freeze({ name, because, ...settledWhen, must: settleCondition(must, fields, where) });
  });
  return Object.freeze(settled);
}

function settleCondition(condition: Condition, fields: Fields, where: string): Condition {
  const { field: name } = condition;
  const field = fieldNamed(name, fields, where);
  if ("missing" in condition) return Object.freeze({ field: name, missing: condition.missing });
  if ("is" in condition) return Object.freeze({ field: name, is: settledValue(condition.is, field, where) as string });
  if ("in" in condition) {
    const values = condition.in.map((value) => settledValue(value, field, where) as string);
    return Object.freeze({ field: name, in: Object.freeze(values) });
  }
  return settleOrder(condition, { field, fields, where });
}

interface Around {
  readonly field: Field;
  readonly fields: Fields;
  readonly where: string;
}

function settleOrder(condition: Condition, { field, fields, where }: Around): Condition {
  const found = orderOf(condition);
  if (found === undefined)
    refuse(where, `must hold \`${condition.field}\` against is, in, missing, ${ORDERS.join(", ")}`);
  const { order, against } = found;
  if (field.kind !== "number" && field.kind !== "time") refuse(where, `orders \`${condition.field}\`, a ${field.kind}`);
  if (typeof against !== "object" || against === null)
    return Object.freeze({ field: condition.field, [order]: settledValue(against, field, where) }) as Condition;
  const other = fieldNamed(against.field, fields, where);
  if (other.kind !== field.kind)
    refuse(where, `compares \`${condition.field}\`, a ${field.kind}, with \`${against.field}\`, a ${other.kind}`);
  return Object.freeze({ field: condition.field, [order]: Object.freeze({ field: against.field }) }) as Condition;
}

const TYPES = { number: "number", text: "string", flag: "boolean" } as const;

/** A value as a table holds it: a time in milliseconds. */
function settledValue(value: unknown, { kind, values }: Field, where: string): number | string | boolean {
  if (kind === "time") {
    const at = typeof value === "string" ? parseTime(value, "iso") : value;
    return typeof at === "number" && Number.isFinite(at) ? at : refuse(where, `must name a time, got ${String(value)}`);
  }
  if (typeof value !== TYPES[kind] || Number.isNaN(value)) refuse(where, `must name a ${kind}, got ${String(value)}`);
  if (values !== undefined && !values.includes(value as string))
    refuse(where, `names "${String(value)}", which the field does not allow`);
  return value as number | string | boolean;
}

function settleUnique(groups: readonly (readonly string[])[], fields: Fields): readonly (readonly string[])[] {
  return Object.freeze(
    groups.map((names) => {
      const where = "`unique`";
      if (!Array.isArray(names) || names.length < 2)
        refuse(where, "must list groups of at least two fields; for one, say `unique: true` on it");
      for (const name of names) fieldNamed(name, fields, where);
      return Object.freeze([...names]);
    }),
  );
}

function settleBounds(bounds: Bounds, where: string): Bounds {
  const problem = boundsProblem(bounds);
  if (problem !== undefined) refuse(where, problem);
  return Object.freeze({ ...bounds });
}

function settleShare({ field: name, is, ...bounds }: ShareRule, fields: Fields): ShareRule {
  const where = `The share of \`${name}\``;
  const field = fieldNamed(name, fields, "`shares`");
  const { min = 0, max = 1 } = settleBounds(bounds, where);
  if (min < 0 || max > 1) refuse(where, "must lie between 0 and 1");
  return Object.freeze({ field: name, is: is === null ? null : settledValue(is, field, where), ...bounds });
}

function settleFresh({ field: name, within }: { field: string; within: string }, fields: Fields): FreshRule {
  const where = "`fresh`";
  if (fieldNamed(name, fields, where).kind !== "time") refuse(where, `must name a time; \`${name}\` is none`);
  return Object.freeze({ field: name, within: durationOf(within, where) });
}

/** Milliseconds of a duration as it was written. Throws `data.contract-invalid`. */
function durationOf(written: string, where: string): number {
  try {
    return milliseconds(written);
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return refuse(where, `must be a length of time such as "2d", got ${String(written)}`);
  }
}
