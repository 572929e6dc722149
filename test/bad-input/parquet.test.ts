import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { expectRefusal } from "./refusal.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

/** Writes 200 rows with these columns and a label `y`. */
async function parquet(columns: string): Promise<void> {
  const db = await (await DuckDBInstance.create()).connect();
  const y = "(CASE WHEN (i * 13) % 10 < (i * 7) % 10 THEN 'yes' ELSE 'no' END) AS y, (i * 7) % 10 AS a";
  await db.run(
    `COPY (SELECT ${columns}, ${y} FROM range(200) t(i)) TO '${join(desk.folder, "d.parquet")}' (FORMAT parquet)`,
  );
  db.closeSync();
}

describe("columns of unusual types are read, or left out with a note", () => {
  test.each([
    ["lists", "[i, i + 1] AS odd"],
    ["structures", "{'a': i, 'b': 'x'} AS odd"],
    ["maps", "MAP {'k': i} AS odd"],
    ["bytes", "'ab'::BLOB AS odd"],
    ["intervals", "INTERVAL (i) DAY AS odd"],
    ["decimals", "(i / 7)::DECIMAL(38, 10) AS odd"],
    ["whole numbers of 128 bits", "(i::HUGEINT * 170141183460469231731687303715) AS odd"],
    ["times of day", "TIME '12:34:56' AS odd"],
    ["timestamps in nanoseconds", "TIMESTAMP_NS '2026-01-01 00:00:00.123456789' AS odd"],
    ["timestamps with a zone", "TIMESTAMPTZ '2026-01-01 00:00:00+02' AS odd"],
    ["infinite timestamps", "'infinity'::TIMESTAMP AS odd"],
    ["dates before the year 1", "DATE '0044-03-15 (BC)' AS odd"],
    [
      "NaN and infinities",
      "(CASE WHEN i % 3 = 0 THEN 'nan'::DOUBLE WHEN i % 3 = 1 THEN 'inf'::DOUBLE ELSE 1 END) AS odd",
    ],
    ["nothing but nulls", "NULL::INTEGER AS odd"],
    ["enumerations", "(CASE WHEN i % 2 = 0 THEN 'x' ELSE 'y' END)::ENUM('x', 'y') AS odd"],
    ["universal ids", "uuid() AS odd"],
    ["names with quotes", `i % 5 AS "o""dd 😀"`],
  ])("%s", async (_what, column) => {
    await parquet(column);
    const { exit, err } = await desk.run("init", "d.parquet", "--label", "y");
    expect(err).not.toContain("✕");
    expect(exit).toBe(0);
    const trained = await desk.run("train", "d");
    expect(trained.err).not.toContain("internal.");
    expect([0, 1, 3]).toContain(trained.exit);
  });
});

test("a column called `__proto__` is refused", async () => {
  await parquet('i AS "__proto__"');
  expectRefusal(await desk.run("init", "d.parquet", "--label", "y"), "data.header-invalid");
});

test("a Parquet file that is cut short is refused", async () => {
  await parquet("i % 3 AS b");
  const { readFile } = await import("node:fs/promises");
  const bytes = await readFile(join(desk.folder, "d.parquet"));
  await desk.write("d.parquet", bytes.subarray(0, bytes.length / 2));
  expectRefusal(await desk.run("init", "d.parquet", "--label", "y"), "data.file-damaged");
});
