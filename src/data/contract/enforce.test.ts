import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../../kernel/index.ts";
import type { RawTable } from "../raw.ts";
import { columnOf, rowOf } from "../table.ts";
import { contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { enforce, inspect } from "./enforce.ts";

const raw = (columns: Record<string, (string | null)[]>, more: Partial<RawTable> = {}): RawTable => {
  const made = Object.entries(columns).map(([name, cells]) => columnOf(name, "text", cells));
  return { rows: Object.values(columns)[0]?.length ?? 0, columns: made, ...more };
};
const lenient = { quarantine: { maxShare: 1 } };

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("enforcing a contract", () => {
  test("types text columns, and takes the markers for missing", () => {
    const read = raw({
      n: [" 1.5", "?", "-2e3"],
      f: ["Yes", "no", "?"],
      t: ["2011-01-01", "2011-01-01 06:30:00+02:00", "2011-01-01T00:00:00.5Z"],
      w: ["None", "?", "a"],
      extra: ["x", "y", "z"],
    });
    const some = { missing: 1 };
    const kept = enforce(
      read,
      contract(
        { n: number(some), f: flag(some), t: time(), w: text({ values: ["a", "None"], ...some }) },
        { missingValues: ["?"] },
      ),
    );
    const noon = Date.UTC(2011, 0, 1);
    expect([0, 1, 2].map((row) => rowOf(kept.table, row))).toEqual([
      { n: 1.5, f: true, t: noon, w: "None" },
      { n: null, f: false, t: noon + 4.5 * 3_600_000, w: null },
      { n: -2000, f: null, t: noon + 500, w: "a" },
    ]);
    expect(kept.table.columns[3]).toMatchObject({ levels: ["a", "None"] });
    expect(kept.quarantined).toEqual({ rows: 0, share: 0, reasons: [], records: [] });
  });

  test.each([
    ["type", number(), "three"],
    ["type", number(), "0x10"],
    ["type", number(), "Infinity"],
    ["type", time(), "2011-02-30"],
    ["type", flag(), "perhaps"],
    ["missing", number(), null],
    ["integer", number({ integer: true }), "1.5"],
    ["range", number({ max: 10 }), "11"],
    ["range", time({ min: "2000-01-01" }), "1999-12-31"],
    ["values", text({ values: ["a"] }), "b"],
    ["pattern", text({ pattern: "\\d+" }), "12a"],
    ["length", text({ maxLength: 2 }), "abc"],
  ])("sets a row aside by the rule %s", (rule, field, written) => {
    const { quarantined, table } = inspect(raw({ a: [written] }), contract({ a: field }));
    expect(table.rows).toBe(0);
    expect(quarantined.reasons).toMatchObject([{ field: "a", rule, count: 1, examples: [{ row: 1, value: written }] }]);
    expect(quarantined.records).toEqual([{ row: 1, reasons: [`a: ${rule}`], given: { a: written } }]);
  });

  test("keeps the first of two equal values where they must be unique, and a bad row takes no value", () => {
    const read = raw({ id: ["7", "7", "8", "8"], n: ["x", "1", "1", "1"] }, { lines: Int32Array.of(2, 3, 5, 9) });
    const found = enforce(read, contract({ id: number({ unique: true }), n: number() }, lenient));
    expect([...found.rowNumbers]).toEqual([3, 5]);
    expect(found.quarantined.records.map((r) => [r.row, r.reasons])).toEqual([
      [2, ["n: type"]],
      [9, ["id: unique"]],
    ]);
  });

  test("leaves excluded rows out before anything is judged", () => {
    const read = raw({ d: ["11", "1", "011", "19"], n: ["bad", "1", "bad", "2"] });
    const found = enforce(
      read,
      contract({ d: number(), n: number() }, { exclude: [{ field: "d", in: [11, 19], because: "died" }] }),
    );
    expect(found.excluded).toEqual([{ because: "died", count: 3 }]);
    expect(found.table.rows).toBe(1);
    expect(found.quarantined.share).toBe(0);
  });

  test("stops past the share that may be set aside, and names the reasons, the share and the limit", () => {
    const read = raw({ a: ["1", "2", "x", "99"] });
    const error = thrown(() => enforce(read, contract({ a: number({ max: 9 }) }, { quarantine: { maxShare: 0.25 } })));
    expect(isAlidadeError(error, "data.quarantine-exceeded")).toBe(true);
    expect((error as Error).message).toBe(
      "2 rows break the contract, 50% of them; the contract allows 25%.\n" +
        '  a: 1 break type, must be a number (row 3 has "x")\n' +
        '  a: 1 break range, must be at most 9 (row 4 has "99")',
    );
  });

  test("stops when a column misses more than it may", () => {
    const run = () => enforce(raw({ a: ["1", null, null, "4"] }), contract({ a: number({ missing: 0.3 }) }));
    expect(run).toThrow("`a` is missing in 50% of the rows; at most 30% may be.");
  });

  test("says which column is not there, and which one may be meant", () => {
    const run = () => enforce(raw({ visits: ["1"] }), contract({ visit: number() }));
    expect(run).toThrow(
      "The data has no column `visit`. Did you mean `visits`? It holds what `visit` allows: it looks renamed. It has `visits`.",
    );
  });

  test("counts rows that were no rows among those set aside", () => {
    const rejected = [{ row: 3, rule: "fields", got: "1 field where 2 are due", text: "1" }] as const;
    const found = enforce(raw({ a: ["1", "2"] }, { rejected }), contract({ a: number() }, lenient));
    expect(found.quarantined).toMatchObject({ rows: 1, share: 1 / 3, reasons: [{ field: "(row)", rule: "fields" }] });
    expect(found.quarantined.records).toEqual([{ row: 3, reasons: ["(row): fields"], given: { text: "1" } }]);
  });

  test("takes typed columns as they are, and words them where the field is text", () => {
    const read: RawTable = {
      rows: 3,
      columns: [columnOf("code", "number", [7, null, 8]), columnOf("yes", "flag", [true, false, null])],
    };
    const c = contract({ code: text({ missing: 0.5 }), yes: number({ missing: 0.5 }) });
    const { table } = enforce(read, c);
    expect([0, 1, 2].map((row) => rowOf(table, row))).toEqual([
      { code: "7", yes: 1 },
      { code: null, yes: 0 },
      { code: "8", yes: null },
    ]);
  });
});
