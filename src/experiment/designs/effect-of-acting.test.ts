import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type ActedCase, effectOfActing } from "./effect-of-acting.ts";

interface Desk {
  readonly seed: number;
  readonly units: number;
  /** Share of a yes that acting changes. */
  readonly effect: number;
  /** Of those with a higher chance than this, two in three are acted on. */
  readonly above: number;
}

/** Customers with three decisions each, whose chance of a yes is their own; one in five is held back. */
function deskOf({ seed, units, effect, above }: Desk): readonly ActedCase[] {
  const random = rng({ seed, purpose: "test.effect-of-acting" });
  return Array.from({ length: units }, (_, i) => {
    const [chance, isHeld] = [0.8 * random.uniform(), random.uniform() < 0.2];
    return Array.from({ length: 3 }, (): ActedCase => {
      const acted = !isHeld && chance > above && random.uniform() < 2 / 3;
      const yes = random.uniform() < chance && !(acted && random.uniform() < effect);
      return { unit: `u${i}`, isHeld, acted, yes };
    });
  }).flat();
}

describe("the effect of acting", () => {
  test.each([
    [0, 0.2],
    [0.3, 0.2],
    [0.3, 0.5],
    [0.9, 0.4],
  ])("of %d where chances above %d are acted on is found, within its own standard error", (effect, above) => {
    const runs = 100;
    const errors = Array.from({ length: runs }, (_, seed) => {
      const found = effectOfActing(deskOf({ seed, units: 1_500, effect, above }))!;
      return (found.value - effect) / found.standardError;
    });
    // 95 % of the intervals hold it: of 100 a binomial count, to four standard errors.
    const held = errors.filter((z) => Math.abs(z) < 1.96).length / runs;
    expect(Math.abs(held - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / runs));
  });

  test("is none where too few, or too little that acting could change, came, nor where a held one was acted on", () => {
    const cases = deskOf({ seed: 1, units: 4_000, effect: 0.3, above: 0.2 });
    expect(effectOfActing(cases)).toBeDefined();
    expect(effectOfActing(cases.slice(0, 300))).toBeUndefined();
    expect(effectOfActing(deskOf({ seed: 1, units: 4_000, effect: 0.3, above: 2 }))).toBeUndefined();
    expect(effectOfActing([...cases, { unit: "u0", isHeld: true, acted: true, yes: false }])).toBeUndefined();
    expect(effectOfActing([])).toBeUndefined();
  });
});
