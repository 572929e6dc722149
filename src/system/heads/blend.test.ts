import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { perRelevant } from "../../objective/index.ts";
import { actIf, rankBy } from "../../policy/index.ts";
import { type BlendGoal, blend, gbdt, on, outcomesOf } from "../index.ts";

const h = on(
  contract({
    list: text(),
    depth: number(),
    clicked: flag({ known: "after" }),
    minutes: number({ known: "after" }),
    topic: text({ known: "after" }),
  }),
);

const outcomes = {
  clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }),
  minutes: h.outcome({ within: "1d", history: (r) => r.minutes, changedByActing: false }),
  topic: h.outcome({ within: "1d", history: (r) => r.topic, changedByActing: false }),
};

function declare(of: Readonly<Record<string, number | BlendGoal>>, more: object = {}): object {
  return h.system({
    ...{ name: "feed", source: csv("feed.csv"), outcomes, filters: [] },
    objective: {
      stated: false,
      currency: "USD",
      outcome: "minutes",
      payoff: perRelevant({ money: 1, positions: [1] }),
    },
    features: h.features((r) => ({ depth: r.depth })),
    rule: (f: { readonly depth: unknown }) => f.depth,
    heads: { appeal: blend({ of, learner: gbdt() }) },
    weights: { appeal: { start: 1, min: 0, max: 1 } },
    policy: rankBy({ list: "list", top: 2 }),
    ...more,
  } as never);
}

describe("blend", () => {
  test("weighs yes-or-no outcomes and numbers, each with its loss", () => {
    const head = blend({ of: { clicked: 0.7, minutes: { weight: 0.3, loss: "huber", delta: 5 } }, learner: gbdt() });
    expect(head.of).toEqual({ clicked: { weight: 0.7 }, minutes: { weight: 0.3, loss: "huber", delta: 5 } });
    expect(outcomesOf(head)).toEqual(["clicked", "minutes"]);
    expect(declare({ clicked: 0.7, minutes: { weight: 0.3, loss: "poisson" } })).toBeDefined();
  });

  test.each([
    ["one outcome", { clicked: 1 }, /at least two outcomes/],
    ["an outcome that is not declared", { clicked: 1, shared: 1 }, /heads.appeal.of.*must be a declared outcome/],
    ["a text", { clicked: 1, topic: 1 }, /must be a flag or number outcome for a blend head/],
    ["a negative weight", { clicked: 1, minutes: -1 }, /must have a weight of 0 or more. Got -1/],
    ["no weight above 0", { clicked: 0, minutes: 0 }, /must have a weight above 0/],
    [
      "a count's loss of a yes or no",
      { clicked: { weight: 1, loss: "poisson" }, minutes: 1 },
      /squared, huber for a flag/,
    ],
    ["the log loss of a number", { clicked: 1, minutes: { weight: 1, loss: "log" } }, /huber, poisson for a number/],
    ["a width without its loss", { clicked: 1, minutes: { weight: 1, delta: 2 } }, /belongs to the loss "huber"/],
  ] as const)("refuses %s", (_, of, words) => {
    expect(() => declare(of as Readonly<Record<string, number | BlendGoal>>)).toThrow(words);
  });

  test("refuses a misspelt property with what was meant", () => {
    expect(() => blend({ of: { clicked: 1, minutes: { wieght: 1 } as never }, learner: gbdt() })).toThrow(/weight/);
  });

  test("its score is no probability, so that no threshold comes from a payoff", () => {
    const acting = {
      objective: {
        stated: false,
        currency: "USD",
        outcome: "clicked",
        cost: {},
        payoff: { show: { yes: 1, no: -1 }, skip: { yes: 0, no: 0 } },
      },
      rule: (f: { readonly depth: { above(limit: number): unknown } }) => f.depth.above(1),
    };
    const of = { clicked: 1, minutes: 1 };
    expect(() => declare(of, { ...acting, policy: actIf({ threshold: "from-payoff" }) })).toThrow(/policy.threshold/);
    expect(declare(of, { ...acting, policy: actIf({ threshold: 0.5 }) })).toBeDefined();
  });
});
