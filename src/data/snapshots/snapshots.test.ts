import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contract } from "../contract/contract.ts";
import { number, text } from "../contract/declare.ts";
import { type Snapshot, snapshotId } from "../snapshot.ts";
import { getSnapshot, putSnapshot, snapshotTables } from "../snapshot-store.ts";
import { type Column, columnOf, rowOf, type Table, tableOf, takeRows } from "../table.ts";
import { diffSnapshots } from "./diff.ts";
import { dropSnapshots } from "./drop.ts";
import { memoryBlobs } from "./memory-blobs.conformance.ts";
import { cutTable } from "./parts.ts";
import { damageOf, mendFrom } from "./repair.ts";

const c = contract({ id: number({ unique: true }), v: number(), t: text() });

function snapshot(table: Table): Snapshot {
  return { id: snapshotId(table, c), rows: table.rows, contract: "-", quarantined: 0, table };
}

/** The same, under the contract whose version is "-". */
async function kept(blobs: ReturnType<typeof memoryBlobs>, table: Table): Promise<Snapshot & { written: number }> {
  const one = snapshot(table);
  const { written } = await putSnapshot(blobs, one);
  return { ...one, written };
}

const word = (i: number) => `w${(i * 7919) % 97}`;
/** Rows numbered from 0, their values a fixed mixture. */
function rows(count: number, from = 0): Table {
  const ids = Array.from({ length: count }, (_, i) => i + from);
  const columns: Column[] = [
    columnOf("id", "number", ids),
    columnOf(
      "v",
      "number",
      ids.map((i) => Math.sin(i) * 1000),
    ),
    columnOf("t", "text", ids.map(word)),
  ];
  return { rows: count, columns };
}
const all = (table: Table) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row));
const bytesIn = (blobs: ReturnType<typeof memoryBlobs>) =>
  [...blobs.kept].filter(([key]) => key.startsWith("parts/")).reduce((sum, [, { length }]) => sum + length, 0);
const changed = (table: Table, row: number, v: number): Table => ({
  ...table,
  columns: table.columns.map((column) =>
    column.name === "v" && column.kind !== "text" ? { ...column, values: column.values.with(row, v) } : column,
  ),
});

describe("parts", () => {
  test("are shared with a snapshot that has rows added at its end, in its middle, or one row changed", async () => {
    const table = rows(100_000);
    const added = rows(101_000);
    const middle = takeRows(added, [
      ...Array(50_000).keys(),
      100_500,
      ...Array.from({ length: 50_000 }, (_, i) => 50_000 + i),
    ]);
    const blobs = memoryBlobs();
    const { written: whole } = await kept(blobs, table);
    const { written: atEnd } = await kept(blobs, added);
    const { written: inMiddle } = await kept(blobs, middle);
    const { written: oneRow } = await kept(blobs, changed(table, 30_000, 1));
    expect(whole).toBe(bytesIn(blobs) - atEnd - inMiddle - oneRow);
    // A change costs the parts around it: two of the largest at most.
    for (const written of [atEnd, inMiddle, oneRow]) expect(written / whole).toBeLessThan((2 * 32_768) / 100_000);
    expect((atEnd + inMiddle + oneRow) / whole).toBeLessThan(0.6);
    expect((await kept(blobs, table)).written).toBe(0);
  });

  test("do not depend on the order of a dictionary", () => {
    const table = rows(9_000);
    const mixed = table.columns.map((column): Column => {
      if (column.kind !== "text") return column;
      const last = column.levels.length - 1;
      return { ...column, codes: column.codes.map((code) => last - code), levels: [...column.levels].reverse() };
    });
    const ids = (one: Table) => [...cutTable(one)].map(({ id }) => id);
    expect(ids({ ...table, columns: mixed })).toEqual(ids(table));
  });

  test("hold every row once, in order, whatever the table", async () => {
    for (const table of [rows(0), rows(1), rows(2_048), rows(40_000), { rows: 0, columns: [] }]) {
      const blobs = memoryBlobs();
      const { id } = await kept(blobs, table);
      const found: Table[] = [];
      for await (const part of snapshotTables(blobs, id)) found.push(part);
      expect(found.flatMap(all)).toEqual(all(table));
      const about = JSON.parse(new TextDecoder().decode(blobs.kept.get(`snapshots/${id}/about`)));
      expect(about.parts.every((part: { rows: number }) => part.rows <= 32_768)).toBe(true);
    }
  });

  test("of rows that are all alike are cut all the same", () => {
    const same: Table = { rows: 100_000, columns: [columnOf("a", "number", Array(100_000).fill(1))] };
    const parts = [...cutTable(same)];
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(100_000);
  });

  test("that are damaged are named by their rows, and mended from a source that has grown since", async () => {
    const blobs = memoryBlobs();
    const table = rows(60_000);
    const one = await kept(blobs, table);
    const keys = [...blobs.kept.keys()].filter((key) => key.startsWith("parts/"));
    blobs.kept.delete(keys[1]!);
    blobs.kept.set(keys[2]!, new Uint8Array([1]));
    const damaged = (await damageOf(blobs, one.id))!;
    expect(damaged).toHaveLength(2);
    expect(damaged.map(({ problem }) => problem).sort()).toEqual([
      "are lost",
      "were changed after the snapshot was taken",
    ]);
    await expect(getSnapshot(blobs, one.id)).rejects.toMatchObject({ code: "data.snapshot-damaged" });
    expect(await mendFrom(blobs, rows(10), damaged)).toHaveLength(2);
    expect(await mendFrom(blobs, rows(80_000), damaged)).toEqual([]);
    expect(await damageOf(blobs, one.id)).toEqual([]);
  });

  test("go with the last snapshot that holds them", async () => {
    const blobs = memoryBlobs();
    const [a, b] = [await kept(blobs, rows(50_000)), await kept(blobs, rows(60_000))];
    const tried = await dropSnapshots(blobs, [a.id], { dryRun: true });
    expect(blobs.kept.has(`snapshots/${a.id}/about`)).toBe(true);
    expect(await dropSnapshots(blobs, [a.id], { dryRun: false })).toEqual(tried);
    expect(tried.shared).toBeGreaterThan(0);
    expect(tried.bytes).toBe(a.written + b.written - bytesIn(blobs));
    expect(await damageOf(blobs, b.id)).toEqual([]);
    await dropSnapshots(blobs, [b.id], { dryRun: false });
    expect(blobs.kept.size).toBe(0);
  });
});

