import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type VirtualClock, virtualClock } from "../../../kernel/index.ts";
import { openState, recordJobs } from "../../../presets.ts";
import { type Holder, openHold } from "./hold.ts";

const clock = virtualClock(Date.UTC(2026, 0, 1));
let folder: string;
let state: Awaited<ReturnType<typeof openState>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-hold-"));
  state = await openState(folder, { create: true });
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

const holdOf = (on: VirtualClock = clock, pid = 1) => {
  const self = (): Holder => ({ pid, host: "here", since: on.now() });
  return openHold(recordJobs({ records: state.records, clock: on }), { system: "shop", leaseMs: 10_000, self });
};

test("one process watches a system; another takes over when it gives up, or has not been heard of for as long as the lease", async () => {
  const [one, other] = [holdOf(), holdOf()];
  expect([await one.take(), await other.take(), await one.take()]).toEqual([true, false, true]);
  clock.advance(8_000);
  await one.renew();
  clock.advance(8_000);
  expect(await other.take()).toBe(false);
  // Killed: it renews no more.
  clock.advance(11_000);
  expect(await other.take()).toBe(true);
  // It was only slow, and finds that another has it.
  await one.renew();
  expect(await one.take()).toBe(false);
  await other.release();
  expect(await one.take()).toBe(true);
});

test("a clock that is set back lets nobody wait for ever", async () => {
  const [one, other] = [holdOf(), holdOf()];
  const early = holdOf(virtualClock(Date.UTC(2020, 0, 1)));
  expect(await one.take()).toBe(false);
  clock.advance(20_000);
  expect(await other.take()).toBe(true);
  expect(await early.take()).toBe(true);
});

test("who does not get it hears who has it, and since when", async () => {
  const [one, other] = [holdOf(clock, 4711), holdOf(clock, 4712)];
  clock.advance(20_000);
  const since = clock.now();
  expect(await one.take()).toBe(true);
  clock.advance(5_000);
  await one.renew();
  expect(await other.take()).toBe(false);
  expect(await other.holder()).toEqual({ pid: 4711, host: "here", since });
  await one.release();
  expect(await other.take()).toBe(true);
  expect(await one.holder()).toMatchObject({ pid: 4712, since: since + 5_000 });
  await other.release();
});

test("who cannot say that it holds a system holds it all the same", async () => {
  const jobs = recordJobs({ records: state.records, clock });
  const failing: typeof jobs = {
    ...jobs,
    async take(kinds, leaseMs) {
      const lease = await jobs.take(kinds, leaseMs);
      return lease === undefined
        ? undefined
        : { ...lease, note: () => Promise.reject(new Error("database is locked")) };
    },
  };
  const hold = openHold(failing, { system: "barn", leaseMs: 10_000, self: () => ({ pid: 1, host: "here", since: 0 }) });
  expect([await hold.take(), await hold.take()]).toEqual([true, true]);
  await hold.release();
  expect(
    await openHold(jobs, { system: "barn", leaseMs: 10_000, self: () => ({ pid: 2, host: "here", since: 0 }) }).take(),
  ).toBe(true);
});
