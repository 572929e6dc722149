import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alidade, data, present, whileServing, withFolder } from "../real-data/launcher.ts";
import { NO_POSTGRES, postgresBinaries, startPostgres, type TestServer } from "./server.ts";

const file = "adult/adult.data.gz";
const NUMBERS = ["age", "fnlwgt", "education_num", "capital_gain", "capital_loss", "hours_per_week"];
const NAMES = ["age", "workclass", "fnlwgt", "education", "education_num", "marital_status", "occupation"];
const MORE = [
  "relationship",
  "race",
  "sex",
  "capital_gain",
  "capital_loss",
  "hours_per_week",
  "native_country",
  "income",
];
const columns = [...NAMES, ...MORE];
const SECRET = "hunter2";

const isReady = present(file) && postgresBinaries() !== undefined;

describe.skipIf(!isReady)(`a table of PostgreSQL${isReady ? "" : `: skipped. ${NO_POSTGRES}`}`, () => {
  let server: TestServer;
  let rows: readonly (readonly string[])[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    rows = gunzipSync(readFileSync(data(file)))
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(", "));
    const types = columns.map((name) => `${name} ${NUMBERS.includes(name) ? "integer" : "text"}`);
    await server.query(
      `CREATE TABLE census (id serial PRIMARY KEY, ${types.join(", ")}, loaded_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
    );
    // The server asks for no password; whatever is in the address must still not be found anywhere.
    process.env.DATABASE_URL = server.url.replace("owner@", `owner:${SECRET}@`);
  }, 120_000);
  afterAll(async () => {
    delete process.env.DATABASE_URL;
    await server?.stop();
  });

  const load = async (from: number, to: number) => {
    const objects = rows
      .slice(from, to)
      .map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] === "?" ? null : row[i]])));
    const types = columns.map((name) => `${name} ${NUMBERS.includes(name) ? "integer" : "text"}`).join(", ");
    await server.query(
      `INSERT INTO census (${columns.join(", ")}) SELECT ${columns.join(", ")} FROM json_to_recordset($1) AS r (${types})`,
      [JSON.stringify(objects)],
    );
  };

  test("becomes a trained, served model without a file in between, and no secret is left anywhere", async () => {
    await withFolder(async (folder) => {
      const run = async (...args: string[]) => {
        const { exit, out, err } = await alidade([...args, "--json"], folder);
        expect([exit, err.includes(SECRET)], err).toEqual([0, false]);
        return JSON.parse(out);
      };
      await load(0, 8_000);
      const { system } = await run("init", "postgres:census", "--label", "income");
      const written = readFileSync(join(folder, system), "utf8");
      expect(written).toContain('source: postgres("census", { connection: env("DATABASE_URL")');
      writeFileSync(
        join(folder, system),
        written.replace('env("DATABASE_URL")', 'env("DATABASE_URL"), cursor: "loaded_at", key: "id"'),
      );
      expect((await run("data", "pull", system)).sources).toMatchObject([{ rows: 8_000, kept: 8_000, resent: 0 }]);
      await load(8_000, 10_000);
      expect((await run("data", "pull", system)).sources).toMatchObject([{ rows: 2_000, kept: 10_000 }]);
      const trained = await run("train", system);
      // A value that the first 8,000 rows did not have is set aside, not lost.
      expect(trained.snapshot.rows + trained.snapshot.quarantined).toBe(10_000);
      expect(trained.snapshot.quarantined).toBeLessThan(10);
      expect(trained.metrics.rocAuc.value).toBeGreaterThan(0.9);
      await whileServing([system], folder, async (url) => {
        const given = {
          age: 45,
          education_num: 14,
          marital_status: "Married-civ-spouse",
          occupation: "Exec-managerial",
          capital_gain: 0,
        };
        const response = await fetch(`${url}/v1/decide`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ entity: "7", given }),
        });
        expect([response.status, await response.json()]).toMatchObject([200, { action: "act" }]);
      });
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );
      expect(files.filter((name) => readFileSync(join(folder, name)).includes(SECRET))).toEqual([]);
      expect(files.filter((name) => /\.(csv|jsonl|parquet)$/.test(name))).toEqual([]);
    });
  }, 600_000);
});
