import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contract } from "./contract/contract.ts";
import { number, text } from "./contract/declare.ts";
import { enforce } from "./contract/enforce.ts";
import { snapshotId, snapshotOf } from "./snapshot.ts";
import { type Column, columnOf, rowOf, type Table, takeRows } from "./table.ts";
import { decodeTable, encodeTable } from "./table-codec.ts";

const rowsOf = (table: Table) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row));
const numeric = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -130, max: 130 }),
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.constantFrom(-128, -32_768, -(2 ** 31), -0),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const tables = fc
  .integer({ min: 0, max: 30 })
  .chain((rows) =>
    fc.record({
      n: fc.array(numeric, { minLength: rows, maxLength: rows }),
      t: fc.array(fc.option(fc.string({ unit: "grapheme" })), { minLength: rows, maxLength: rows }),
      f: fc.array(fc.option(fc.boolean()), { minLength: rows, maxLength: rows }),
    }),
  )
  .map(({ n, t, f }): Table => {
    const columns: Column[] = [columnOf("n", "number", n), columnOf("t", "text", t), columnOf("f", "flag", f)];
    return { rows: n.length, columns };
  });

describe("a table as bytes", () => {
  test("comes back as it was: negative zero, missing values, any text", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const back = decodeTable(encodeTable(table));
        expect(rowsOf(back)).toEqual(rowsOf(table));
        expect(encodeTable(back)).toEqual(encodeTable(table));
      }),
    );
  });

  test("refuses bytes that are no table, are cut short, or come from a later version", () => {
    const bytes = encodeTable({ rows: 2, columns: [columnOf("a", "number", [1.5, 2])] });
    const later = bytes.slice();
    later[4] = 9;
    expect(() => decodeTable(new Uint8Array([1, 2, 3]))).toThrow("do not begin as one");
    expect(() => decodeTable(bytes.subarray(0, bytes.length - 1))).toThrow("16 bytes of values are due, 15");
    expect(() => decodeTable(bytes.subarray(0, 20))).toThrow("end too early");
    expect(() => decodeTable(later)).toThrow("version 9 is not known");
  });
});

describe("the id of a snapshot", () => {
  const a: Table = {
    rows: 3,
    columns: [{ name: "x", kind: "text", codes: Int32Array.of(0, 1, -1), levels: ["p", "q"] }],
  };

  test("does not depend on the order of a dictionary, nor on levels that no row holds", () => {
    const b = [{ name: "x", kind: "text" as const, codes: Int32Array.of(2, 0, -1), levels: ["q", "unused", "p"] }];
    expect(snapshotId({ rows: 3, columns: b })).toBe(snapshotId(a));
  });

  test("depends on every value, name, kind and on the order of the rows", () => {
    const others: Table[] = [
      takeRows(a, [1, 0, 2]),
      takeRows(a, [0, 1]),
      takeRows(a, [0, 1, 1]),
      { rows: 3, columns: [{ ...(a.columns[0] as Column), name: "y" }] },
      { rows: 3, columns: [columnOf("x", "number", [0, 1, null])] },
      { rows: 3, columns: [columnOf("x", "flag", [false, true, null])] },
    ];
    expect(new Set([a, ...others].map((table) => snapshotId(table))).size).toBe(7);
  });

  test("takes any NaN for the same missing value", () => {
    const odd = new Float64Array(new BigUint64Array([0x7ff8_0000_0000_0001n, 0x3ff8_0000_0000_0000n]).buffer);
    const column = { name: "x", kind: "number" as const, values: odd };
    expect(snapshotId({ rows: 2, columns: [column] })).toBe(
      snapshotId({ rows: 2, columns: [columnOf("x", "number", [null, 1.5])] }),
    );
  });

  test("counts the contract, and its table reads back to the same codes", () => {
    const c = contract({ x: text({ values: ["z", "q", "p"], missing: 1 }) });
    const taken = snapshotOf(enforce(a, c), c);
    expect(taken.id).not.toBe(snapshotId(taken.table));
    expect(taken.id).toBe(snapshotId(taken.table, c));
    expect(decodeTable(encodeTable(taken.table))).toEqual(taken.table);
    expect(taken.id).not.toBe(snapshotId(taken.table, contract({ x: number() })));
  });
});
