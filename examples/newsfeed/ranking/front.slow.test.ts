import { expect, test } from "vitest";
import { weightsOnHistory } from "../../../src/assess/index.ts";
import { inlineCompute } from "../../../src/backends/index.ts";
import { weightGrid, weightsFront } from "../../../src/evaluate/index.ts";
import { silentProgress } from "../../../src/report/index.ts";
import type { Estimate } from "../../../src/stats/index.ts";
import system from "./ranked-feed.mts";
import { simulateRankedFeed } from "./simulate.ts";

test("the front of three goals trades money for quality and for fewer violations", async () => {
  const history = simulateRankedFeed(1_200, 4);
  const settings = weightGrid(system.weights, { most: 60, byProportion: true });
  const { metrics, measured } = await weightsOnHistory(system, settings, {
    ...{ read: async () => history, compute: inlineCompute, progress: silentProgress },
  });
  const { points } = weightsFront(metrics, measured);
  const front = points.filter(({ isOnFront }) => isOnFront);
  const [money = ""] = metrics.map(({ name }) => name);
  const at = (point: (typeof points)[number] | undefined, name: string): Estimate => point?.values[name] as Estimate;
  const most = (name: string, sign: 1 | -1) =>
    [...front].sort((a, b) => sign * (at(b, name).value - at(a, name).value))[0];
  const [rich, good, clean] = [most(money, 1), most("rating", 1), most("violates", -1)];
  // Teasers are clicked and disappoint: who earns most shows less of what is found good, and more of what breaks the rules.
  expect(at(rich, "rating").high).toBeLessThan(at(good, "rating").low);
  expect(at(rich, "violates").low).toBeGreaterThan(at(clean, "violates").high);
  expect(at(clean, money).high).toBeLessThan(at(rich, money).low);
});
