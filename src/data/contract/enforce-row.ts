import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Cell, Row } from "../table.ts";
import type { Contract } from "./contract.ts";
import type { Field } from "./field.ts";
import { parseTime } from "./parse.ts";
import { numberRule, type Rule, textRule } from "./rules.ts";

interface Problem {
  readonly field: string;
  /** What is allowed and what came. */
  readonly problem: string;
}

export const givenWrongType: ErrorConstructor<{ readonly problems: readonly Problem[] }> = defineError(
  "data.given-wrong-type",
  {
    headline: "Values of the wrong type",
    message: ({ problems }: { readonly problems: readonly Problem[] }) =>
      problems.map(({ field, problem }) => `\`${field}\` ${problem}`).join("\n"),
    hint: () => "Send each field as its contract says, or leave it out when it is not known.",
  },
);

/** A value that the contract does not allow, but that can be scored all the same. */
export interface Breach {
  readonly field: string;
  readonly rule: Rule;
  readonly value: Cell;
}

export interface EnforcedRow {
  /** Every field that is known before a decision; `null` where nothing was given. Times are milliseconds. */
  readonly row: Row;
  readonly breaches: readonly Breach[];
}

/** Holds what callers give against one contract, whose rules were prepared once. */
export type RowEnforcer = (given: unknown) => EnforcedRow;

/** One row against a contract, see {@link rowEnforcer}; for more than a few rows, make the enforcer once. */
export function enforceRow(given: unknown, contract: Contract): EnforcedRow {
  return rowEnforcer(contract)(given);
}

/**
 * Prepares the check of what a caller gives for one decision. A value of the wrong type, an unknown field and a field
 * known only afterwards throw `data.given-wrong-type`, all of them at once; a value out of its range, not among the
 * allowed ones or absent is flagged.
 */
export function rowEnforcer(contract: Contract): RowEnforcer {
  const before = Object.entries(contract.fields).flatMap(([name, field]) =>
    field.known === "before" ? [{ name, field, ruleBroken: ruleOf(field) }] : [],
  );
  return (given) => {
    if (typeof given !== "object" || given === null || Array.isArray(given))
      throw givenWrongType({ problems: [{ field: "given", problem: `must be an object. Got ${show(given)}.` }] });
    const problems: Problem[] = Object.keys(given).flatMap((name) => strayField(name, contract));
    const breaches: Breach[] = [];
    const cells = before.map(({ name, field, ruleBroken }) => {
      const got = readValue(ownValue(given, name), field, contract);
      const value = "value" in got ? got.value : null;
      const rule = ruleBroken(value);
      if ("problem" in got) problems.push({ field: name, problem: got.problem });
      else if (rule !== undefined) breaches.push({ field: name, rule, value });
      return [name, value] as const;
    });
    if (problems.length > 0) throw givenWrongType({ problems });
    return { row: Object.fromEntries(cells), breaches };
  };
}

function ownValue(given: object, name: string): unknown {
  return Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
}

function strayField(name: string, { fields }: Contract): readonly Problem[] {
  if (Object.hasOwn(fields, name) && fields[name]?.known === "before") return [];
  if (Object.hasOwn(fields, name))
    return [{ field: name, problem: "is known only after the decision; it cannot be given." }];
  const names = Object.keys(fields).filter((key) => fields[key]?.known === "before");
  return [{ field: name, problem: `is not a field of the contract.${didYouMean(name, names)}` }];
}

type Read = { readonly value: Cell } | { readonly problem: string };

function readValue(value: unknown, field: Field, { missingValues }: Contract): Read {
  if (value === undefined || value === null) return { value: null };
  if (field.kind === "time") return readTime(value);
  const isOfKind =
    field.kind === "number" ? Number.isFinite(value) : typeof value === (field.kind === "flag" ? "boolean" : "string");
  if (!isOfKind) return { problem: `must be ${WANTED[field.kind]}. Got ${show(value)}.` };
  const isMarker = value === "" || missingValues.includes(value as string);
  return { value: isMarker ? null : (value as Cell) };
}

const WANTED = { number: "a finite number", text: "a text", flag: "true or false" } as const;

function readTime(value: unknown): Read {
  const at = value instanceof Date ? value.getTime() : typeof value === "string" ? parseTime(value, "iso") : value;
  if (typeof at === "number" && Number.isFinite(at)) return { value: at };
  return { problem: `must be a time: ISO text or milliseconds since 1970. Got ${show(value)}.` };
}

function ruleOf(field: Field): (value: Cell) => Rule | undefined {
  const ofText = textRule(field);
  return (value) => {
    if (value === null) return field.missing === 0 ? "missing" : undefined;
    return typeof value === "string" ? ofText(value) : numberRule(field, Number(value));
  };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
