import { describe, expect, test } from "vitest";
import { ARMS } from "../../bench/watch/replay/arms.ts";
import { BIKES, readBikes } from "../../bench/watch/replay/bikes.ts";
import { type DataSet, isThere, placeOf } from "../../bench/watch/replay/data-set.ts";
import { ELECTRICITY, readElectricity } from "../../bench/watch/replay/electricity.ts";
import { type Walked, walk } from "../../bench/watch/replay/walk.ts";
import { gainOf, weekly } from "../../bench/watch/replay/weekly.ts";

function present(name: string): boolean {
  const found = isThere(name);
  if (!found) process.stderr.write(`Skipped: ${placeOf(name)} is not there.\n`);
  return found;
}

async function lived(data: DataSet, name: string, of: { learnDays: number; days: number }): Promise<Walked> {
  const arm = ARMS.find((one) => one.name === name);
  if (arm === undefined) throw new Error(`no arm ${name}`);
  return await walk({ data, arm, ...of });
}

describe.skipIf(!present(BIKES))("bicycles, in order of time", () => {
  test("a system that retrains every 30 days earns more in its first year than one that does not, with an interval", async () => {
    const data = readBikes();
    const of = { learnDays: 26 * 7, days: 52 * 7 };
    const without = await lived(data, "without", of);
    const schedule = await lived(data, "schedule", of);
    expect(without.loops).toHaveLength(0);
    expect(schedule.loops.some(({ end }) => end === "champion")).toBe(true);
    const gain = gainOf(weekly(schedule.days), weekly(without.days), 4);
    expect(gain?.low).toBeGreaterThan(0);
  }, 600_000);
});

describe.skipIf(!present(ELECTRICITY))("electricity, in order of time", () => {
  test("what is known comes before what it is about", () => {
    const { moments } = readElectricity("half-hour");
    expect(moments).toHaveLength(45_312 - 48);
    const [truths, ahead] = [moments.map(({ truth }) => truth), readElectricity("day").moments];
    expect(moments.slice(1).map(({ given }) => given.was_up)).toEqual(truths.slice(0, -1));
    expect(ahead.slice(48).map(({ given }) => given.was_up)).toEqual(truths.slice(0, -48));
    expect(moments.every(({ at }, i) => i === 0 || at - (moments[i - 1]?.at ?? 0) === 1_800_000)).toBe(true);
  });

  test("models that earn less than the rule do not get past their gate, the first no more than those after it", async () => {
    const found = await lived(readElectricity("half-hour"), "schedule", { learnDays: 33 * 7, days: 63 });
    expect(found.first?.passed).toBe(false);
    expect(found.loops.map(({ end }) => end)).toEqual(["refused", "refused"]);
  }, 600_000);
});
