import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  type Batch,
  type Cell,
  cell,
  column,
  joinTables,
  type Kind,
  type Row,
  rowOf,
  type Source,
  type SourceCursor,
  snapshotId,
} from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";

/** What the suite asks a source to have written, in the source's own format. */
export interface Sample {
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly rows: readonly Row[];
}

export interface SourceUnderTest {
  readonly source: Source;
  write(file: string, sample: Sample): Promise<void>;
  /** What a cell looks like once read: a text file gives text. Default: as it was written. */
  readAs?(value: Cell): Cell;
  /** A source of one file, which has no folders and patterns. Default `false`. */
  readonly single?: boolean;
  /** Whether a file without rows says which columns it has. Default `true`. */
  readonly columnsOfNone?: boolean;
}

const sample: Sample = {
  kinds: { id: "number", name: "text", score: "number", sure: "flag" },
  rows: [
    { id: 1, name: "plain", score: 0.1, sure: true },
    { id: 2, name: null, score: null, sure: null },
    { id: 3, name: "None", score: -1e-7, sure: false },
    { id: 4, name: 'comma, "quote" and\nline', score: 9007199254740991, sure: true },
    { id: 5, name: "żółć 東京 👩‍🚀 e\u0301", score: 0, sure: false },
  ],
};

/** More than one part of every format. */
const LONG = 95_000;

