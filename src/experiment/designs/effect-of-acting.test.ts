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

interface Few {
  readonly seed: number;
  readonly units: number;
  readonly effect: number;
  readonly share: number;
}

/** Customers with one to eight decisions each, most of whom have little chance of a yes: some hundred, of which acting may change a few. */
function fewOf({ seed, units, effect, share }: Few): readonly ActedCase[] {
  const random = rng({ seed, purpose: "test.effect-of-acting.few" });
  return Array.from({ length: units }, (_, i) => {
    const [chance, isHeld] = [0.3 * random.uniform() ** 2, random.uniform() < share];
    return Array.from({ length: 1 + Math.floor(8 * random.uniform() ** 3) }, (): ActedCase => {
      const acted = !isHeld && chance > 0.1 && random.uniform() < 0.8;
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
    const found = Array.from(
      { length: runs },
      (_, seed) => effectOfActing(deskOf({ seed, units: 1_500, effect, above }))!,
    );
    // 95 % of the intervals hold it: of 100 a binomial count, to four standard errors.
    const held = found.filter(({ low, high }) => low <= effect && effect <= high).length / runs;
    expect(Math.abs(held - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / runs));
  });

  test.each([
    [400, 0.2, 0.2],
    [1_000, 0.1, 0.2],
    [400, 0.2, 0],
    [400, 0.2, 0.9],
  ])("is told of %d entities, %d of them held, no surer than it is: %d", (units, share, effect) => {
    const runs = 300;
    const all = Array.from({ length: runs }, (_, seed) => effectOfActing(fewOf({ seed, units, share, effect })));
    const told = all.filter((one) => one !== undefined);
    expect(told.length).toBeGreaterThan(runs / 2);
    // Those told alone, which are the lucky ones: 95 % of them, less three standard errors of a binomial count.
    const held = told.filter(({ low, high }) => low <= effect && effect <= high).length / told.length;
    expect(held).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / told.length));
    const covered = told.every(({ value, standardError, low, high }) => {
      const half = 1.9600001 * standardError;
      return value - half <= low && low <= value && value <= high && high <= Math.min(1, value + half);
    });
    expect(covered).toBe(true);
  });

  test("of which no case is seen is not thereby known for certain", () => {
    const all = deskOf({ seed: 3, units: 1_500, effect: 1, above: 0.6 });
    expect(all.some(({ acted, yes }) => acted && yes)).toBe(false);
    const found = effectOfActing(all)!;
    expect(found).toMatchObject({ value: 1, high: 1 });
    // What nobody of the served was seen to have may be 1.96² cases: of some 300 that acting could change, 1 %.
    expect(found.low).toBeLessThan(0.995);
    expect(found.low).toBeGreaterThan(0.97);
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
