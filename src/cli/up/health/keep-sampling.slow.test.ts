import { afterEach, expect, test } from "vitest";
import { wallClock } from "../../../kernel/index.ts";
import { hospital, type Office, openOffice } from "../../../server/office.conformance.ts";
import { type HealthMemory, healthOver } from "./health-memory.ts";
import { keepSampling, type Sampling } from "./keep-sampling.ts";

let office: Office;
let sampling: Sampling;
afterEach(async () => {
  sampling.stop();
  await office.close();
});

const LONG = { timeout: 20_000 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Samples both systems, or the one; periods of the second are a day. */
function sampled(...names: readonly string[]): readonly HealthMemory[] {
  const systems = names.map((name, i) => ({ name, periodMs: i === 0 ? 2_000 : 86_400_000 }));
  sampling = keepSampling({ systems, server: office.server, clock: wallClock, stopwatch: () => performance.now() });
  return names.map((name) => sampling.memories.get(name) as HealthMemory);
}

async function decide(system: string): Promise<number> {
  const body = JSON.stringify({ system, entity: "a", given: { patient: 1, visits: 3 } });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${office.server.url}/v1/decide`, { method: "POST", headers, body });
  await answer.text();
  return answer.status;
}

test("a server that cannot store is not ready, and its refusals are failures, for as long as that lasts", async () => {
  office = await openOffice();
  const [memory] = sampled(hospital.name) as [HealthMemory];
  await pause(100);
  const from = Date.now();
  const known = () => healthOver(memory, { from, to: Date.now() });
  for (let i = 0; i < 5; i++) expect(await decide(hospital.name)).toBe(200);
  await expect.poll(() => known()?.requests, LONG).toBe(5);
  const to = Date.now();
  const well = healthOver(memory, { from, to });
  expect(well).toMatchObject({ requests: 5, failed: 0, readyMs: to - from });
  expect(well?.memory).toBeGreaterThan(1e6);
  await office.state.journal.close();
  for (let i = 0; i < 3; i++) expect(await decide(hospital.name)).toBe(503);
  await expect.poll(() => known()?.failed, LONG).toBe(3);
  const isLost = (): boolean => (known()?.readyMs ?? 0) < Date.now() - from - 500;
  await expect.poll(isLost, LONG).toBe(true);
}, 60_000);

test("of two systems each is known by its own requests and in its own periods, however long those of the other are", async () => {
  office = await openOffice([hospital, { ...hospital, name: "clinic" }]);
  const [short, long] = sampled("clinic", hospital.name) as [HealthMemory, HealthMemory];
  await pause(100);
  const from = Date.now();
  const known = () => healthOver(short, { from, to: Date.now() });
  for (let i = 0; i < 4; i++) expect(await decide("clinic")).toBe(200);
  await expect.poll(() => known()?.requests, LONG).toBe(4);
  await office.state.journal.close();
  for (let i = 0; i < 3; i++) expect(await decide(hospital.name)).toBe(503);
  const later = Date.now();
  // Two samples after it, what failed is known, and was not the clinic's.
  const isOver = (): boolean => healthOver(short, { from: later + 1_500, to: Date.now() }) !== undefined;
  await expect.poll(isOver, LONG).toBe(true);
  expect(known()).toMatchObject({ requests: 4, failed: 0 });
  // Of the day there is one sample yet, from its beginning.
  expect(healthOver(long, { from, to: Date.now() })).toBeUndefined();
}, 60_000);
