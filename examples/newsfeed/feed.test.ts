import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineCompute, openState } from "../../src/backends/index.ts";
import { isInsufficient, wallClock } from "../../src/kernel/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { silentProgress, toTerminal } from "../../src/report/index.ts";
import type { Estimate, Estimated } from "../../src/stats/index.ts";
import { type TradeOffResult, type TradePoint, tradeOffDocument, tryTradeOff } from "../../src/train/index.ts";
import { knownBefore, type Loop, openLoop, rowsOf } from "../loop.ts";
import system, { search } from "./feed.mts";
import { CANDIDATES, simulateFeed, truthOf } from "./feed-simulate.ts";

const table = simulateFeed(1_500, 1);

describe("a feed ordered by clicks and minutes at once", () => {
  let loop: Loop<typeof system>;
  beforeAll(async () => {
    loop = await openLoop(system, table);
  }, 60_000);
  afterAll(() => loop.close());

  test("has one head with one score, and earns more than the newest first", () => {
    const { gate, judgement, metrics } = loop.run.result;
    expect(gate.verdict).toBe("pass");
    expect((judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect(Object.keys(metrics.appeal ?? {})).toEqual(["clickedRocAuc", "minutesAboveMedianRocAuc"]);
    for (const found of Object.values(metrics.appeal ?? {})) expect((found as Estimate).low).toBeGreaterThan(0.5);
  });

  test("is served over HTTP, best first, and replayed bit for bit", async () => {
    const rows = rowsOf(simulateFeed(3, 2)).slice(0, CANDIDATES);
    const candidates = rows.map((row, i) => ({
      id: `p${i}`,
      given: knownBefore(row, ["topic", "teaser", "depth", "age_hours"]) as object,
    }));
    const given = knownBefore(rows[0]!, ["interest", "visits_30d"]) as object;
    const order = await loop.ask.rank({ entity: "v1", given, candidates });
    expect(order.answer).toHaveLength(3);
    const scores = order.answer.map((id) => order.candidates.find((one) => one.id === id)?.score ?? Number.NaN);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(await loop.again(order.id)).toEqual({ same: true, differs: [] });
  });
});

describe("the trade-off between its goals", () => {
  let found: TradeOffResult;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alidade-feed-"));
    const state = await openState(join(folder, ".alidade"), { create: true });
    const registry = registryOf({ state, clock: wallClock, who: "test" });
    found = await tryTradeOff(
      system,
      { steps: 5, spaces: search },
      {
        ...{ registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0.0.0" },
        ...{ stopwatch: () => performance.now(), read: async () => table },
      },
    );
    const { runs } = await registry.findRuns("feed", {});
    expect(runs.map(({ kind }) => kind).sort()).toEqual(["search", ...new Array<string>(5).fill("trial")]);
    await state.close();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const numbers = (one: Estimated | undefined): Estimate => {
    if (one === undefined || isInsufficient(one)) throw new Error("no number");
    return one;
  };
  const goal = (point: TradePoint, name: string): Estimate => numbers(point.blended.goals[name]);
  /** The standard error of a difference, were both independent: they share their rows, so it is less. */
  const errorOf = (a: Estimate, b: Estimate): number => Math.hypot(a.high - a.low, b.high - b.low) / (2 * 1.96);

  test("is a front: more weight on a goal never does worse on it beyond noise, and at the ends much better", () => {
    const { points } = found;
    expect(points.map(({ weights }) => weights.clicked)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    points.slice(1).forEach((point, i) => {
      const before = points[i]!;
      const [clicks, clicksBefore] = [goal(point, "clicked"), goal(before, "clicked")];
      expect(clicks.value).toBeGreaterThan(clicksBefore.value - 2 * errorOf(clicks, clicksBefore));
      const [minutes, minutesBefore] = [goal(point, "minutes"), goal(before, "minutes")];
      expect(minutes.value).toBeLessThan(minutesBefore.value + 2 * errorOf(minutes, minutesBefore));
    });
    const [first, last] = [points[0]!, points.at(-1)!];
    expect(goal(last, "clicked").low).toBeGreaterThan(goal(first, "clicked").high);
    expect(goal(first, "minutes").low).toBeGreaterThan(goal(last, "minutes").high);
  });

  test("comes near what the truth allows: the best order by the true expectations", () => {
    const judged = rowsOf(table).slice(-found.rows);
    const truths = judged.map((row) => truthOf(row, String(row.interest)));
    const known = judged.map((row, i) => ({ row, truth: truths[i]! })).filter(({ row }) => row.interest !== null);
    const best = (of: "clicked" | "minutes"): number => {
      let [sum, count] = [0, 0];
      const lists = new Map<string, number[]>();
      for (const { row, truth } of known)
        lists.set(String(row.request), [...(lists.get(String(row.request)) ?? []), truth[of]]);
      for (const list of lists.values())
        for (const value of list.sort((a, b) => b - a).slice(0, 3)) [sum, count] = [sum + value, count + 1];
      return sum / count;
    };
    const ends = { clicked: found.points.at(-1)!, minutes: found.points[0]! } as const;
    for (const of of ["clicked", "minutes"] as const) {
      const reached = goal(ends[of], of);
      const everywhere = numbers(found.goals.find(({ name }) => name === of)?.everywhere).value;
      // Most of the way from any order at all to the best there is; a quarter of the visitors' interests are not known.
      expect((reached.high - everywhere) / (best(of) - everywhere)).toBeGreaterThan(0.75);
    }
  });

  test("costs a training for every setting, and none where each goal has a head of its own", () => {
    for (const { blended, decoupled } of found.points) {
      expect(blended.retraining).toBeGreaterThan(0);
      expect(decoupled.retraining).toBe(0);
      expect(Object.keys(decoupled.weights)).toEqual(["clicked", "minutes"]);
    }
    // With all the weight on one goal, its own head is the common score.
    const { blended, decoupled } = found.points.at(-1)!;
    expect(goal({ ...found.points.at(-1)!, blended }, "clicked").value).toBeCloseTo(
      numbers(decoupled.goals.clicked).value,
      2,
    );
  });

  test("is shown setting by setting, with the front as a picture", () => {
    const text = toTerminal(tradeOffDocument(found), { width: 120, colour: false });
    expect(text).toContain("clicked 0.5 (file)");
    expect(text.match(/one score/g)?.length).toBeGreaterThanOrEqual(5);
    expect(text).toContain("clicked against minutes");
    expect(text.replace(/\s+/g, " ")).toContain("of retraining with one score, and none with a head for each goal");
  });
});
