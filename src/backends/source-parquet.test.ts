import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rowOf } from "../data/index.ts";
import { sqlName, sqlText, withDuckDb } from "./duckdb.ts";
import { sourceConformance } from "./source.conformance.ts";
import { parquetSource } from "./source-parquet.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-parquet-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function copy(select: string, file: string): Promise<string> {
  await withDuckDb(async (db) => {
    for await (const _ of db.parts(`COPY (${select}) TO ${sqlText(file)} (FORMAT parquet)`));
  });
  return file;
}

const TYPES = { number: "DOUBLE", text: "VARCHAR", flag: "BOOLEAN", time: "TIMESTAMP" } as const;

sourceConformance({
  source: parquetSource,
  write: async (file, { kinds, rows }) => {
    const json = `${file}.json`;
    writeFileSync(json, JSON.stringify(rows));
    const types = Object.entries(kinds).map(([name, kind]) => `${sqlText(name)}: ${sqlText(TYPES[kind])}`);
    const from = `read_json(${sqlText(json)}, columns = {${types.join(", ")}}, format = 'array')`;
    await copy(`SELECT ${Object.keys(kinds).map(sqlName).join(", ")} FROM ${from}`, file);
  },
});

async function readOne(values: string) {
  const raw = await parquetSource.read({}, { file: await copy(`SELECT ${values}`, join(folder, "one.parquet")) });
  return { row: rowOf(raw, 0), kinds: Object.fromEntries(raw.columns.map(({ name, kind }) => [name, kind])), raw };
}

test("types stay what they were", async () => {
  const { row, kinds } = await readOne(
    `1::TINYINT a, 4294967295::UINTEGER b, 1.5::FLOAT c, 12.10::DECIMAL(9, 2) d, 9007199254740992::BIGINT e, true f,
     DATE '2011-01-02' g, TIMESTAMP '2011-01-02 03:04:05.678901' h, TIMESTAMPTZ '2011-01-02 03:04:05+02' i,
     TIMESTAMP_NS '1969-12-31 23:59:59.9999' j, NULL::INTEGER k, '0.1'::DECIMAL(38, 37) l,
     '7f9c24e8-0000-4000-8000-000000000000'::UUID m`,
  );
  const moment = Date.UTC(2011, 0, 2, 3, 4, 5);
  expect(row).toEqual({
    ...{ a: 1, b: 4294967295, c: 1.5, d: 12.1, e: 2 ** 53, f: true, g: Date.UTC(2011, 0, 2), h: moment + 678 },
    ...{ i: moment - 7_200_000, j: -1, k: null, l: 0.1, m: "7f9c24e8-0000-4000-8000-000000000000" },
  });
  expect(kinds).toMatchObject({ a: "number", d: "number", f: "flag", g: "time", j: "time", m: "text" });
});

test("whole numbers beyond 2^53 come as text, and what is no single value is left out, with a note", async () => {
  const { row, raw } = await readOne("9007199254740993::BIGINT AS id, [1, 2] AS list, 'x'::BLOB AS bytes, 1 AS one");
  expect(row).toEqual({ id: "9007199254740993", one: 1 });
  expect(raw.notes).toEqual([
    "`id` holds whole numbers beyond 2^53 and is read as text",
    "`list` is left out: a INTEGER[] is not a single value",
    "`bytes` is left out: a BLOB is not a single value",
  ]);
});

test("a file whose name looks like a pattern is that file and no other", async () => {
  for (const name of ["a1", "a[1]", "a*", "o'k?"])
    await copy(`SELECT ${sqlText(name)} AS n`, join(folder, `${name}.parquet`));
  for (const name of ["a[1]", "a*", "o'k?"]) {
    const raw = await parquetSource.read({}, { file: join(folder, `${name}.parquet`) });
    expect([raw.rows, rowOf(raw, 0)]).toEqual([1, { n: name }]);
  }
});

test("a file that is cut short is refused", async () => {
  const file = await copy("SELECT range AS i FROM range(10000)", join(folder, "whole.parquet"));
  const bytes = await readFile(file);
  const short = join(folder, "short.parquet");
  writeFileSync(short, bytes.subarray(0, bytes.length >> 1));
  await expect(parquetSource.read({}, { file: short })).rejects.toMatchObject({ code: "data.file-damaged" });
});

test("folders named after a value add it as a column, below the folder that was named alone", async () => {
  const root = join(folder, "outer=1", "sales");
  for (const [year, month] of [
    ["2025", "12"],
    ["2026", "01"],
  ]) {
    mkdirSync(join(root, `year=${year}`, `month=${month}`), { recursive: true });
    await copy(`SELECT ${year} * 100 + ${month} AS amount`, join(root, `year=${year}`, `month=${month}`, "a.parquet"));
  }
  const raw = await parquetSource.read({}, { file: `${root}/` });
  expect([0, 1].map((row) => rowOf(raw, row))).toEqual([
    { amount: 202512, year: "2025", month: "12" },
    { amount: 202601, year: "2026", month: "01" },
  ]);
});

test("a file of another schema is named", async () => {
  const root = join(folder, "mixed");
  mkdirSync(root);
  await copy("SELECT 1 AS a, 'x' AS b", join(root, "1.parquet"));
  await copy("SELECT 'one' AS a, 'x' AS b", join(root, "2.parquet"));
  await expect(parquetSource.read({}, { file: `${root}/` })).rejects.toMatchObject({
    code: "data.schema-differs",
    message: expect.stringContaining("`2.parquet` has other columns than `1.parquet`: `a` is text instead of number"),
  });
});
