import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";
import { type FuzzOffice, fuzzOffice } from "./fuzz-office.ts";

let office: FuzzOffice;
beforeAll(async () => {
  office = await fuzzOffice();
});
afterAll(() => office.close());

test("whatever is made from the schemas is answered, by every route, and never with a fault of the server's own", async () => {
  const tally = await fuzz(office, { ms: 2_000, seed: Date.now() });
  expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(office.lines.filter(({ level }) => level === "error")).toEqual([]);
});
