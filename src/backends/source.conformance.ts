import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Cell, cell, column, type Kind, type Row, rowOf, type Source, snapshotId } from "../data/index.ts";
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

/** The behaviour that every source shares. */
export function sourceConformance({ source, write, readAs = (value) => value }: SourceUnderTest): void {
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
      expect(raw.columns).toHaveLength(4);
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
