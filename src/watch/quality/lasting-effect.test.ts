import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { hearEffect, type LastingEffect, noEffect } from "./lasting-effect.ts";

const INFORMATION = 30;

/** What forty days of a head that is right leave. */
function known(seed: number): LastingEffect {
  const draws = rng({ seed, purpose: "test.lasting" });
  let effect = noEffect;
  for (let i = 0; i < 40; i++)
    effect = hearEffect(effect, {
      score: Math.sqrt(INFORMATION) * draws.normal(),
      information: INFORMATION,
    }).next;
  return effect;
}

const dayAt = (deviations: number) => ({ score: deviations * Math.sqrt(INFORMATION), information: INFORMATION });

describe("an effect that lasts", () => {
  test("is bet on at odds that are fair while there is none", () => {
    const draws = rng({ seed: 1, purpose: "test.fair" });
    const [of, n] = [known(1), 40_000];
    const heard = Array.from({ length: n }, () => {
      // Around what it takes for usual, as widely as it takes days to be: what remains is a normal number.
      const usual = of.usual.mean * INFORMATION;
      return hearEffect(of, { score: usual + Math.sqrt(INFORMATION) * draws.normal(), information: INFORMATION });
    });
    const streams = [
      heard.map(({ evidence }) => evidence),
      ...[0, 1, 2, 3, 4, 5].map((i) => heard.map(({ bets }) => bets[i]!)),
    ];
    for (const stream of streams) {
      const e = stream.map(Math.exp);
      const mean = e.reduce((sum, one) => sum + one, 0) / n;
      const error = Math.sqrt(e.reduce((sum, one) => sum + (one - mean) ** 2, 0)) / n;
      expect(mean).toBeLessThanOrEqual(1 + 4 * error);
    }
  });

  test("gathers evidence day by day, nearly as fast as its square by two", () => {
    for (const [i, size] of [2, 4].entries()) {
      let [effect, sum, most] = [known(2), 0, 0];
      for (let day = 0; day < 6; day++) {
        const { next, bets, deviation } = hearEffect(effect, dayAt(size));
        effect = next;
        sum += bets[i + 1]!;
        most += deviation! ** 2 / 2;
      }
      // Of the most that a bet on normal numbers can bring a Student's tails leave more than half.
      expect(sum).toBeGreaterThan(0.5 * most);
      expect(sum).toBeLessThan(most);
    }
  });

  test("does not become usual while it speaks, but after four weeks", () => {
    let effect = known(3);
    const levels: number[] = [];
    for (let day = 0; day < 90; day++) {
      effect = hearEffect(effect, dayAt(5)).next;
      levels.push(effect.usual.mean);
    }
    expect(levels[25]).toBe(levels[5]);
    // Then by three standard deviations a day at most, of which some fortieth is learned.
    expect(levels[89]).toBeGreaterThan(levels[5]! + 0.3);
  });

  test("of one side only is no evidence on the other", () => {
    const heard = hearEffect(known(4), dayAt(6), "below");
    expect(heard.evidence).toBeCloseTo(Math.log(0.5), 12);
    expect(heard.bets).toHaveLength(3);
    expect(Math.max(...heard.bets)).toBeLessThan(0);
    expect(Math.max(...hearEffect(known(4), dayAt(-6), "below").bets)).toBeGreaterThan(5);
  });

  test("is not spoken of before a week was seen", () => {
    let effect = noEffect;
    for (let day = 0; day < 7; day++) {
      const heard = hearEffect(effect, dayAt(0));
      expect(heard).toMatchObject({ evidence: 0, bets: [], deviation: null });
      effect = heard.next;
    }
    expect(hearEffect(effect, dayAt(0)).deviation).not.toBeNull();
  });
});
