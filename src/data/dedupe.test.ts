import { describe, expect, test } from "vitest";
import { contract } from "./contract/contract.ts";
import { number, text, time } from "./contract/declare.ts";
import { type Enforced, enforce, inspect } from "./contract/enforce.ts";
import { type Dedupe, judgeDistinct } from "./dedupe.ts";
import type { RawTable } from "./raw.ts";
import { type Row, rowOf, tableOf } from "./table.ts";

const tickets = contract({
  id: text({ missing: 1 }),
  part: number(),
  at: time({ format: "milliseconds", missing: 1 }),
  n: number(),
});

const raw = (rows: readonly Row[]): RawTable =>
  tableOf({ id: "text", part: "number", at: "number", n: "number" }, rows);

function distinct(rows: readonly Row[], dedupe: Dedupe): Enforced {
  return judgeDistinct(raw(rows), tickets, { dedupe, judge: enforce });
}

const rows: readonly Row[] = [
  { id: "a", part: 1, at: 30, n: 0 },
  { id: "a", part: 1, at: 10, n: 1 },
  { id: "a", part: 2, at: 20, n: 2 },
  { id: null, part: 1, at: 20, n: 3 },
  { id: null, part: 1, at: 20, n: 4 },
  { id: "a", part: 1, at: 30, n: 5 },
  { id: "b", part: 1, at: null, n: 6 },
  { id: "b", part: 1, at: 5, n: 7 },
];
const kept = ({ table }: Enforced): readonly unknown[] =>
  Array.from({ length: table.rows }, (_, i) => rowOf(table, i).n);

describe("rows that share a key", () => {
  test("leave one: the last or the first, by time or as they stand", () => {
    const by = ["id", "part"];
    expect(kept(distinct(rows, { by, keep: "last", at: "at" }))).toEqual([2, 3, 4, 5, 7]);
    expect(kept(distinct(rows, { by, keep: "first", at: "at" }))).toEqual([1, 2, 3, 4, 6]);
    expect(kept(distinct(rows, { by, keep: "last" }))).toEqual([2, 3, 4, 5, 7]);
    expect(kept(distinct(rows, { by: ["id"], keep: "first" }))).toEqual([0, 3, 4, 6]);
  });

  test("are told of as excluded, and the rows that stay keep their numbers", () => {
    const { excluded, rowNumbers } = distinct(rows, { by: ["id", "part"], keep: "last", at: "at" });
    expect(excluded).toEqual([{ because: "a later row has the same id and part", count: 3 }]);
    expect([...rowNumbers]).toEqual([3, 4, 5, 6, 8]);
  });

  test("leave a table without repeats as it is", () => {
    const whole = rows.slice(2, 5);
    expect(distinct(whole, { by: ["id", "part"], keep: "last" })).toEqual(enforce(raw(whole), tickets));
  });

  test("are cleaned before anything is asked to be unique, or of the rows as a whole", () => {
    const strict = contract(
      { id: text({ unique: true }), part: number(), at: time({ format: "milliseconds", missing: 1 }), n: number() },
      { rows: { max: 3 } },
    );
    const given: readonly Row[] = [
      { id: "a", part: 1, at: 30, n: 0 },
      { id: "a", part: 1, at: 40, n: 1 },
      { id: "b", part: 1, at: 10, n: 2 },
      // A bad row stands for none: the row of 10 stays.
      { id: "b", part: 1, at: 20, n: null },
    ];
    const dedupe = { by: ["id"], keep: "last", at: "at" } as const;
    const found = judgeDistinct(raw(given), strict, { dedupe, judge: inspect });
    expect(kept(found)).toEqual([1, 2]);
    expect([...found.rowNumbers]).toEqual([2, 3]);
    expect(found.excluded).toEqual([{ because: "a later row has the same id", count: 1 }]);
    expect(found.quarantined.records.map(({ row, reasons }) => [row, reasons])).toEqual([[4, ["n: missing"]]]);
    expect(found.bounds).toEqual([]);
    // Undeclared repeats are still broken rows.
    const other = judgeDistinct(raw(given), strict, { dedupe: { ...dedupe, by: ["id", "at"] }, judge: inspect });
    expect(other.quarantined.reasons.map(({ field, rule }) => `${field}: ${rule}`)).toContain("id: unique");
  });
});
