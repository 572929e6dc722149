import { afterEach, expect, test } from "vitest";
import { wallClock } from "../../../kernel/index.ts";
import { type Office, openOffice } from "../../../server/office.conformance.ts";
import { type HealthMemory, healthMemory, healthOver } from "./health-memory.ts";
import { keepSampling, sampleEvery } from "./keep-sampling.ts";

let office: Office;
let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await office.close();
});

const LONG = { timeout: 20_000 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function sampled(): HealthMemory {
  const memory = healthMemory();
  const { server } = office;
  stop = keepSampling({ memory, server, clock: wallClock, stopwatch: () => performance.now(), everyMs: 1_000 });
  return memory;
}

async function decide(): Promise<number> {
  const body = JSON.stringify({ entity: "a", given: { patient: 1, visits: 3 } });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${office.server.url}/v1/decide`, { method: "POST", headers, body });
  await answer.text();
  return answer.status;
}

test("a server that cannot store is not ready, and its refusals are failures, for as long as that lasts", async () => {
  office = await openOffice();
  const memory = sampled();
  await pause(100);
  const from = Date.now();
  const known = () => healthOver(memory, { from, to: Date.now() });
  for (let i = 0; i < 5; i++) expect(await decide()).toBe(200);
  await expect.poll(() => known()?.requests, LONG).toBe(5);
  const to = Date.now();
  const well = healthOver(memory, { from, to });
  expect(well).toMatchObject({ requests: 5, failed: 0, readyMs: to - from });
  expect(well?.memory).toBeGreaterThan(1e6);
  await office.state.journal.close();
  for (let i = 0; i < 3; i++) expect(await decide()).toBe(503);
  await expect.poll(() => known()?.failed, LONG).toBe(3);
  const isLost = (): boolean => (known()?.readyMs ?? 0) < Date.now() - from - 500;
  await expect.poll(isLost, LONG).toBe(true);
}, 60_000);

test("samples are as far apart as four of the longest periods allow, and a second at least", () => {
  expect(sampleEvery([2_000])).toBe(1_000);
  expect(sampleEvery([3_600_000, 86_400_000])).toBe(86_400);
});
