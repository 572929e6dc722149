import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import {
  advantage,
  assumed,
  breakEven,
  effectInvalid,
  expectedMoney,
  moneySaved,
  type Objective,
  payoffUndecided,
  realisedMoney,
  type StatedObjective,
  stakesOf,
  unstated,
} from "./index.ts";

function objective(parts: Pick<StatedObjective, "payoff"> & Partial<StatedObjective>): Objective {
  return {
    stated: true,
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 1,
    by: "2027-06-30",
    currency: "USD",
    cost: {},
    guardrails: [],
    transparency: "any",
    asked: "us",
    approves: [],
    ...parts,
  };
}

const call = { call: { yes: 1_900, no: 0 }, skip: { yes: 0, no: 0 } };

describe("stakes", () => {
  test("take the effect and the cost into account", () => {
    const stakes = stakesOf(objective({ payoff: call, cost: { call: 60 }, effect: assumed(0.2, [0.05, 0.4]) }));
    expect(stakes).toMatchObject({ act: "call", otherwise: "skip", currency: "USD", basis: "assumed" });
    // A fifth of 1,900, less 60.
    expect(stakes.money).toEqual({ act: { yes: 320, no: -60 }, otherwise: { yes: 0, no: 0 } });
    expect(advantage(stakes)).toEqual({ yes: 320, no: -60 });
    expect(breakEven(stakes)).toBeCloseTo(60 / 380, 12);
  });

  test("are the same in whichever order the actions are written", () => {
    const swapped = { skip: call.skip, call: call.call };
    const cost = { call: 60 };
    expect(stakesOf(objective({ payoff: swapped, cost }))).toEqual(stakesOf(objective({ payoff: call, cost })));
  });

  test("are the same whether a yes is written as a gain of acting or as a loss of not acting", () => {
    const effect = assumed(0.2, [0.1, 0.3]);
    const asGain = stakesOf(objective({ payoff: call, cost: { call: 60 }, effect }));
    const loss = { call: { yes: 0, no: 0 }, skip: { yes: -1_900, no: 0 } };
    const asLoss = stakesOf(objective({ payoff: loss, cost: { call: 60 }, effect }));
    expect(advantage(asLoss)).toEqual(advantage(asGain));
    expect(breakEven(asLoss)).toBe(breakEven(asGain));
    // Four in five called patients are back all the same, and cost 1,900 each.
    expect(asLoss.money.act.yes).toBe(-1_900 * 0.8 - 60);
  });

  test("know approving from refusing: the one that gains more from a yes acts, also when both lose", () => {
    const fraud = { approve: { yes: -500, no: 20 }, block: { yes: 0, no: -5 } };
    const stakes = stakesOf(objective({ payoff: fraud }));
    expect(stakes).toMatchObject({ act: "block", otherwise: "approve", basis: "measured" });
    expect(advantage(stakes)).toEqual({ yes: 500, no: -25 });
    expect(breakEven(stakes)).toBeCloseTo(25 / 525, 12);
  });

  test.each([
    ["a single action", { call: { yes: 1, no: 0 } }],
    ["three actions", { a: { yes: 1, no: 0 }, b: { yes: 0, no: 0 }, c: { yes: 0, no: 1 } }],
    ["two actions that gain the same from a yes", { a: { yes: 5, no: 3 }, b: { yes: 2, no: 0 } }],
    ["an amount that is no number", { a: { yes: Number.NaN, no: 3 }, b: { yes: 2, no: 0 } }],
    ["an infinite amount", { a: { yes: Infinity, no: 3 }, b: { yes: 2, no: 0 } }],
  ])("refuse %s", (_, payoff) => {
    expect(() => stakesOf(objective({ payoff }))).toThrow(expect.objectContaining({ code: payoffUndecided.code }));
  });

  test("of an unstated objective count right and wrong actions, and are assumed", () => {
    const stakes = stakesOf(unstated({ act: "call", otherwise: "skip" }));
    expect(stakes).toMatchObject({ act: "call", basis: "assumed", currency: "points" });
    expect(breakEven(stakes)).toBe(0.5);
  });
});

