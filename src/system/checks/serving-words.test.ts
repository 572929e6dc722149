import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { when } from "../../features/index.ts";
import { moneySaved, perRelevant, perUnit, rightOrWrong, unstated, unstatedAnswers } from "../../objective/index.ts";
import { actIf, epsilon, pickLabel, pickValue, rankBy } from "../../policy/index.ts";
import { binary, capacityShare, multiclass, on, regression, systemInvalid } from "../index.ts";

const desk = contract({
  who: number({ integer: true }),
  session: text(),
  visits: number(),
  ward: text({ values: ["north", "south"], known: "after" }),
  back: flag({ known: "after" }),
  days: number({ known: "after" }),
});
const h = on(desk);
const learner = { learner: "gbdt", params: {} } as const;
const outcomes = {
  back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }),
  ward: h.outcome({ within: "1d", history: (r) => r.ward, changedByActing: false }),
  days: h.outcome({ within: "1d", history: (r) => r.days, changedByActing: false }),
};
const features = h.features((r) => ({ visits: r.visits }));
const base = { name: "desk", source: csv("desk.csv"), outcomes, features } as const;
const acting = {
  ...base,
  objective: { ...unstated({ act: "call", otherwise: "skip" }), outcome: "back" },
  heads: { risk: binary({ label: "back", learner, deadline: "20ms" }) },
  weights: { risk: { start: 1, min: 0, max: 1 } },
  rule: (f: typeof features) => f.visits.atLeast(2),
  policy: actIf({ threshold: 0.5, capacity: { most: 100, per: "1h", of: 1_000 }, explore: epsilon(0.05) }),
} as const;
const labelling = {
  ...base,
  objective: unstatedAnswers(rightOrWrong({ right: 1, wrong: -1 })),
  heads: { desk: multiclass({ label: "ward", learner }) },
  rule: (f: typeof features) => when(f.visits.atLeast(2), "north", "south"),
  policy: pickLabel({ head: "desk" }),
} as const;

describe("what a system says of how it is served", () => {
  test("is kept as it was declared, and says nothing where nothing was", () => {
    const limits = { call: { most: 500, per: "1h" } } as const;
    const declared = h.system({ ...acting, limits, default: "skip", outside: "fallback" });
    expect(declared).toMatchObject({ limits, default: "skip", outside: "fallback" });
    expect(declared.heads.risk).toMatchObject({ deadline: "20ms" });
    const plain = h.system(acting);
    expect([plain.limits, plain.default, plain.outside]).toEqual([undefined, undefined, undefined]);
  });

  test("has a capacity as a share of the decisions that are expected", () => {
    expect(capacityShare(h.system(acting))).toBe(0.1);
    const stated = {
      ...acting,
      objective: {
        metric: moneySaved,
        direction: "increase" as const,
        baseline: 0,
        target: 1,
        by: "2027-12-31",
        currency: "USD",
        outcome: "back" as const,
        payoff: { call: { yes: 5, no: -1 }, skip: { yes: 0, no: 0 } },
        perYear: 365 * 24 * 400,
        asked: "us",
        approves: ["us"],
      },
      policy: actIf({ threshold: 0.5, capacity: { most: 100, per: "1h" } }),
    };
    expect(capacityShare(h.system(stated))).toBe(0.25);
    const more = actIf({ threshold: 0.5, capacity: { most: 1_000, per: "1h" } });
    expect(capacityShare(h.system({ ...stated, policy: more }))).toBe(1);
    expect(capacityShare(h.system({ ...stated, policy: actIf({ threshold: 0.5 }) }))).toBe(1);
  });

  test("is typed: actions that are none, and answers of another kind, do not compile", () => {
    const wrong = [
      // @ts-expect-error no such action
      () => h.system({ ...acting, limits: { phone: { most: 1, per: "1h" } } }),
      // @ts-expect-error no such action
      () => h.system({ ...acting, default: "phone" }),
      // @ts-expect-error a label is a text
      () => h.system({ ...labelling, default: 3 }),
      // @ts-expect-error no such way
      () => h.system({ ...acting, outside: "ignore" }),
    ];
    for (const make of wrong) expect(make).toThrow(expect.objectContaining({ code: systemInvalid.code }));
  });
});

const value = {
  ...base,
  objective: { ...unstatedAnswers(perUnit({ over: -1, under: -1 })), outcome: "days" },
  heads: { stay: regression({ label: "days", learner }) },
  rule: (f: typeof features) => f.visits,
  policy: pickValue({ head: "stay" }),
};
const order = {
  ...base,
  objective: { ...unstatedAnswers(perRelevant({ money: 1, positions: [1] })), outcome: "back" },
  heads: {},
  weights: {},
  rule: (f: typeof features) => f.visits,
  policy: rankBy({ list: "session", top: 2 }),
};
const loose = h.system as (options: object) => unknown;

test.each([
  [{ ...acting, policy: actIf({ threshold: 0.5, capacity: { most: 5, per: "1h" } }) }, "policy.capacity.of"],
  [{ ...acting, limits: { skip: { most: 5, per: "1h" } } }, 'limit "call" instead'],
  [{ ...acting, limits: { call: { most: 5, per: "hour" } } }, "limits.call"],
  [{ ...acting, limits: { call: { most: -1, per: "1h" } } }, "limits.call"],
  [{ ...acting, limits: { call: 5 } }, "limits.call"],
  [{ ...value, limits: { more: { most: 5, per: "1h" } } }, "limits.more"],
  [{ ...acting, default: "wait" }, 'an action, "call" or "skip"'],
  [{ ...value, default: "long" }, "a finite number"],
  [{ ...order, default: "newest" }, "as-given"],
  [{ ...acting, outside: "refuse" }, "outside"],
  [{ ...acting, heads: { risk: { ...acting.heads.risk, deadline: "soon" } } }, "heads.risk.deadline"],
  [{ ...acting, policy: { ...acting.policy, capacity: { most: 5, per: 3 } } }, "policy.capacity.per"],
])("what cannot be meant so is refused: %#", (options, words) => {
  expect(() => loose(options)).toThrow(words);
});

describe("a ranking", () => {
  const arranged = {
    ...order,
    heads: { risk: binary({ label: "back", learner }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
  } as const;

  test("is arranged by heads and fields that are there", () => {
    const policy = rankBy({
      list: "session",
      top: 2,
      stages: [{ heads: ["risk"], keep: 10 }],
      diversity: [
        { by: "visits", most: 1 },
        { by: "source", penalty: 0.1 },
      ],
    });
    expect(h.system({ ...arranged, policy }).policy).toEqual(policy);
  });

  test("by others does not compile, and is refused", () => {
    const by = rankBy({ list: "session", top: 2, diversity: [{ by: "topic", most: 1 }] });
    const after = rankBy({ list: "session", top: 2, diversity: [{ by: "ward", most: 1 }] });
    const staged = rankBy({ list: "session", top: 2, stages: [{ heads: ["light"], keep: 1 }] });
    // @ts-expect-error no such field
    expect(() => h.system({ ...arranged, policy: by })).toThrow("known before");
    expect(() => h.system({ ...arranged, policy: after })).toThrow("known before");
    // @ts-expect-error no such head
    expect(() => h.system({ ...arranged, policy: staged })).toThrow("must name heads (risk)");
  });
});

test.each([
  [{ ...labelling, limits: { north: { most: 5, per: "1h" } }, default: "south" }],
  [{ ...value, default: 3 }],
  [{ ...order, default: "as-given" }],
])("what can be is taken: %#", (options) => {
  expect(loose(options)).toMatchObject({ default: options.default });
});
