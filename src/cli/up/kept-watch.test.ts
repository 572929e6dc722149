import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as presets from "../../presets.ts";
import type { MonitorsState } from "../../watch/index.ts";
import { type KeptWatch, watchBook } from "./kept-watch.ts";

let folder: string;
let state: Awaited<ReturnType<typeof presets.openState>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-kept-"));
  state = await presets.openState(join(folder, "state"), { create: true });
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

const kept = (places: readonly string[]): KeptWatch => ({
  ...{ v: 1, system: "shop", periodMs: 1, through: 1, reference: null, state: places, alarms: [], inAlarm: [] },
  labels: { total: 0, day: 0, today: 0 },
});

/** What is known of so many parts, each of a thousand characters. */
function known(parts: number): MonitorsState {
  const all = Array.from({ length: parts }, (_, i) => [`field f${i}`, { text: String(i).padEnd(1_000, "é") }]);
  const monitors = { m: Object.fromEntries(all) };
  return { form: 4, reference: null, periodMs: 1, monitors, control: {}, last: null };
}

test("what monitors know of much is kept in pieces, and comes back whole or not at all", async () => {
  const book = watchBook(state);
  const places = await book.keepMonitors("shop", known(2_500));
  expect(places.length).toBeGreaterThan(2);
  expect(await book.monitors(kept(places))).toEqual(known(2_500));
  const [first = "", second = ""] = places;
  const whole = (await state.blobs.get(first)) ?? new Uint8Array();
  const lines = new TextDecoder().decode(whole).split("\n");
  await state.blobs.put(first, new TextEncoder().encode(`${lines.slice(0, -2).join("\n")}\n`));
  expect(await book.monitors(kept(places))).toBeUndefined();
  await state.blobs.put(first, whole);
  await book.forgetMonitors([second]);
  expect(await book.monitors(kept(places))).toBeUndefined();
  expect(await book.monitors(kept([]))).toBeUndefined();
});
