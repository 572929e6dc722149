import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type CsvOptions, csv, rowOf } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import { CsvColumns } from "./csv-columns.ts";
import { CsvRecords } from "./csv-records.ts";
import { sourceConformance } from "./source.conformance.ts";
import { csvSource } from "./source-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

const quoted = (text: string) => (/[",\r\n]|^$|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

sourceConformance({
  source: csvSource,
  readAs: (value) => (value === null ? null : String(value)),
  write: async (file, { kinds, rows }) => {
    const names = Object.keys(kinds);
    const line = (cells: readonly unknown[]) => cells.map((c) => (c === null ? "" : quoted(String(c)))).join(",");
    writeFileSync(file, [names, ...rows.map((row) => names.map((name) => row[name] ?? null))].map(line).join("\n"));
  },
});

async function read(content: string | Uint8Array, options: CsvOptions = {}) {
  const file = join(folder, "data.csv");
  writeFileSync(file, content);
  return csvSource.read(csv("data.csv", options).options, { file });
}

async function rows(content: string | Uint8Array, options: CsvOptions = {}) {
  const raw = await read(content, options);
  return Array.from({ length: raw.rows }, (_, row) => Object.values(rowOf(raw, row)));
}

async function refusal(content: string | Uint8Array, options: CsvOptions = {}) {
  const error = await read(content, options).catch((thrown: unknown) => thrown);
  return isAlidadeError(error) ? `${error.code}: ${error.message.replaceAll(folder, "")}` : error;
}

describe("reading delimited text", () => {
  test.each([
    ["line feeds", "a,b\n1,x\n2,y\n"],
    ["no line end at the end", "a,b\n1,x\n2,y"],
    ["carriage returns and line feeds", "a,b\r\n1,x\r\n2,y\r\n"],
    ["both kinds of line end", "a,b\r\n1,x\n2,y\r\n"],
    ["carriage returns", "a,b\r1,x\r2,y"],
    ["a byte order mark", "\ufeffa,b\n1,x\n2,y\n"],
    ["empty lines", "a,b\n\n1,x\n\n2,y\n\n\n"],
    ["quotes around everything", '"a","b"\n"1","x"\n"2","y"\n'],
    ["gzip, whatever its name", gzipSync("a,b\n1,x\n2,y\n")],
    ["gzip in two members", Buffer.concat([gzipSync("a,b\n1,x\n"), gzipSync("2,y\n")])],
  ])("takes %s", async (_, content) => {
    const raw = await read(content);
    expect(raw.columns.map(({ name }) => name)).toEqual(["a", "b"]);
    expect([0, 1].map((row) => rowOf(raw, row))).toEqual([
      { a: "1", b: "x" },
      { a: "2", b: "y" },
    ]);
    expect([raw.rows, raw.rejected]).toEqual([2, []]);
  });

  test("keeps what is between quotes, and takes nothing for missing but the empty field", async () => {
    expect(await rows('a,b\n"x, ""y""\nz",None\n"",NULL\n,NaN\n')).toEqual([
      ['x, "y"\nz', "None"],
      [null, "NULL"],
      [null, "NaN"],
    ]);
  });

  test("takes other dialects", async () => {
    expect(
      await rows("1; 'a;b' ;\n# no\n2;c ;d", { ...headless, delimiter: ";", quote: "'", trim: true, comment: "#" }),
    ).toEqual([
      ["1", "a;b", null],
      ["2", "c", "d"],
    ]);
    expect(await rows('1\t"a\t\n', { ...headless, delimiter: "\t", quote: "" })).toEqual([["1", '"a', null]]);
    expect(await rows("junk,\n\nmore\nx,y,z\n1,2,3\n", { skip: 3 })).toEqual([["1", "2", "3"]]);
  });

  test("names columns that have no name after their position, and takes other names", async () => {
    expect((await read(",b\n1,2\n")).columns.map(({ name }) => name)).toEqual(["column1", "b"]);
    expect((await read("a,b\n1,2\n", { columns: ["p", "q"] })).columns.map(({ name }) => name)).toEqual(["p", "q"]);
  });

  test("gives the line of each row, and sets aside rows of another length", async () => {
    const raw = await read('a,b\n1,"x\ny"\n2\n3,z\n\n4,"5""",6\n7,8\n');
    expect([...(raw.lines ?? [])]).toEqual([2, 5, 8]);
    expect(raw.rejected).toEqual([
      { row: 4, rule: "fields", got: "1 field where 2 are due", text: "2" },
      { row: 7, rule: "fields", got: "3 fields where 2 are due", text: '4,"5""",6' },
    ]);
  });

  test.each([
    ["a quote left open", 'a,b\n1,x\n2,"y\n3,z\n', "data.csv-malformed: Line 3 of `/data.csv` opens a quote"],
    ["text after a quote", 'a,b\n1,"x"y\n', "data.csv-malformed: Line 2 of `/data.csv` goes on after a closing quote"],
    ["a field of 10 MB", `a,b\n1,${"x".repeat(1e7)}\n`, "data.csv-malformed: Line 2 of `/data.csv` has a field longer"],
    ["a quoted field of 10 MB", `a\n"${"x".repeat(1e7)}"\n`, "data.csv-malformed: Line 2 of `/data.csv` has a field"],
    ["a name twice", "a,b,a\n1,2,3\n", "data.header-invalid: The header of `/data.csv` names `a` twice"],
    ["Latin-1", new Uint8Array([97, 10, 0xe9, 10]), "data.not-text: `/data.csv` is not UTF-8 in column `a`"],
    ["a NUL byte", "a,b\n1,\u0000\n", "data.not-text: `/data.csv` is a binary file"],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 97, 0]), "data.not-text: `/data.csv` is UTF-16 text"],
    ["a spreadsheet", new Uint8Array([0x50, 0x4b, 3, 4, 20]), "data.not-text: `/data.csv` is a zip archive"],
    ["nothing but empty lines", "\n\n", "data.file-empty"],
    ["an empty gzip file", gzipSync(""), "data.file-empty"],
  ])("refuses %s", async (_, content, words) => {
    expect(await refusal(content)).toContain(words);
  });

  test("refuses a gzip file that is cut short or damaged, wherever it is", async () => {
    const whole = gzipSync(`a,b\n${Array.from({ length: 50_000 }, (_, i) => `${i},${Math.sin(i)}`).join("\n")}`);
    for (const share of [0.1, 0.5, 0.9]) {
      const at = Math.floor(whole.length * share);
      expect(await refusal(whole.subarray(0, at))).toContain("data.file-damaged: `/data.csv` is cut short");
      const flipped = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ 0xff : byte));
      expect(await refusal(flipped)).toMatch(/^data\.(file-damaged|csv-malformed|not-text)/);
    }
    expect(await refusal(whole.subarray(0, whole.length - 4))).toContain("is cut short");
  });
});

