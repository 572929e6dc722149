import { writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";
import { type FuzzOffice, fuzzOffice } from "./fuzz-office.ts";
import { fuzzTable } from "./fuzz-table.ts";

/** Two minutes of always the same; `npm run test:fuzz` takes ten of what nobody has seen yet, and writes down what came of it. */
const { ALIDADE_FUZZ_SECONDS: asked, ALIDADE_FUZZ_SEED: given, ALIDADE_FUZZ_TABLE: table } = process.env;
const SECONDS = Number(asked ?? 120);
const SEED = Number(given ?? (asked === undefined ? 1 : Date.now()));

let office: FuzzOffice;
beforeAll(async () => {
  office = await fuzzOffice();
});
afterAll(() => office.close());

/** Bytes in use when everything that can be freed is. */
function inUse(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

test(
  `${SECONDS} s of every route (ALIDADE_FUZZ_SEED=${SEED}): no fault, and no memory that grows`,
  async () => {
    const part = (SECONDS / 4) * 1_000;
    const total = new Map<string, number>();
    const used: number[] = [];
    for (let i = 0; i < 4; i++) {
      for (const [place, count] of await fuzz(office, { ms: part, seed: SEED + i }))
        total.set(place, (total.get(place) ?? 0) + count);
      used.push(inUse());
    }
    const faults = office.lines.filter(({ level }) => level === "error");
    const text = fuzzTable({ seconds: SECONDS, seed: SEED, came: total, used, faults: faults.length });
    if (table === undefined) console.info(text);
    else writeFileSync(table, text);
    // The first quarter fills caches; after it, what is kept per request would show as many megabytes.
    expect((used[3] ?? 0) - (used[0] ?? 0)).toBeLessThan(16 * 1024 * 1024);
    const routes = new Set([...total.keys()].map((place) => place.replace(/ \d+$/, "")));
    for (const route of ["POST /v1/decide", "POST /v1/rank", "POST /v1/outcomes", "GET /v1/systems"])
      expect(routes).toContain(route);
    for (const { method, path } of office.good) expect(total.get(`${method} ${path} 200`)).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  },
  (SECONDS + 120) * 1_000,
);
