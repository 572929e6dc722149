import type { Value } from "../values.ts";

export interface KeyValue {
  readonly name: string;
  readonly value: Value;
  /** What it means or where it comes from, in small print. */
  readonly note?: string;
}

/** Facts, one to a line: name, value, note. */
export interface KeyValues {
  readonly kind: "key-value";
  readonly entries: readonly KeyValue[];
}

/** Facts from an object (`{ Rows: count(101_766) }`) or from entries that carry notes. */
export function keyValues(entries: readonly KeyValue[] | Readonly<Record<string, Value>>): KeyValues {
  const listed = Array.isArray(entries)
    ? (entries as readonly KeyValue[])
    : Object.entries(entries as Readonly<Record<string, Value>>).map(([name, value]) => ({ name, value }));
  return Object.freeze({ kind: "key-value", entries: listed });
}
