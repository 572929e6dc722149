import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RawTable } from "../raw.ts";
import { type Cell, columnOf, rowOf, type Table, tableOf } from "../table.ts";
import { contract } from "./contract.ts";
import { number, text, time } from "./declare.ts";
import { inspect } from "./enforce.ts";
import { replay } from "./replay.ts";

const strict = contract({ id: number({ unique: true }), n: number({ max: 3, missing: 1 }), at: time({ missing: 1 }) });
const wider = contract({ id: number({ unique: true }), n: number({ max: 6, missing: 1 }), at: time({ missing: 1 }) });
const rowsIn = (table: Table) => Array.from({ length: table.rows }, (_, i) => rowOf(table, i));

describe("rows that were set aside are judged again", () => {
  test("under another contract, as if all had come to it at first; each row ends in one place", () => {
    const given = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 12 }).map(String),
        n: fc.option(fc.constantFrom("1", "2", "5", "9", "x"), { freq: 6 }),
        at: fc.option(fc.constantFrom("2026-01-01", "yesterday"), { freq: 6 }),
      }),
      { maxLength: 30 },
    );
    const property = fc.property(given, fc.constantFrom(strict, wider), (rows, to) => {
      const raw = tableOf({ id: "text", n: "text", at: "text" }, rows);
      const first = inspect(raw, strict);
      const again = replay(first.table, first.quarantined.records, { contract: to });
      expect(again.table.rows + again.quarantined.rows).toBe(rows.length);
      expect(again.refused).toBe(0);
      if (to === strict) expect(again.moved).toBe(0);
      // Which of two equal ids stays depends on who came first; how many rows have each id does not.
      const ids = rowsIn(again.table).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...ids].sort()).toEqual(
        rowsIn(inspect(raw, to).table)
          .map(({ id }) => id)
          .sort(),
      );
      const twice = replay(again.table, again.quarantined.records, { contract: to });
      expect(twice).toMatchObject({ moved: 0, refused: 0 });
      expect(rowsIn(twice.table)).toEqual(rowsIn(again.table));
    });
    fc.assert(property, { numRuns: 200 });
  });

  test("with corrected values; what was not corrected stays as it came", () => {
    const raw: RawTable = {
      ...{ rows: 3, lines: Int32Array.of(2, 3, 4) },
      columns: [columnOf("id", "text", ["1", "2", "3"]), columnOf("n", "text", ["9", "x", "1"])],
      rejected: [{ row: 5, rule: "fields", got: "1 field", text: "4" }],
    };
    const of = contract({ id: number({ unique: true }), n: number({ max: 3 }) });
    const first = inspect(raw, of);
    const fixes = (entries: readonly (readonly [number, Record<string, Cell>])[]) =>
      replay(first.table, first.quarantined.records, { contract: of, corrections: new Map(entries) });
    const once = fixes([[2, { n: "2" }]]);
    expect(rowsIn(once.table)).toEqual([
      { id: 3, n: 1 },
      { id: 1, n: 2 },
    ]);
    expect(once.quarantined.records.map(({ row }) => row)).toEqual([3, 5]);
    expect(rowsIn(fixes([[5, { id: "4", n: "3" }]]).table)).toEqual([
      { id: 3, n: 1 },
      { id: 4, n: 3 },
    ]);
    // A corrected row that repeats a kept one stays out.
    expect(fixes([[2, { id: "3", n: "2" }]]).quarantined.records[0]).toMatchObject({ row: 2, reasons: ["id: unique"] });
    expect(() => fixes([[4, { n: "2" }]])).toThrow(expect.objectContaining({ code: "data.correction-unknown" }));
  });

  test("a kept row that a stricter contract refuses is set aside, not lost", () => {
    const kept = tableOf({ id: "number", n: "number", at: "time" }, [
      { id: 1, n: 2 },
      { id: 2, n: 5 },
    ]);
    const found = replay(kept, [], { contract: strict });
    expect(found).toMatchObject({
      moved: 0,
      refused: 1,
      quarantined: { rows: 1, records: [{ given: { id: 2, n: 5 } }] },
    });
  });
});

test("numbers and times that came typed are judged as such", () => {
  const of = contract({ id: number(), at: time({ max: "2026-06-01" }), w: text({ missing: 1 }) });
  const raw = tableOf({ id: "number", at: "time", w: "text" }, [{ id: 1, at: Date.UTC(2026, 6, 1), w: "a" }]);
  const { quarantined, table } = inspect(raw, of);
  const later = contract({ id: number(), at: time({ max: "2026-12-01" }), w: text({ missing: 1 }) });
  expect(rowsIn(replay(table, quarantined.records, { contract: later }).table)).toEqual([
    { id: 1, at: Date.UTC(2026, 6, 1), w: "a" },
  ]);
});
