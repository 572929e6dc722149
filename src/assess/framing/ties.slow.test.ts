import { expect, test } from "vitest";
import { silentProgress } from "../../report/index.ts";
import type { Compute } from "../../store/index.ts";
import { type FramingRace, raceFramings } from "./race.ts";
import { dealtCards, fairCoin, laterCoin, straightLine, unevenNoise, type World } from "./worlds.conformance.ts";

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };
const deps = { compute, progress: silentProgress, stopwatch: () => performance.now() };

/** How many of so many races, each on data of its own, end as asked. */
async function countRaces(
  { system, make }: World,
  races: number,
  isSo: (race: FramingRace) => boolean,
): Promise<number> {
  let count = 0;
  for (let seed = 1; seed <= races; seed++) {
    const table = make(seed);
    if (isSo(await raceFramings(system, {}, { ...deps, read: async () => table }))) count++;
  }
  return count;
}

const TIES = 200;

test.each([
  ["a fair coin, judged on folds", fairCoin],
  ["a fair coin, judged on the newest", laterCoin],
  ["three suits by chance", dealtCards],
] as const)("of framings of %s none is declared the winner in more than one race of twenty", async (_, world) => {
  const won = await countRaces(world, TIES, ({ choice }) => choice.recommended !== null);
  // Three standard errors of a share of 0.05.
  expect(won / TIES).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TIES));
});

test.each([
  ["a straight line", straightLine, "a value, as declared"],
  ["noise that is uneven", unevenNoise, "one of 8 buckets"],
] as const)("of framings of %s the one that must win wins", async (_, world, name) => {
  const races = 10;
  // The lead is many of its errors: a miss in ten would be a fault.
  expect(await countRaces(world, races, ({ choice }) => choice.recommended === name)).toBe(races);
});
