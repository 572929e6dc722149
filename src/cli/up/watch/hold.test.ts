import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { virtualClock } from "../../../kernel/index.ts";
import { openState, recordJobs } from "../../../presets.ts";
import { openHold } from "./hold.ts";

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

const holdOf = () => openHold(recordJobs({ records: state.records, clock }), "shop", 10_000);

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
  const early = openHold(
    recordJobs({ records: state.records, clock: virtualClock(Date.UTC(2020, 0, 1)) }),
    "shop",
    10_000,
  );
  expect(await one.take()).toBe(false);
  clock.advance(20_000);
  expect(await other.take()).toBe(true);
  expect(await early.take()).toBe(true);
});
