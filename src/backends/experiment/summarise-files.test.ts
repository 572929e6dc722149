import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  defineMetrics,
  type EventColumn,
  type Exposure,
  type Metric,
  summarise,
  tableOfEvents,
  type UnitEvent,
} from "../../experiment/index.ts";
import { withDuckDb } from "../duckdb.ts";
import { inlineCompute } from "../inline-compute.ts";
import { summariseFiles } from "./summarise-files.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-event-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 86_400_000;
const ARMS = ["control", "b"];
const columns: Readonly<Record<string, EventColumn>> = {
  spent: { event: "purchase", as: "sum" },
  viewed: { event: "view", as: "any" },
};
const facts = { role: "success", direction: "increase" } as const;
const metrics = defineMetrics([
  { ...facts, name: "money", kind: "mean", value: "spent", before: ["spent before"], money: true },
  { ...facts, name: "viewers", kind: "proportion", value: "viewed" },
] satisfies readonly Metric[]);
const request = { arms: ARMS, columns, within: 7 * DAY, before: 7 * DAY, asOf: 60 * DAY };

const EXPOSURES = `SELECT 'u' || u AS unit, ['control', 'b', 'elsewhere'][1 + (u % 20 + 1) // 10] AS arm,
  make_timestamp(((20 + u % 9) * ${DAY})::BIGINT * 1000) AS "at" FROM range(3000) r(u)`;
const EVENTS = `SELECT 'u' || (e * 7 % 3300) AS unit, ['view', 'purchase', 'share'][1 + e % 3] AS name,
  make_timestamp(((e % 40) * ${DAY} + e)::BIGINT * 1000) AS "at", (e % 50) / 2 AS value FROM range(20000) r(e)`;

async function write(name: string, sql: string): Promise<string> {
  const file = join(folder, name);
  await withDuckDb(async (db) => {
    for await (const _ of db.parts(`COPY (${sql}) TO '${file}' (FORMAT parquet)`)) break;
  });
  return file;
}

async function rowsOf<T>(sql: string, names: readonly string[]): Promise<readonly T[]> {
  const rows: T[] = [];
  await withDuckDb(async (db) => {
    const numbers = `SELECT * REPLACE (epoch_ms("at")::DOUBLE AS "at") FROM (${sql})`;
    for await (const part of db.parts(numbers))
      for (const row of part.getRows()) rows.push(Object.fromEntries(names.map((name, i) => [name, row[i]])) as T);
  });
  return rows;
}

test("exposures and events in files sum to what they sum to in memory", async () => {
  const found = await summariseFiles({
    ...{ ...request, experiment: "checkout", metrics, compute: inlineCompute, scratch: folder },
    exposures: await write("exposures.parquet", EXPOSURES),
    events: await write("events.parquet", EVENTS),
  });
  const { table, noticed } = tableOfEvents({
    ...request,
    exposures: await rowsOf<Exposure>(EXPOSURES, ["unit", "arm", "at"]),
    events: await rowsOf<UnitEvent>(EVENTS, ["unit", "name", "at", "value"]),
  });
  const expected = summarise(table, { experiment: "checkout", part: "all", metrics, noticed });
  expect(found.noticed).toEqual(expected.noticed);
  for (const arm of ARMS) {
    expect(found.arms[arm]?.units).toBe(expected.arms[arm]?.units);
    for (const { name } of metrics) {
      const [ours, theirs] = [found, expected].map(({ arms }) => arms[arm]?.metrics[name]?.strata[""]);
      expect(ours?.n).toBe(theirs?.n);
      // Sums in another order: of some 1,000 numbers, to a few units in the last place.
      ours?.means.forEach((mean, i) => void expect(mean).toBeCloseTo(theirs?.means[i] ?? Number.NaN, 10));
    }
  }
  expect(readdirSync(folder).filter((name) => name.startsWith("alidade-experiment-"))).toEqual([]);
});

test("a file without the columns, or that is no Parquet, is refused by name", async () => {
  const exposures = await write("whole.parquet", EXPOSURES);
  const given = { ...request, experiment: "checkout", metrics, compute: inlineCompute, scratch: folder, exposures };
  const short = await write("short.parquet", "SELECT 'u1' AS unit, 'view' AS name, 5 AS \"at\"");
  await expect(summariseFiles({ ...given, events: short })).rejects.toMatchObject({
    code: "experiment.event-file-unfit",
    message: expect.stringContaining("`value`"),
  });
  const text = join(folder, "text.parquet");
  writeFileSync(text, "unit,name,at,value\n");
  await expect(summariseFiles({ ...given, events: text })).rejects.toMatchObject({ code: "data.file-damaged" });
  expect(readdirSync(folder).filter((name) => name.startsWith("alidade-experiment-"))).toEqual([]);
});