describe("the break-even", () => {
  test.each([
    ["0 when acting always gains", { a: { yes: 9, no: 2 }, b: { yes: 0, no: 0 } }, 0],
    ["0 when acting costs nothing on a no", { a: { yes: 9, no: 0 }, b: { yes: 0, no: 0 } }, 0],
    ["infinite when even a certain yes does not pay", { a: { yes: 50, no: -10 }, b: { yes: 60, no: 20 } }, Infinity],
    ["1 at most otherwise", { a: { yes: 1, no: -1e9 }, b: { yes: 0, no: 0 } }, 1e9 / (1e9 + 1)],
  ])("is %s", (_, payoff, expected) => {
    expect(breakEven(stakesOf(objective({ payoff })))).toBe(expected);
  });

  test("is infinite when acting gains nothing at all", () => {
    const useless = objective({ payoff: call, effect: assumed(0, [0, 0.1]) });
    expect(breakEven(stakesOf(useless))).toBe(Infinity);
  });

  test("is where both actions are worth the same, and acting is worth more above", () => {
    const amount = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(fc.tuple(amount, amount, amount, amount), ([a, b, c, d]) => {
        fc.pre(a - b > c - d);
        const stakes = stakesOf(objective({ payoff: { act: { yes: a, no: b }, rest: { yes: c, no: d } } }));
        const at = breakEven(stakes);
        const gain = (p: number): number => expectedMoney(stakes, p, 1) - expectedMoney(stakes, p, 0);
        if (at > 0 && at <= 1) expect(gain(at)).toBeCloseTo(0, 6);
        if (at < 1) expect(gain(1)).toBeGreaterThan(0);
        if (at === 0) expect(gain(0)).toBeGreaterThanOrEqual(0);
        if (at === Infinity) expect(gain(1)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

test("expected money weighs both truths and both actions", () => {
  const stakes = stakesOf(objective({ payoff: { a: { yes: 100, no: -10 }, b: { yes: -40, no: 5 } } }));
  // p 0.25: acting 0.25·100 − 0.75·10 = 17.5; resting −0.25·40 + 0.75·5 = −6.25; half and half 5.625.
  expect(expectedMoney(stakes, 0.25, 1)).toBe(17.5);
  expect(expectedMoney(stakes, 0.25, 0)).toBe(-6.25);
  expect(expectedMoney(stakes, 0.25, 0.5)).toBe(5.625);
});

test.each([
  [0.5, [0.6, 0.7]],
  [0.5, [0.1, 0.4]],
  [1.2, [0.1, 1.3]],
  [-0.1, [-0.2, 0.4]],
  [Number.NaN, [0, 1]],
] as const)("an effect of %s in %j is refused", (value, range) => {
  expect(() => assumed(value, range)).toThrow(expect.objectContaining({ code: effectInvalid.code }));
});

describe("realised money", () => {
  test("reads the payoff when acting does not change the outcome", () => {
    const money = realisedMoney(objective({ payoff: call, cost: { call: 60 } }), false);
    expect([money("call", true), money("call", false), money("skip", true), money("skip", false)]).toEqual([
      1_840, -60, 0, 0,
    ]);
  });

  test("differs between arms as the payoff means, whatever the payoff, the effect and the arms", () => {
    const amount = fc.integer({ min: -1_000, max: 1_000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(amount, amount, amount, amount), fc.tuple(share, share, share, share), (money, shares) => {
        const [yes, no, restYes, restNo] = money;
        const [rate, effect, much, little] = shares;
        fc.pre(yes - no > restYes - restNo);
        const payoff = { call: { yes, no }, skip: { yes: restYes, no: restNo } };
        const stated = objective({ payoff, cost: { call: 60, skip: 5 }, effect: assumed(effect, [0, 1]) });
        const realised = realisedMoney(stated, true);
        const stakes = stakesOf(stated);
        // In expectation over who would be a yes (rate), who is acted on (acts) and whom acting helps (effect).
        const seen = (acts: number): number => {
          const still = rate * (1 - effect);
          const called = still * realised("call", true) + (1 - still) * realised("call", false);
          const skipped = rate * realised("skip", true) + (1 - rate) * realised("skip", false);
          return acts * called + (1 - acts) * skipped;
        };
        const meant = expectedMoney(stakes, rate, much) - expectedMoney(stakes, rate, little);
        expect(seen(much) - seen(little)).toBeCloseTo(meant, 6);
      }),
    );
  });

  test("differs between two simulated arms by what acting is worth", () => {
    const payoff = { call: { yes: 1_900, no: -400 }, skip: { yes: 0, no: 0 } };
    const [rate, effect, n] = [0.2, 0.3, 100_000];
    const realised = realisedMoney(objective({ payoff, cost: { call: 60 } }), true);
    const draws = rng({ seed: 7, purpose: "test.realised" });
    const meanOf = (action: "call" | "skip"): number => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const wouldBe = draws.uniform() < rate;
        const helped = draws.uniform() < effect && action === "call";
        sum += realised(action, wouldBe && !helped);
      }
      return sum / n;
    };
    // Of a hundred called, six are helped (1,900 each) and eighty were no case (−400 each); a call costs 60.
    const truth = 0.06 * 1_900 - 0.8 * 400 - 60;
    // One realised amount spreads over at most 2,300: standard deviation below 2,300 · √(0.2 · 0.8) = 920 in either arm.
    expect(Math.abs(meanOf("call") - meanOf("skip") - truth)).toBeLessThan(4 * 920 * Math.sqrt(2 / n));
  });
});