describe("what changed", () => {
  const diff = async (
    before: Table,
    after: Table,
    { key = ["id"], heldCells }: { key?: readonly string[]; heldCells?: number } = {},
  ) => {
    const blobs = memoryBlobs();
    const [a, b] = [await kept(blobs, before), await kept(blobs, after)];
    const found = await diffSnapshots(blobs, [a.id, b.id], { key, ...(heldCells === undefined ? {} : { heldCells }) });
    return found!;
  };

  test("is counted by key: rows added, removed and changed, and what changed in each column", async () => {
    const before = rows(30_000);
    const keep = Array.from({ length: 30_000 }, (_, i) => i).filter((i) => i % 10_000 !== 3);
    const after = changed(takeRows(rows(30_005), [...keep, 30_000, 30_001, 30_002, 30_003, 30_004]), 100, -7);
    const found = await diff(before, after);
    expect(found.rows).toEqual({ same: 29_996, added: 5, removed: 3, changed: 1 });
    expect(found.shared.rows).toBeGreaterThan(0);
    expect(found.changes).toHaveLength(1);
    const [v] = found.changes;
    expect(v).toMatchObject({ name: "v", changed: 1, vanished: 0, appeared: 0 });
    expect(v?.changes[0]?.to).toBe(-7);
    expect(v?.means?.after).toBe(-7);
    expect(found.examples.changed[0]?.key).toEqual({ id: 101 });
    expect(found.examples.removed.map(({ id }) => id)).toEqual([3, 10_003, 20_003]);
    expect(await diff(before, after, { heldCells: 5_000 })).toMatchObject({ rows: found.rows, changes: found.changes });
  });

  test("agrees with comparing row by row, in one pass or many, for any two tables", async () => {
    const cells = fc.array(
      fc.record({ id: fc.integer({ min: 0, max: 12 }), v: fc.option(fc.integer({ min: 0, max: 2 })) }),
      { maxLength: 20 },
    );
    const unique = cells.map((list) => [...new Map(list.map((row) => [row.id, row])).values()]);
    const kinds = { id: "number", v: "number" } as const;
    await fc.assert(
      fc.asyncProperty(unique, unique, fc.constantFrom(3, 1_000), async (was, is, heldCells) => {
        const { rows: found } = await diff(tableOf(kinds, was), tableOf(kinds, is), { heldCells });
        const old = new Map(was.map((row) => [row.id, row.v]));
        const both = is.filter(({ id }) => old.has(id));
        const same = both.filter(({ id, v }) => old.get(id) === v).length;
        expect(found).toEqual({
          same,
          changed: both.length - same,
          added: is.length - both.length,
          removed: was.length - both.length,
        });
      }),
    );
  });

  test("is counted by content without a key, rows that occur twice counting twice", async () => {
    const kinds = { v: "number" } as const;
    const table = (...values: (number | null)[]) =>
      tableOf(
        kinds,
        values.map((v) => ({ v })),
      );
    const found = await diff(table(1, 1, 2, null), table(1, null, null, 3), { key: [] });
    expect(found.rows).toEqual({ same: 2, changed: 0, added: 2, removed: 2 });
  });

  test("names columns that came, went or are of another kind, and compares the others", async () => {
    const before = rows(5);
    const after: Table = {
      rows: 5,
      columns: [
        before.columns[0]!,
        columnOf("v", "text", ["a", "b", "c", "d", "e"]),
        columnOf("w", "flag", [true, true, true, true, true]),
      ],
    };
    const found = await diff(before, after);
    expect(found.columns).toEqual({ added: ["w"], removed: ["t"], kinds: [{ name: "v", from: "number", to: "text" }] });
    expect(found.rows).toEqual({ same: 5, changed: 0, added: 0, removed: 0 });
  });

  test("is nothing when only the order did", async () => {
    const table = rows(100);
    const turned = takeRows(
      table,
      Array.from({ length: 100 }, (_, i) => 99 - i),
    );
    expect((await diff(table, turned)).rows).toEqual({ same: 100, changed: 0, added: 0, removed: 0 });
  });
});