const headless: CsvOptions = { header: false, columns: ["a", "b", "c"] };

describe("a folder of delimited texts", () => {
  const many = join(folder, "many");
  const put = (name: string, content: string) => {
    mkdirSync(many, { recursive: true });
    writeFileSync(join(many, name), content);
  };
  const attempt = async (work: () => Promise<unknown>) => {
    const error = await work().catch((thrown: unknown) => thrown);
    return isAlidadeError(error) ? `${error.code}: ${error.message}` : error;
  };

  test("must have the same columns in every file, in any order; the file that differs is named", async () => {
    put("1.csv", "a,b\n1,x\n");
    put("2.csv", "b,a\ny,2\n");
    const raw = await csvSource.read({}, { file: `${many}/` });
    expect([0, 1].map((row) => rowOf(raw, row))).toEqual([
      { a: "1", b: "x" },
      { a: "2", b: "y" },
    ]);
    put("3.csv", "a,c\n1,x\n");
    const words = "data.schema-differs: `3.csv` has other columns than `1.csv`: it lacks `b`, it adds `c`.";
    expect(await attempt(() => csvSource.read({}, { file: `${many}/` }))).toContain(words);
    const seen: number[] = [];
    const inBatches = async () => {
      for await (const { table } of csvSource.batches({}, { file: `${many}/` })) seen.push(table.rows);
    };
    expect(await attempt(inBatches)).toContain(words);
    expect(seen).toEqual([1, 1]);
    put("3.csv", "a,b\n5\n");
    expect((await csvSource.read({}, { file: `${many}/` })).rejected).toMatchObject([
      { row: 2, got: "1 field where 2 are due, in 3.csv" },
    ]);
  });

  test("is not found when it holds no such file", async () => {
    expect(await attempt(() => csvSource.read({}, { file: `${join(folder, "none")}/` }))).toContain("source-not-found");
    expect(await attempt(() => csvSource.read({}, { file: `${many}/*.xyz` }))).toContain("data.source-not-found");
  });
});

test("the parts in which bytes arrive do not matter", () => {
  const field = fc.string({ unit: fc.constantFrom("a", "ż", ",", '"', "\n", "\r", " ", "#") });
  const tables = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 12 });
  const inParts = (bytes: Uint8Array, sizes: readonly number[]) => {
    const columns = new CsvColumns(["a", "b"]);
    const dialect = { delimiter: 44, quote: 34, comment: -1, skip: 0, trim: false };
    const records = new CsvRecords(
      dialect,
      (record) => columns.add(record),
      ({ problem }) => new Error(problem),
    );
    let at = 0;
    for (const size of sizes) {
      records.push(bytes.slice(at, at + size), false);
      at += size;
    }
    records.push(bytes.slice(at), true);
    return columns.table((name) => new Error(name));
  };
  fc.assert(
    fc.property(tables, fc.array(fc.nat(9)), (table, sizes) => {
      const always = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const bytes = new TextEncoder().encode(table.map((row) => row.map(always).join(",")).join("\r\n"));
      const read = inParts(bytes, sizes);
      expect(Array.from({ length: read.rows }, (_, row) => Object.values(rowOf(read, row)))).toEqual(
        table.map((row) => row.map((text) => text || null)),
      );
    }),
  );
});

test("a wrong option is refused when the source is named", () => {
  expect(() => csv("x", { delimiter: "::" })).toThrow("a `delimiter` of one character");
  expect(() => csv("x", { header: false })).toThrow("needs `columns` when it has no header");
  expect(() => csv("x", { skip: -1 })).toThrow("`skip` of 0 lines or more");
  expect(() => csv("x", { delimter: ";" } as CsvOptions)).toThrow("Did you mean `delimiter`?");
  expect(() => csv(" ")).toThrow("needs a path");
});
