import { canonical } from "../../kernel/index.ts";
import type { Contract } from "./contract.ts";
import type { Field } from "./field.ts";
import { call } from "./write-contract.ts";

/** One difference between two contracts. */
export interface ContractChange {
  readonly change: "added" | "removed" | "changed";
  /** A field, or an option of the contract. */
  readonly name: string;
  /** In words: `max was 40, becomes 50`. */
  readonly words: string;
}

/** What has to change in `from` to make it `to`, in words. Nothing is changed. */
export function diffContracts(from: Contract, to: Contract): readonly ContractChange[] {
  const names = [...new Set([...Object.keys(from.fields), ...Object.keys(to.fields)])];
  const fields = names.flatMap((name) => diffField(name, from.fields[name], to.fields[name]));
  const options = OPTIONS.flatMap((name) =>
    canonical(from[name] ?? null) === canonical(to[name] ?? null)
      ? []
      : [{ change: "changed" as const, name, words: was(from[name], to[name]) }],
  );
  return [...fields, ...options];
}

const OPTIONS = ["missingValues", "exclude", "quarantine", "rules", "unique", "rows", "shares", "fresh"] as const;

function diffField(name: string, from: Field | undefined, to: Field | undefined): readonly ContractChange[] {
  if (from === undefined) return to === undefined ? [] : [{ change: "added", name, words: call(to) }];
  if (to === undefined) return [{ change: "removed", name, words: `was ${call(from)}` }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])] as (keyof Field)[];
  const changed = keys.filter((key) => canonical(from[key] ?? null) !== canonical(to[key] ?? null));
  const words = changed.map((key) => (key === "values" ? diffValues(from, to) : `${key} ${was(from[key], to[key])}`));
  return changed.length === 0 ? [] : [{ change: "changed", name, words: words.join("; ") }];
}

function diffValues({ values: from = [] }: Field, { values: to = [] }: Field): string {
  const only = (some: readonly string[], others: readonly string[]): readonly string[] =>
    some.filter((value) => !others.includes(value)).map((value) => JSON.stringify(value));
  const lost = only(from, to);
  const won = only(to, from);
  const words = [
    ...(won.length > 0 ? [`values gain ${won.join(", ")}`] : []),
    ...(lost.length > 0 ? [`values lose ${lost.join(", ")}`] : []),
  ];
  return words.join(", ") || "values change their order";
}

function was(from: unknown, to: unknown): string {
  const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
  return `was ${show(from)}, becomes ${show(to)}`;
}
