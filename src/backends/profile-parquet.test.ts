import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ColumnProfile, contract, number, profile, text } from "../data/index.ts";
import { profileParquet } from "./profile-parquet.ts";
import { parquetSource } from "./source-parquet.ts";

describe("a Parquet file profiled on threads", () => {
  const folder = mkdtempSync(join(tmpdir(), "alidade-profile-"));
  const file = join(folder, "rows.parquet");

  beforeAll(async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const columns = [
      "i % 7 = 0 AS label",
      "CASE WHEN i % 11 = 0 THEN NULL ELSE sin(i) * 100 END AS x",
      "i AS whole",
      "DATE '2026-01-01' + (i % 40)::INTEGER AS day",
      "CASE WHEN i % 5 = 0 THEN NULL ELSE 'short ' || (i % 9) END AS short",
      "'a text that is longer than twelve bytes ' || (i % 13) AS long",
      "'Zürich ' || (i % 3) AS city",
      "'id' || i AS id",
      "[i] AS list",
    ];
    await connection.run(`COPY (SELECT ${columns.join(", ")} FROM range(35000) t(i)) TO '${file}' (FORMAT parquet)`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("gives what the table in memory gives, however many threads", async () => {
    const raw = await parquetSource.read({}, { file } as Parameters<typeof parquetSource.read>[1]);
    const whole = profile([raw], { label: "label" });
    for (const threads of [1, 2]) {
      const { profile: found } = await profileParquet(file, { label: "label", threads });
      expect(found.columns.map(({ name }) => name)).toEqual(whole.columns.map(({ name }) => name));
      whole.columns.forEach((column, i) => {
        const other = found.columns[i]!;
        // A correlation ratio is summed batch by batch; all else to the last bit.
        expect({ ...other, label: null, sample: bytesOf(other) }).toEqual({
          ...column,
          label: null,
          sample: bytesOf(column),
        });
      });
      expect(found.duplicates).toEqual(whole.duplicates);
    }
  });

  test("is refused where the file broke off, or has not that label, and tells the columns of one without rows", async () => {
    const [cut, none] = [join(folder, "cut.parquet"), join(folder, "none.parquet")];
    writeFileSync(cut, readFileSync(file).subarray(0, 5_000));
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (SELECT 1 AS a, 'x' AS b LIMIT 0) TO '${none}' (FORMAT parquet)`);
    await expect(profileParquet(cut)).rejects.toMatchObject({ code: "data.file-damaged" });
    await expect(profileParquet(file, { label: "labl" })).rejects.toMatchObject({ code: "data.column-missing" });
    const { profile: found } = await profileParquet(none);
    expect([found.rows, found.columns.map(({ name }) => name)]).toEqual([0, ["a", "b"]]);
  });

  test("counts what its contract would refuse, in the same pass", async () => {
    const rules = contract({
      whole: number({ min: 0, max: 34_989 }),
      short: text({ missing: 1, pattern: "short [0-7]" }),
    });
    const { refused } = await profileParquet(file, { contract: rules, threads: 1 });
    // 10 numbers beyond the range, and the texts that end in 8: 35,000 / 9, less a fifth that is missing.
    const eights = Array.from({ length: 35_000 }, (_, i) => i).filter((i) => i % 9 === 8 && i % 5 !== 0).length;
    const both = Array.from({ length: 10 }, (_, i) => 34_990 + i).filter((i) => i % 9 === 8 && i % 5 !== 0).length;
    expect(refused).toBe(10 + eights - both);
  });
});

/** The sample as one text: a hundred thousand numbers compare at once. */
function bytesOf(column: ColumnProfile): string {
  if (column.kind === "text") return "";
  return Buffer.from(column.sample.buffer, column.sample.byteOffset, column.sample.byteLength).toString("base64");
}
