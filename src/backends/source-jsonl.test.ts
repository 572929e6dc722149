import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { type Batch, jsonl, rowOf } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import { sourceConformance } from "./source.conformance.ts";
import { jsonlSource } from "./source-jsonl.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-jsonl-"));
afterAll(() => rmSync(folder, { recursive: true }));

sourceConformance({
  source: jsonlSource,
  write: async (file, { kinds, rows }) => {
    // A file without rows says nothing of its columns; one line of nulls does.
    const empty = Object.fromEntries(Object.keys(kinds).map((name) => [name, null]));
    if (rows.length === 0) writeFileSync(file, "\n");
    else writeFileSync(file, rows.map((row) => JSON.stringify({ ...empty, ...row })).join("\n"));
  },
  columnsOfNone: false,
});

async function read(content: string | Uint8Array, columns?: readonly string[]) {
  const file = join(folder, "data.jsonl");
  writeFileSync(file, content);
  return jsonlSource.read(columns === undefined ? {} : { columns }, { file });
}

const lines = (...objects: readonly unknown[]) => objects.map((object) => JSON.stringify(object)).join("\n");

describe("reading JSON Lines", () => {
  test("takes gzip, a byte order mark, empty lines and carriage returns", async () => {
    for (const content of [gzipSync('{"a":1}\n{"a":2}'), '\ufeff{"a":1}\n{"a":2}\n', '{"a":1}\r\n\r\n  \n{"a":2}\r\n'])
      expect((await read(content)).rows).toBe(2);
  });

  test("makes columns of fields within, and leaves lists out with a note", async () => {
    const raw = await read(
      lines({ id: 1, user: { name: "Zoë", at: { city: "Łódź" } }, tags: ["a"] }, { id: 2, user: null }),
    );
    expect(rowOf(raw, 0)).toEqual({ id: 1, "user.name": "Zoë", "user.at.city": "Łódź", user: null });
    expect(raw.notes).toEqual(["`tags` is left out: a list is not a single value"]);
  });

  test("sets aside what is no row, or gives a field another type, each with its line", async () => {
    const huge = '{"id":12345678901234567}';
    const content = [
      lines({ id: 1, s: "x" }),
      "{half",
      "[1]",
      '"text"',
      lines({ id: "2" }),
      lines({ id: 3, s: 4 }),
      huge,
      lines({ id: 4 }),
    ];
    const raw = await read(content.join("\n"));
    expect(Array.from({ length: raw.rows }, (_, row) => rowOf(raw, row).id)).toEqual([1, 4]);
    expect([...(raw.lines ?? [])]).toEqual([1, 8]);
    expect(raw.rejected?.map(({ row, got }) => `${row}: ${got}`)).toEqual([
      "2: no JSON",
      "3: a list",
      "4: a string",
      "5: text in `id`, which held number before",
      "6: number in `s`, which held text before",
      "7: a whole number beyond 2^53 in `id`, which must be written as a text",
    ]);
  });

  test("a field that comes later is a column from then on, one that stops is missing, one that is declared is there", async () => {
    const raw = await read(lines({ a: 1 }, { a: null, b: true }, { b: false }), ["c"]);
    expect(Array.from({ length: 3 }, (_, row) => rowOf(raw, row))).toEqual([
      { a: 1, b: null, c: null },
      { a: null, b: true, c: null },
      { a: null, b: false, c: null },
    ]);
  });

  test("the type of a field is settled by the first value, wherever a reading goes on", async () => {
    const file = join(folder, "types.jsonl");
    const some = Array.from({ length: 90_000 }, (_, i) => ({ i, late: i > 80_000 ? i : null, pad: "x".repeat(20) }));
    writeFileSync(file, `${lines(...some)}\n${lines({ i: 1, late: "x" })}`);
    const batches: Batch[] = [];
    for await (const batch of jsonlSource.batches({}, { file, batchRows: 1_000 })) batches.push(batch);
    const beforeLast = batches.at(-2)?.cursor;
    const rest: Batch[] = [];
    for await (const batch of jsonlSource.batches({}, { file, batchRows: 1_000 }, beforeLast)) rest.push(batch);
    expect(rest.at(-1)?.table.rejected).toEqual(batches.at(-1)?.table.rejected);
    expect(rest.at(-1)?.table.rejected?.[0]?.row).toBe(90_001);
  });

  test.each([
    ["Latin-1", new Uint8Array([...new TextEncoder().encode('{"a":"'), 0xe9, 34, 125]), "data.not-text"],
    ["a name that JavaScript keeps", '{"__proto__":1}', "data.header-invalid"],
    ["a cut-off gzip file", gzipSync(lines({ a: 1 })).subarray(0, 20), "data.file-damaged"],
  ])("refuses %s", async (_, content, code) => {
    const thrown = await read(content).catch((error: unknown) => error);
    expect(isAlidadeError(thrown) ? thrown.code : thrown).toBe(code);
  });
});

test("a wrong option is refused when the source is named", () => {
  expect(() => jsonl("x", { colums: [] } as object)).toThrow("Did you mean `columns`?");
  expect(() => jsonl("x", { columns: ["a", "a"] })).toThrow("names a column twice");
  expect(() => jsonl("x", { key: [] })).toThrow("needs a `key`");
});
