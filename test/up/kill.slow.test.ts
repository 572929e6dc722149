import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesOf } from "../../src/cli/decisions/read-journal.ts";
import { watchBook } from "../../src/cli/up/kept-watch.ts";
import type { Look } from "../../src/cli/up/look.ts";
import { rng, wallClock } from "../../src/kernel/index.ts";
import { openState } from "../../src/presets.ts";
import { registryOf } from "../../src/registry/index.ts";
import { alertBook, type Loop, seenBook } from "../../src/watch/index.ts";
import { openShop, type Shop, sendCustomers, type Traffic, type Up } from "./shop.ts";

/** `ALIDADE_KILLS=50` for the full run. */
const KILLS = Number(process.env.ALIDADE_KILLS ?? 5);

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

async function kill(up: Up): Promise<void> {
  const gone = once(up.process, "exit");
  up.process.kill("SIGKILL");
  await gone;
}

async function begin(traffic: Traffic): Promise<Up> {
  const up = await shop.up();
  traffic.url = up.url;
  return up;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const loopOf = ({ systems }: Look): Loop | null => systems[0]?.loop.book.loop ?? null;

/** Lets loops begin, and kills whatever runs at random times while one is under way, until so many were killed. */
async function killedLoops(traffic: Traffic): Promise<Up> {
  const random = rng({ seed: Date.now(), purpose: "kill" });
  let up = await begin(traffic);
  for (let [kills, ended] = [0, 0]; ; ) {
    await up.until(({ systems }) => systems[0]?.monitors.period != null);
    await pause(5_000);
    // A loop begins by itself once tastes have changed.
    traffic.taste = traffic.taste === "often" ? "seldom" : "often";
    const isNext = (look: Look): boolean => (loopOf(look)?.number ?? 0) > ended;
    while (kills < KILLS && loopOf(await up.until(isNext))?.end === null) {
      await pause(7_000 * random.uniform());
      await kill(up);
      kills++;
      up = await begin(traffic);
    }
    const done = loopOf(await up.until((look) => isNext(look) && loopOf(look)?.end !== null));
    ended = done?.number ?? 0;
    if (kills >= KILLS) return up;
  }
}

const times = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length;

test("killed at random points of a loop, it resumes: every step was made once, and nothing that was acknowledged is lost", async () => {
  const traffic = sendCustomers(shop, "http://127.0.0.1:1", { mayFail: true });
  const up = await killedLoops(traffic);
  await traffic.stop();
  const last = up.look().at;
  // Until the last period is over, so that everything has been counted.
  await up.until(({ systems }) => (systems[0]?.monitors.period?.to ?? 0) > last + 2_000);
  await kill(up);
  const state = await openState(join(shop.folder, ".alidade"), { create: false });
  try {
    const registry = registryOf({ state, clock: wallClock, who: "ada" });
    const history = await registry.history("shop");
    const plans = await registry.planHistory("shop");
    const runs = await registry.runs("shop");
    const loops = times(history, ({ what }) => what === "retrain.begun");
    expect(loops).toBeGreaterThan(0);
    for (let n = 1; n <= loops; n++) {
      const mark = (stage: string): string => `[shop loop ${n} ${stage}]`;
      expect(times(history, ({ what, why }) => what === "snapshot.added" && why.includes(mark("snapshot")))).toBe(1);
      const trained = runs.filter(({ why, status }) => why.includes(mark("train")) && status === "finished");
      expect(trained).toHaveLength(1);
      for (const id of trained[0]!.models)
        expect(times(history, ({ what, subject }) => what === "model.registered" && subject === id)).toBe(1);
      // A loop that comes to what serves already ends at its gate.
      const wanted = plans.some(({ why }) => why.includes(mark("shadow"))) || n === 1 ? 1 : 0;
      for (const stage of ["shadow", "canary"])
        expect([n, stage, times(plans, ({ why }) => why.includes(mark(stage)))]).toEqual([n, stage, wanted]);
    }
    const lines = history.filter(({ what }) => what.startsWith("retrain."));
    expect(new Set(lines.map(({ what, subject }) => `${what} ${subject}`)).size).toBe(lines.length);
    expect(times(lines, ({ what }) => what === "retrain.ended")).toBe(loops);
    const alerts = await alertBook({ state, clock: wallClock, who: "ada" }).alerts({ system: "shop" });
    expect(times(history, ({ what }) => what === "alert.opened")).toBe(alerts.length);
    const { kept } = await watchBook(state).read("shop");
    const keys = kept!.alarms.map(({ monitor, kind, about, at }) => JSON.stringify([monitor, kind, about, at]));
    expect(new Set(keys).size).toBe(keys.length);
    const seen = new Map<string, number>();
    for await (const { kind, id } of entriesOf(state.journal, new AbortController().signal))
      seen.set(`${kind} ${id}`, (seen.get(`${kind} ${id}`) ?? 0) + 1);
    expect(traffic.answered.filter((id) => seen.get(`decision ${id}`) !== 1)).toEqual([]);
    const outcomes = [...seen.keys()].filter((key) => key.startsWith("outcome")).length;
    expect(outcomes).toBeGreaterThanOrEqual(traffic.reported.length);
    const periods = await seenBook(state).periods("shop");
    const counted = periods.reduce((sum, { decisions }) => sum + decisions, 0);
    expect(counted).toBe([...seen.keys()].filter((key) => key.startsWith("decision")).length);
  } finally {
    await state.close();
  }
}, 3_600_000);
