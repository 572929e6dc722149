import { describe, expect, test } from "vitest";
import { contract } from "./contract/contract.ts";
import { number, text, time } from "./contract/declare.ts";
import { type Enforced, enforce } from "./contract/enforce.ts";
import { dedupe } from "./dedupe.ts";
import { type Row, rowOf, tableOf } from "./table.ts";

const tickets = contract({
  id: text({ missing: 1 }),
  part: number(),
  at: time({ format: "milliseconds", missing: 1 }),
  n: number(),
});

function enforced(rows: readonly Row[]): Enforced {
  return enforce(tableOf({ id: "text", part: "number", at: "number", n: "number" }, rows), tickets);
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
    expect(kept(dedupe(enforced(rows), { by, keep: "last", at: "at" }))).toEqual([2, 3, 4, 5, 7]);
    expect(kept(dedupe(enforced(rows), { by, keep: "first", at: "at" }))).toEqual([1, 2, 3, 4, 6]);
    expect(kept(dedupe(enforced(rows), { by, keep: "last" }))).toEqual([2, 3, 4, 5, 7]);
    expect(kept(dedupe(enforced(rows), { by: ["id"], keep: "first" }))).toEqual([0, 3, 4, 6]);
  });

  test("are told of as excluded, and the rows that stay keep their numbers", () => {
    const { excluded, rowNumbers } = dedupe(enforced(rows), { by: ["id", "part"], keep: "last", at: "at" });
    expect(excluded).toEqual([{ because: "a later row has the same id and part", count: 3 }]);
    expect([...rowNumbers]).toEqual([3, 4, 5, 6, 8]);
  });

  test("leave a table without repeats as it is", () => {
    const whole = enforced(rows.slice(2, 5));
    expect(dedupe(whole, { by: ["id", "part"], keep: "last" })).toBe(whole);
  });
});