/** The behaviour that every source shares. */
export function sourceConformance(given: SourceUnderTest): void {
  const { source, write, readAs = (value) => value, single = false, columnsOfNone = true } = given;
  const folder = mkdtempSync(join(tmpdir(), "alidade-source-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = async (name: string, what: Sample): Promise<string> => {
    const file = join(folder, `${name}${source.endings[0]}`);
    await write(file, what);
    return file;
  };
  const read = (file: string) => source.read({}, { file });
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return isAlidadeError(error) ? error.code : error;
  };

  describe(`the ${source.name} source`, () => {
    test("gives every row as it was written: missing values, unicode, separators in texts", async () => {
      const raw = await read(await fileOf("sample", sample));
      expect(raw.columns.map(({ name }) => name)).toEqual(Object.keys(sample.kinds));
      expect(raw.columns.every((c) => (c.kind === "text" ? c.codes : c.values).length === raw.rows)).toBe(true);
      const expected = sample.rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readAs(value)])),
      );
      expect(Array.from({ length: raw.rows }, (_, row) => rowOf(raw, row))).toEqual(expected);
    });

    test("keeps the order of 150,000 rows, and reads them twice alike", async () => {
      const rows = Array.from({ length: 150_000 }, (_, i) => ({ i, even: i % 2 === 0 ? "yes" : "no" }));
      const file = await fileOf("long", { kinds: { i: "number", even: "text" }, rows });
      const [first, second] = [await read(file), await read(file)];
      const i = column(first, "i");
      expect(first.rows).toBe(150_000);
      expect(rows.every((_, row) => Number(cell(i, row)) === row)).toBe(true);
      expect(snapshotId(second)).toBe(snapshotId(first));
    });

    test("gives no rows, but the columns, of a file without any", async () => {
      const raw = await read(await fileOf("none", { ...sample, rows: [] }));
      expect(raw.rows).toBe(0);
      expect(raw.columns).toHaveLength(columnsOfNone ? 4 : 0);
    });

    const batchesOf = async (file: string, from?: SourceCursor, batchRows = 700): Promise<readonly Batch[]> => {
      const found: Batch[] = [];
      for await (const batch of source.batches({}, { file, batchRows }, from)) found.push(batch);
      return found;
    };
    const numbered = (from: number, to: number): Sample => ({
      kinds: { i: "number", name: "text" },
      rows: Array.from({ length: to - from }, (_, i) => ({
        i: from + i,
        name: (from + i) % 3 === 0 ? null : `n${i % 50}`,
      })),
    });
    const numbersIn = (batches: readonly Batch[]) =>
      batches.flatMap(({ table }) => Array.from({ length: table.rows }, (_, row) => Number(rowOf(table, row).i)));
    const count = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

    test("gives the same rows in batches as whole, and goes on exactly after any of them", async () => {
      const file = await fileOf("parts", numbered(0, LONG));
      const batches = await batchesOf(file);
      expect(batches.length).toBeGreaterThan(1);
      const whole = await read(file);
      expect(snapshotId(joinTables(batches.map(({ table }) => table)))).toBe(snapshotId(whole));
      for (const [i, { cursor }] of batches.entries()) {
        if (![0, batches.length >> 1, batches.length - 2, batches.length - 1].includes(i)) continue;
        const rest = numbersIn(await batchesOf(file, cursor, 1_111));
        const all = numbersIn(batches.slice(0, i + 1)).concat(rest);
        expect([all.length, all.findIndex((number, at) => number !== at)]).toEqual([LONG, -1]);
      }
    }, 60_000);

    test("refuses a cursor that another source made, and one of another version", async () => {
      const file = await fileOf("cursors", numbered(0, 3));
      expect(await codeOf(batchesOf(file, "elsewhere.1:{}"))).toBe("data.cursor-refused");
      expect(await codeOf(batchesOf(file, `${source.name}.99:{}`))).toBe("data.cursor-refused");
      expect(await codeOf(batchesOf(file, `${source.name}.1:{"`))).toBe("data.cursor-refused");
    });

    test.skipIf(single)(
      "reads a folder and a pattern in the order of the names, and later what was added",
      async () => {
        const many = join(folder, "many");
        mkdirSync(join(many, "b"), { recursive: true });
        const ending = source.endings[0] ?? "";
        const add = async (name: string, from: number, to: number) =>
          write(join(many, name + ending), numbered(from, to));
        await add("a", 0, 10);
        await add("b/c", 10, 20);
        await add("d", 20, 2_000);
        writeFileSync(join(many, "_SUCCESS"), "");
        for (const path of [`${many}/`, `${many}/**/*${ending}`]) {
          const batches = await batchesOf(path);
          expect(numbersIn(batches)).toEqual(count(0, 2_000));
          expect((await read(path)).rows).toBe(2_000);
          expect(source.incremental({ path, options: {} })).toBe(true);
        }
        const end = (await batchesOf(`${many}/`)).at(-1)?.cursor;
        expect(await batchesOf(`${many}/`, end)).toEqual([]);
        await add("aa", 2_000, 2_005);
        expect(numbersIn(await batchesOf(`${many}/`, end))).toEqual(count(2_000, 2_005));
      },
    );

    test.skipIf(single)("says so when a file that was read has changed, or is gone half way", async () => {
      const file = await fileOf("changing", numbered(0, 30_000));
      const batches = await batchesOf(file);
      const [first, last] = [batches[0]?.cursor, batches.at(-1)?.cursor];
      await write(file, numbered(0, 31_000));
      expect(await codeOf(batchesOf(file, last))).toBe("data.source-changed");
      rmSync(file);
      if (batches.length > 1) expect(await codeOf(batchesOf(file, first))).toBe("data.source-not-found");
    });

    test("refuses what is not there, empty, or something else", async () => {
      const empty = join(folder, "empty");
      const noise = join(folder, "noise");
      writeFileSync(empty, "");
      writeFileSync(
        noise,
        Uint8Array.from({ length: 4_096 }, (_, i) => (i * 7_919) & 255),
      );
      expect(await codeOf(read(join(folder, "absent")))).toBe("data.source-not-found");
      expect(await codeOf(read(folder))).toBe("data.source-not-found");
      expect(await codeOf(read(empty))).toBe("data.file-empty");
      expect(await codeOf(read(noise))).toMatch(/^data\.(not-text|file-damaged)$/);
    });
  });
}
