import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Batch, rowOf, type TailOptions, tail } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import { sourceConformance } from "./source.conformance.ts";
import { tailSource } from "./source-tail.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-tail-"));
afterAll(() => rmSync(folder, { recursive: true }));

sourceConformance({
  source: tailSource,
  single: true,
  columnsOfNone: false,
  write: async (file, { kinds, rows }) => {
    const empty = Object.fromEntries(Object.keys(kinds).map((name) => [name, null]));
    writeFileSync(
      file,
      rows.length === 0 ? "\n" : rows.map((row) => `${JSON.stringify({ ...empty, ...row })}\n`).join(""),
    );
  },
});

async function pull(file: string, from?: string, options: TailOptions = {}): Promise<readonly Batch[]> {
  const found: Batch[] = [];
  for await (const batch of tailSource.batches(options, { file, batchRows: 10 }, from)) found.push(batch);
  return found;
}

const rowsIn = (batches: readonly Batch[]) =>
  batches.flatMap(({ table }) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row)));

async function codeOf(work: Promise<unknown>) {
  const thrown = await work.catch((error: unknown) => error);
  return isAlidadeError(thrown) ? thrown.code : thrown;
}

describe("a file that grows", () => {
  test("a last line that is being written waits", async () => {
    const file = join(folder, "half.jsonl");
    writeFileSync(file, '{"a":1}\n{"a":');
    const first = await pull(file);
    expect(rowsIn(first)).toEqual([{ a: 1 }]);
    expect(await pull(file, first.at(-1)?.cursor)).toEqual([]);
    appendFileSync(file, '2}\n{"a":3}\n');
    expect(rowsIn(await pull(file, first.at(-1)?.cursor))).toEqual([{ a: 2 }, { a: 3 }]);
  });

  test("delimited text keeps its header, and a quoted field may hold a line end", async () => {
    const file = join(folder, "grows.csv");
    writeFileSync(file, '\ufeffid,text\n1,x\n2,"two\nlines"\n3,"open\n');
    const first = await pull(file);
    expect(rowsIn(first)).toEqual([
      { id: "1", text: "x" },
      { id: "2", text: "two\nlines" },
    ]);
    appendFileSync(file, 'end"\n4,y\n5\n');
    const [second] = await pull(file, first.at(-1)?.cursor);
    expect(rowsIn([second as Batch])).toEqual([
      { id: "3", text: "open\nend" },
      { id: "4", text: "y" },
    ]);
    expect(second?.table.rejected).toMatchObject([{ row: 8, text: "5" }]);
    expect([...(second?.table.lines ?? [])]).toEqual([5, 7]);
  });

  test("a file that was cut short, replaced, or is zipped is refused", async () => {
    const file = join(folder, "log.jsonl");
    writeFileSync(file, '{"a":1}\n{"a":2}\n');
    const cursor = (await pull(file)).at(-1)?.cursor;
    truncateSync(file, 8);
    expect(await codeOf(pull(file, cursor))).toBe("data.source-changed");
    writeFileSync(file, '{"a":9}\n{"a":8}\n{"a":7}\n');
    expect(await codeOf(pull(file, cursor))).toBe("data.source-changed");
    writeFileSync(file, gzipSync("x"));
    expect(await codeOf(pull(file))).toBe("data.not-text");
    expect(await codeOf(pull(join(folder, "none.jsonl")))).toBe("data.source-not-found");
  });

  test("whatever the moments at which it is read, every row comes once and in order", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "ż", ",", '"', "\n", "7"), maxLength: 5 });
    const texts = fc.array(cell, { minLength: 1, maxLength: 30 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(40), { maxLength: 12 }), fc.boolean(), async (values, cuts, isCsv) => {
        const file = join(folder, isCsv ? "any.csv" : "any.jsonl");
        const line = (text: string, i: number) =>
          isCsv ? `${i},${quoted(text)}\n` : `${JSON.stringify({ i: `${i}`, text })}\n`;
        const bytes = new TextEncoder().encode((isCsv ? "i,text\n" : "") + values.map(line).join(""));
        const head = isCsv ? 7 : new TextEncoder().encode(line(values[0] ?? "", 0)).length;
        writeFileSync(file, bytes.subarray(0, head));
        let at = head;
        let cursor: string | undefined;
        const seen: unknown[] = [];
        for (const cut of [...cuts, bytes.length]) {
          appendFileSync(file, bytes.subarray(at, at + cut));
          at = Math.min(bytes.length, at + cut);
          const found = await pull(file, cursor);
          seen.push(...rowsIn(found));
          cursor = found.at(-1)?.cursor ?? cursor;
        }
        const due = values.map((text, i) => ({ i: `${i}`, text: isCsv && text === "" ? null : text }));
        expect(seen).toEqual(due);
      }),
      { numRuns: 60 },
    );
  });
});

test("a wrong option is refused when the source is named", () => {
  expect(() => tail("x.log", { format: "xml" } as object)).toThrow("csv or jsonl");
  expect(() => tail("x.log", { delimiter: ";" })).toThrow('with `format: "csv"` alone');
  expect(() => tail("x.csv", { delimiter: "::" })).toThrow("one character");
});
