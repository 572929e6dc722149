import type { Row } from "../table.ts";
import type { Contract } from "./contract.ts";
import { exclusionsOf } from "./exclude.ts";
import { type Breach, type RowOptions, rowJudge } from "./judge-row.ts";
import { joinedKey, type KeySet, keyOf, keySet } from "./key-set.ts";

/** What became of one event. */
export interface EnforcedEvent {
  /** As the contract reads it; fields that the contract does not name are left out. */
  readonly row: Row;
  /** Empty: it is sound, and goes in. */
  readonly breaches: readonly Breach[];
  /** Why the contract leaves the row out, when it does; nothing else is judged then. */
  readonly excluded?: string;
}

/** Holds event after event against a contract. */
export type EventEnforcer = (given: Row) => EnforcedEvent;

/**
 * Makes an enforcer for rows that come one by one, such as the events of a stream. It gives a row the verdict that
 * {@link enforce} gives it in a table, unique values among all that came before included; fields that no contract names
 * are left out, as columns are.
 */
export function eventEnforcer(contract: Contract, options: RowOptions = {}): EventEnforcer {
  const judge = rowJudge(contract, options);
  const single = Object.keys(contract.fields).filter((name) => contract.fields[name]?.unique === true);
  const groups = [...single.map((name) => [name]), ...(contract.unique ?? [])].map((names) => ({
    names,
    keys: keySet(),
  }));
  const exclusion = exclusionsOf(contract);
  return (given) => {
    const excluded = exclusion(given);
    if (excluded !== undefined) return { row: given, breaches: [], excluded };
    const named = Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(contract.fields, name)));
    const { row, breaches, problems } = judge(named);
    const mistyped = problems.map(({ field }): Breach => ({ field, rule: "type", value: given[field] ?? null }));
    const broken = [...mistyped, ...breaches];
    // What is not sound takes no value from the sound, nor is it called a repeat.
    for (const { names, keys } of groups)
      if (broken.length === 0 && repeats(row, names, keys)) broken.push(repeat(row, names));
    return { row, breaches: broken };
  };
}

function repeats(row: Row, names: readonly string[], keys: KeySet): boolean {
  const values = names.map((name) => row[name] ?? null);
  if (values.includes(null)) return false;
  const found = values.map((value) => keyOf(typeof value === "boolean" ? Number(value) : (value as string | number)));
  const [only] = found;
  return !keys.add(found.length === 1 && only !== undefined ? only : joinedKey(found));
}

function repeat(row: Row, names: readonly string[]): Breach {
  const [name = ""] = names;
  return { field: names.join(", "), rule: "unique", value: row[name] ?? null };
}
