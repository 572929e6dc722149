import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answersOf,
  bestQuantile,
  byAnswer,
  expectedByAnswer,
  hitOrMiss,
  isAnswerPayoff,
  labelBreakEven,
  labelPayoff,
  parentOf,
  payoffInvalid,
  perRelevant,
  perUnit,
  priceLabel,
  priceOneLabel,
  priceRanking,
  priceValue,
  rightOrWrong,
  stakesOf,
  unstated,
  unstatedAnswers,
} from "./index.ts";

const shares = (length: number) =>
  fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: length, maxLength: length }).map((all) => {
    const sum = all.reduce((total, one) => total + one, 0);
    return all.map((one) => one / sum);
  });

describe("a label", () => {
  const paths = ["fashion > shoes", "fashion > bags", "home > lamps", "home > chairs", "other"];
  const ladder = rightOrWrong({ right: 3, partly: 0.5, wrong: -2 });

  test("is worth most when it is right, and less when only its last step is wrong", () => {
    expect(priceLabel(ladder, "fashion > shoes", "fashion > shoes")).toBe(3);
    expect(priceLabel(ladder, "fashion > bags", "fashion > shoes")).toBe(0.5);
    expect(priceLabel(ladder, "home > lamps", "fashion > shoes")).toBe(-2);
    expect(priceLabel(ladder, null, "fashion > shoes")).toBe(-2);
    expect(priceLabel(ladder, "other", "something")).toBe(-2);
  });

  test("of one step has no parent to be right about", () => {
    expect([parentOf("other"), parentOf("a > b > c")]).toEqual(["", "a > b"]);
  });

  test.each([
    ["right or wrong", ladder],
    [
      "a table with an answer that is no truth",
      byAnswer({ other: { other: 5, "home > lamps": -3 }, ask: { other: -1 } }),
    ],
  ] as const)("is expected to bring the mean of what it would bring: %s", (_, payoff) => {
    const expectedOf = expectedByAnswer(payoff, paths);
    fc.assert(
      fc.property(shares(paths.length), (probabilities) => {
        const expected = expectedOf(probabilities);
        answersOf(payoff, paths).forEach((answer, i) => {
          const mean = paths.reduce((sum, truth, t) => sum + probabilities[t]! * priceLabel(payoff, answer, truth), 0);
          expect(expected[i]).toBeCloseTo(mean, 9);
        });
      }),
    );
  });
});

describe("a set of labels", () => {
  const payoff = hitOrMiss({
    hit: 1,
    falseAlarm: -2,
    miss: -0.5,
    labels: { rare: { hit: 9, falseAlarm: -1, miss: 0 } },
  });

  test("has prices of its own for a label that is named", () => {
    expect(labelPayoff(payoff, "rare")).toEqual({ hit: 9, falseAlarm: -1, miss: 0 });
    expect(labelPayoff(payoff, "toString")).toEqual({ hit: 1, falseAlarm: -2, miss: -0.5 });
  });

  test("gains by a label from its break-even on, and not below", () => {
    const amount = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(amount, amount, amount),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([hit, alarm, miss], p) => {
          const one = { hit, falseAlarm: -alarm, miss: -miss };
          const mean = (given: boolean) =>
            p * priceOneLabel(one, given, true) + (1 - p) * priceOneLabel(one, given, false);
          fc.pre(Math.abs(p - labelBreakEven(one)) > 1e-9);
          expect(mean(true) > mean(false)).toBe(p > labelBreakEven(one));
        },
      ),
    );
  });
});

describe("a value", () => {
  const payoff = perUnit({ over: -0.1, under: -0.3, exact: 2 });

  test("loses by every unit that it is off, more on one side", () => {
    expect(priceValue(payoff, 110, 100)).toBeCloseTo(1, 12);
    expect(priceValue(payoff, 90, 100)).toBeCloseTo(-1, 12);
    expect(priceValue(payoff, 100, 100)).toBe(2);
  });

  test("loses least at the quantile that the two prices set", () => {
    const truths = Array.from({ length: 1_000 }, (_, i) => (i + 0.5) ** 2);
    const lossAt = (value: number) => truths.reduce((sum, truth) => sum - priceValue(payoff, value, truth), 0);
    const best = truths[Math.ceil(bestQuantile(payoff) * truths.length) - 1]!;
    expect(bestQuantile(payoff)).toBeCloseTo(0.75, 12);
    for (const other of truths.filter((_, i) => i % 50 === 0))
      expect(lossAt(best)).toBeLessThanOrEqual(lossAt(other) + 1e-6);
  });
});

test("an order is worth what is relevant in it, by how many see each position", () => {
  const payoff = perRelevant({ money: 2, positions: [1, 0.5] });
  expect(priceRanking(payoff, [3, 1, 9])).toBe(2 * (3 + 0.5));
  expect(priceRanking(payoff, [])).toBe(0);
});

describe("a payoff", () => {
  test.each([
    ["no gain by being right", () => rightOrWrong({ right: 1, wrong: 1 })],
    ["an amount that is none", () => rightOrWrong({ right: Number.NaN, wrong: 0 })],
    ["a misspelt amount", () => rightOrWrong({ right: 1, worng: 0 } as never)],
    ["one answer", () => byAnswer({ a: { a: 1 } })],
    ["a cell that is no number", () => byAnswer({ a: { a: Infinity }, b: {} })],
    ["a label that gains nothing where it is true", () => hitOrMiss({ hit: -3, falseAlarm: -2, miss: 0 })],
    ["money for being off", () => perUnit({ over: 1, under: -1 })],
    ["no price of being off", () => perUnit({ over: 0, under: 0 })],
    ["no positions", () => perRelevant({ money: 1, positions: [] })],
    ["more viewers than people", () => perRelevant({ money: 1, positions: [1.2] })],
  ])("with %s is refused", (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: payoffInvalid.code }));
  });

  test("of answers is told from one of actions, and says when not to act upon it", () => {
    const { payoff } = unstatedAnswers(rightOrWrong({ right: 1, wrong: 0 }));
    expect([isAnswerPayoff(payoff), isAnswerPayoff(unstated({ act: "payoff", otherwise: "skip" }).payoff)]).toEqual([
      true,
      false,
    ]);
    expect(() => stakesOf(unstatedAnswers(payoff))).toThrow(/made by `right-or-wrong`/);
  });
});
