import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { LabelNews, LabelSeen } from "../seen/seen.ts";
import { noCalibrationEffects, stepEffects } from "./calibration-effects.ts";
import { noReportsEffect, stepReports } from "./reports-effect.ts";
import { drawScored, labelSeen, sigmoid } from "./scored.conformance.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const at = (day: number) => ({ from: START + day * DAY, periodMs: DAY });

interface World {
  readonly truth: (x: number) => number;
  readonly reported: number;
}

const USUAL: World = { truth: sigmoid, reported: 1 };

/** One day of two hundred cases of a head that was right; `reported`: the part that was told of a hundred reports. */
function dayOf(day: number, { truth, reported }: World): LabelSeen {
  const seen = labelSeen(drawScored({ centre: -1, truth, head: sigmoid }, 200, day));
  const draws = rng({ seed: day, purpose: "test.reports" });
  const came = Array.from({ length: 100 }, () => Number(draws.uniform() < reported * 0.5)).reduce((a, b) => a + b, 0);
  return { ...seen, news: { ...(seen.news as LabelNews), reports: [came - 50, 25] } };
}

/** What bets add up to, from the day on that the world is another, the largest of them. */
function gathered(world: World, days: number): Readonly<Record<string, number>> {
  let [effects, reports] = [noCalibrationEffects, noReportsEffect];
  const sums: Record<string, number[]> = {};
  for (let day = 0; day < 21 + days; day++) {
    const seen = dayOf(day, day < 21 ? USUAL : world);
    const [step, other] = [
      stepEffects(effects, { name: "risk", outcome: "left", seen }, at(day)),
      stepReports(reports, seen.news, { ...at(day), outcome: "left" }),
    ];
    [effects, reports] = [step.effects, other.effect];
    const readings = [...step.readings, ...(other.reading === undefined ? [] : [other.reading])];
    expect(readings.map(({ kind }) => kind)).toEqual(["calibration.gap", "calibration.slope", "labels.missing"]);
    for (const { kind, bets = [] } of day < 21 ? [] : readings)
      sums[kind] = bets.map((ln, i) => (sums[kind]?.[i] ?? 0) + ln);
  }
  return Object.fromEntries(Object.entries(sums).map(([kind, of]) => [kind, Math.max(...of)]));
}

describe("days of a head", () => {
  test("that stay as they are bring no bet far", () => {
    // By Ville a bet that is fair reaches e⁷ in one of a thousand worlds; there are fifteen.
    for (const ln of Object.values(gathered(USUAL, 14))) expect(ln).toBeLessThan(7);
  });

  test("on which more happens than was foreseen are a gap and no other slope", () => {
    const { "calibration.gap": gap, "calibration.slope": slope } = gathered(
      { ...USUAL, truth: (x) => sigmoid(x + 0.7) },
      7,
    );
    expect(gap).toBeGreaterThan(12);
    expect(slope).toBeLessThan(7);
  });

  test("on which outcomes no longer follow from scores have another slope", () => {
    expect(gathered({ ...USUAL, truth: () => 0.3 }, 5)["calibration.slope"]).toBeGreaterThan(12);
  });

  test("on which a quarter of the reports stays away are told as missing", () => {
    expect(gathered({ ...USUAL, reported: 0.75 }, 7)["labels.missing"]).toBeGreaterThan(7);
  });

  test("say nothing where labels tell no news", () => {
    const { news: _, ...seen } = dayOf(1, USUAL);
    expect(stepEffects(noCalibrationEffects, { name: "risk", outcome: "left", seen }, at(1)).readings).toEqual([]);
    expect(stepReports(noReportsEffect, undefined, { ...at(1), outcome: "left" }).reading).toBeUndefined();
  });
});
