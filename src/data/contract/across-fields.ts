import type { Column } from "../table.ts";
import type { Contract } from "./contract.ts";
import { type CrossRule, fieldsRead } from "./cross-rule.ts";
import { type Seen, type Tested, testOf, type Verdict, wordCondition } from "./cross-test.ts";
import type { DataEnvironment, Fields } from "./field.ts";

/** A rule over several fields, made ready. */
export interface ReadyRule {
  readonly rule: CrossRule;
  /** Every field that it reads; the one that must give way first. */
  readonly reads: readonly string[];
  /** What it demands, in words, with the reason. */
  readonly demand: string;
  /** Whether a row breaks it. */
  readonly breaks: (seen: (field: string) => Seen) => boolean;
  /** Gives whether a row of columns breaks it. */
  readonly breaksIn: (column: (field: string) => Column) => (row: number) => boolean;
}

/** The rules of a contract whose fields are all there. */
export function rulesOf({ rules = [], fields }: Contract, environment: DataEnvironment): readonly ReadyRule[] {
  return rules
    .map((rule) => ready(rule, fields))
    .filter(({ reads }) => reads.every((name) => isThere(name, fields, environment)));
}

function isThere(name: string, fields: Fields, environment: DataEnvironment): boolean {
  const field = fields[name];
  return field !== undefined && !isAbsentIn(field, environment);
}

/** Whether a field is not there in an environment. */
export function isAbsentIn(field: Fields[string], environment: DataEnvironment): boolean {
  if (environment === "serving" && field.known === "after") return true;
  return field.absentIn?.includes(environment) === true;
}

function ready(rule: CrossRule, fields: Fields): ReadyRule {
  const { when, must, because } = rule;
  const wanted = testOf(must);
  const given = when === undefined ? undefined : testOf(when);
  const condition = when === undefined ? "" : `, where ${wordCondition(when, fields)}`;
  return {
    rule,
    reads: [...new Set([...fieldsRead(must), ...fieldsRead(when)])],
    demand: `${wordCondition(must, fields)}${condition}: ${because}`,
    breaks: (seen) => (given === undefined || verdictOn(given, seen) === true) && verdictOn(wanted, seen) === false,
    breaksIn: (column) => {
      const applies = given === undefined ? undefined : verdictIn(given, column);
      const holds = verdictIn(wanted, column);
      return (row) => (applies === undefined || applies(row) === true) && holds(row) === false;
    },
  };
}

function verdictOn({ field, other, test }: Tested, seen: (field: string) => Seen): Verdict {
  return test(seen(field), other === undefined ? null : seen(other));
}

function verdictIn({ field, other, test }: Tested, column: (field: string) => Column): (row: number) => Verdict {
  const left = column(field);
  if (left.kind === "text") {
    // Each text is judged once.
    const [ofMissing, ...ofLevel] = [null, ...left.levels].map((level) => test(level, null));
    return (row) => ((left.codes[row] as number) < 0 ? ofMissing : ofLevel[left.codes[row] as number]);
  }
  const value = reader(left);
  const against = other === undefined ? () => null : reader(column(other));
  return (row) => test(value(row), against(row));
}

function reader(column: Column): (row: number) => Seen {
  if (column.kind === "text") return (row) => column.levels[column.codes[row] as number] ?? null;
  return (row) => {
    const value = column.values[row] as number;
    return Number.isNaN(value) ? null : value;
  };
}
