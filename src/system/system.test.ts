import { describe, expect, expectTypeOf, test } from "vitest";
import { contract, csv, number, text, time } from "../data/index.ts";
import { assumed, latency, moneySaved, unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { binary, multiclass, on, regression, type System, type SystemTypes } from "./index.ts";

const hospital = contract({
  patient: number({ integer: true }),
  visits: number(),
  days: number(),
  admitted: time(),
  age: text({ values: ["young", "old"] }),
  readmitted: text({ values: ["<30", ">30", "NO"], known: "after" }),
  cost: number({ known: "after" }),
});
const h = on(hospital);
const source = csv("hospital.csv");
const learner = { learner: "gbdt", params: {} } as const;
const features = h.features((r) => ({
  visits: r.visits,
  perDay: r.visits.per(r.days),
  age: r.age,
  hour: r.admitted.hour(),
}));
const readmitted = h.outcome({ within: "30d", history: (r) => r.readmitted.equals("<30"), changedByActing: true });
const when = h.outcome({ within: "90d", history: (r) => r.readmitted, changedByActing: false });
const cost = h.outcome({ within: "90d", history: (r) => r.cost, changedByActing: false });
const payoff = { call: { yes: 1_900, no: 0 }, skip: { yes: 0, no: 0 } };
const objective = {
  metric: moneySaved,
  direction: "increase",
  baseline: 0,
  target: 250_000,
  by: "2027-06-30",
  currency: "USD",
  payoff,
  cost: { call: 60 },
  effect: assumed(0.2, [0.05, 0.4]),
  guardrails: [latency({ p99Ms: 20 })],
  asked: "care management",
  approves: ["clinical lead"],
} as const;
const head = binary({ label: "readmitted", learner });
const one = { start: 1, min: 0, max: 1 };
const base = {
  name: "readmission",
  source,
  entity: "patient",
  outcomes: { readmitted },
  features,
  policy: actIf({ threshold: "from-payoff" }),
} as const;
const rule = (f: typeof features) => f.visits.atLeast(2);

const sys = { ...base, objective, rule } as const;
const weights = { risk: one };

const forwards = h.system({
  name: "readmission",
  source,
  entity: "patient",
  time: "admitted",
  objective,
  outcomes: { readmitted },
  features,
  rule: (f) => f.visits.atLeast(2),
  heads: { risk: head },
  weights: { risk: one },
  filters: [{ name: "young", when: (f) => f.age.equals("young") }],
  policy: actIf({ threshold: "from-payoff", capacity: { share: 0.1 } }),
  slices: ["age"],
});
const backwards = h.system({
  policy: actIf({ threshold: 0.2 }),
  weights: { risk: one, amount: one },
  heads: { risk: head, amount: regression({ label: "cost", learner }), class: multiclass({ learner, label: "when" }) },
  rule: (f) => f.perDay.above(1),
  features,
  outcomes: { readmitted, when, cost },
  objective: { ...objective, outcome: "readmitted" },
  entity: "patient",
  source,
  name: "readmission",
});

describe("types", () => {
  test("flow from the contract to the client, in any order of properties", () => {
    type Types<S> = S extends System<infer T extends SystemTypes> ? T : never;
    expectTypeOf<Types<typeof forwards>["action"]>().toEqualTypeOf<"call" | "skip">();
    expectTypeOf<Types<typeof forwards>["head"]>().toEqualTypeOf<"risk">();
    expectTypeOf<Types<typeof backwards>["head"]>().toEqualTypeOf<"risk" | "amount" | "class">();
    expectTypeOf<Types<typeof forwards>["contract"]>().toEqualTypeOf<typeof hospital>();
  });

  test("refuse wrong programs", () => {
    // Each line must fail to compile; that is the test. What it does when it runs anyway is checked below.
    const wrong = (): void => {
      // @ts-expect-error leakage: known only afterwards
      h.features((r) => ({ leak: r.readmitted }));
      // @ts-expect-error no such field
      h.features((r) => ({ weight: r.weight }));
      // @ts-expect-error a time is not a feature; a part of it is
      h.features((r) => ({ admitted: r.admitted }));
      // @ts-expect-error text has no arithmetic
      h.features((r) => ({ age: r.age.plus(1) }));
      // @ts-expect-error not a value of the field
      h.outcome({ within: "30d", history: (r) => r.readmitted.equals("30"), changedByActing: true });
      // @ts-expect-error no such feature
      h.system({ ...base, objective, heads: { risk: head }, weights: { risk: one }, rule: (f) => f.weight.atLeast(1) });
      // @ts-expect-error a rule says yes or no
      h.system({ ...base, objective, heads: { risk: head }, weights: { risk: one }, rule: (f) => f.visits });
      // @ts-expect-error a weight for a head that does not exist
      h.system({ ...base, objective, heads: { risk: head }, weights: { quality: one }, rule });
      // @ts-expect-error a head without its weight
      h.system({ ...base, objective, heads: { risk: head }, weights: {}, rule });
      // @ts-expect-error an outcome that was not declared
      h.system({ ...sys, heads: { risk: binary({ label: "died", learner }) }, weights });
      // @ts-expect-error a binary head of a number outcome
      h.system({ ...sys, outcomes: { cost }, heads: { risk: binary({ label: "cost", learner }) }, weights });
      // @ts-expect-error a regression head of a yes-or-no outcome
      h.system({ ...sys, heads: { risk: regression({ label: "readmitted", learner }) }, weights });
      // @ts-expect-error a multiclass head of a yes-or-no outcome
      h.system({ ...sys, heads: { risk: multiclass({ label: "readmitted", learner }) }, weights: {} });
      // @ts-expect-error a cost of an action that has no payoff
      h.system({ ...base, objective: { ...objective, cost: { visit: 3 } }, heads: {}, weights: {}, rule });
      // @ts-expect-error an entity that is no field
      h.system({ ...base, entity: "person", objective, heads: {}, weights: {}, rule });
      // @ts-expect-error a slice that is no field
      h.system({ ...base, slices: ["colour"], objective, heads: {}, weights: {}, rule });
    };
    expect(wrong).toBeTypeOf("function");
  });
});

describe("a declared system", () => {
  test("is plain data: it survives JSON unchanged", () => {
    expect(JSON.parse(JSON.stringify(forwards))).toEqual(forwards);
  });
  test("has the same features and rule whatever the order of its properties", () => {
    expect(backwards.features).toEqual(forwards.features);
  });
  test("keeps a holdback where acting changes the outcome, and none elsewhere", () => {
    expect(forwards.holdback).toBe(0.05);
    const { effect: _, ...priced } = objective;
    const shop = h.system({
      ...base,
      outcomes: { bought: h.outcome({ within: "1d", history: (r) => r.cost.above(0), changedByActing: false }) },
      objective: priced,
      heads: {},
      weights: {},
      rule,
    });
    expect(shop.holdback).toBe(0);
  });
  test("may have no heads, and an objective that nobody has stated", () => {
    const system = h.system({
      ...base,
      objective: unstated({ act: "call", otherwise: "skip" }),
      heads: {},
      weights: {},
      rule,
    });
    expect(system.objective.stated).toBe(false);
    expectTypeOf(system).toEqualTypeOf<
      System<SystemTypes<typeof hospital, "call" | "skip", never, never, Readonly<Record<never, never>>>>
    >();
  });
});

describe("what the types cannot see is refused in a sentence", () => {
  const ok = { ...base, objective, heads: { risk: head }, weights: { risk: one }, rule };
  const cases: readonly [string, () => unknown, RegExp][] = [
    ["a name with spaces", () => h.system({ ...ok, name: "My System" }), /`name`.*lower-case.*Got "My System"/],
    [
      "a weight outside its bounds",
      () => h.system({ ...ok, weights: { risk: { start: 2, min: 0, max: 1 } } }),
      /start inside its bounds/,
    ],
    ["a time that is a number", () => h.system({ ...ok, time: "visits" }), /must be a time field. "visits" is number/],
    [
      "an outcome window that is no duration",
      () => h.system({ ...ok, outcomes: { readmitted: { ...readmitted, within: "soon" } } }),
      /such as "30d"/,
    ],
    [
      "two outcomes and a payoff that names none",
      () => h.system({ ...ok, outcomes: { readmitted, cost } }),
      /objective.outcome.*must name/,
    ],
    [
      "a threshold from the payoff over two heads",
      () => h.system({ ...ok, heads: { a: head, b: head }, weights: { a: one, b: one } }),
      /only when one head/,
    ],
    [
      "an effect left open where acting changes the outcome",
      () => h.system({ ...ok, objective: { ...objective, effect: undefined as never } }),
      /say what acting achieves/,
    ],
    ["one fold", () => h.system({ ...ok, evaluation: { folds: 1 } }), /from 2 to 20. Got 1/],
  ];
  test.each(cases)("%s", (_, make, words) => {
    expect(make).toThrow(words);
  });
});

describe("a property of the objective that cannot be meant so is refused by its path", () => {
  const cases: readonly [Readonly<Record<string, unknown>>, RegExp][] = [
    [{ directon: "increase" }, /`objective.directon`.* no.* property.*Did you mean `direction`\?/],
    [{ payoff: { call: { ys: 1, no: 0 }, skip: { yes: 0, no: 0 } } }, /`objective.payoff.call.ys`.*`yes`\?/],
    [{ payoff: { call: { yes: "1", no: 0 }, skip: { yes: 0, no: 0 } } }, /payoff.call.yes`.*finite number. Got "1"/],
    [{ payoff: undefined, payof: payoff }, /`objective.payof`.*`payoff`\?/],
    [{ payoff: undefined }, /`objective.payoff`.*money for each action.*Got nothing/],
    [{ cost: { visit: 40 } }, /`objective.cost.visit`.*names no action of the payoff \(call, skip\)/],
    [{ cost: { call: Number.NaN } }, /`objective.cost.call`.*finite number. Got NaN/],
    [{ by: "end of 2027" }, /`objective.by`.*YYYY-MM-DD.*Got "end of 2027"/],
    [{ by: "2027-02-30" }, /`objective.by`.*Got "2027-02-30"/],
    [{ direction: "up" }, /`objective.direction`.*"increase" or "decrease". Got "up"/],
    [{ target: Number.POSITIVE_INFINITY }, /`objective.target`.*finite number. Got Infinity/],
    [{ baseline: undefined }, /`objective.baseline`.*Got nothing/],
    [{ perYear: 0 }, /`objective.perYear`.*above 0. Got 0/],
    [{ currency: "usd" }, /`objective.currency`.*three capital letters.*Got "usd"/],
    [{ metric: "money" }, /`objective.metric`.*moneySaved.*Got "money"/],
    [{ effect: 0.3 }, /`objective.effect`.* must be `assumed\(0.3, \[0.1, 0.5\]\)`. Got 0.3/],
    [{ approves: "me" }, /`objective.approves`.*a list of texts.*Got "me"/],
    [{ guardrails: [latency({ p99ms: 20 } as never)] }, /`objective.guardrails.0.p99Ms`.*Got nothing/],
  ];
  test.each(cases)("%j", (change, words) => {
    const mixed = { ...objective, ...change } as typeof objective;
    expect(() => h.system({ ...base, objective: mixed, heads: {}, weights: {}, rule })).toThrow(words);
  });
});

describe("a misspelt name anywhere else is refused by its path", () => {
  const ok = { ...base, objective, heads: { risk: head }, weights: { risk: one }, rule };
  const make = (change: object) => () => h.system({ ...ok, ...change });
  const cases: readonly [string, () => unknown, RegExp][] = [
    ["an outcome", () => h.outcome({ ...({ actd: 1 } as object) } as never), /`h.outcome.actd`.*`acted`\?/],
    [
      "a head",
      () => binary({ label: "x", learner, calibraton: "none" } as never),
      /`binary.calibraton`.*`calibration`\?/,
    ],
    ["a weight", make({ weights: { risk: { ...one, maxx: 2 } } }), /`weights.risk.maxx`.*`max`\?/],
    ["the evaluation", make({ evaluation: { fold: 3 } }), /`evaluation.fold`.*`folds`\?/],
    ["the policy", () => actIf({ threshold: 0.5, capcity: { share: 1 } } as never), /`actIf` takes.*Got `capcity`/],
    ["a filter", make({ filters: [{ name: "a", when: rule, wen: 1 }] }), /`filters.0.wen`.*`when`\?/],
    [
      "an unstated objective",
      make({ objective: { ...unstated({ act: "call", otherwise: "skip" }), costs: {} } }),
      /`objective.costs`.*`cost`\?/,
    ],
    [
      "whether acting changes the outcome, left open",
      make({ outcomes: { readmitted: { ...readmitted, changedByActing: undefined } } }),
      /`outcomes.readmitted.changedByActing`.*true or false. Got nothing/,
    ],
  ];
  test.each(cases)("in %s", (_, wrong, words) => {
    expect(wrong).toThrow(words);
  });
});

test("an effect of acting on an outcome that acting does not change is refused", () => {
  const outcomes = { readmitted: { ...readmitted, changedByActing: false } };
  expect(() => h.system({ ...base, outcomes, objective, heads: {}, weights: {}, rule })).toThrow(
    /`objective.effect`.*`outcomes.readmitted.changedByActing` is false.*One of the two must change/,
  );
});

describe("a function that reads a name that is not there is told so, and what it may have meant", () => {
  type Loose = Readonly<Record<string, { above(bound: number): never; equals(value: string): never }>>;
  const ok = { ...base, objective, heads: { risk: head }, weights: { risk: one }, rule };
  const cases: readonly [string, () => unknown, RegExp][] = [
    ["a rule", () => h.system({ ...ok, rule: (f) => (f as unknown as Loose).visit!.above(1) }), /`rule`.*`visits`\?/],
    [
      "a filter",
      () => h.system({ ...ok, filters: [{ name: "low", when: (f) => (f as unknown as Loose).daily!.above(1) }] }),
      /`filters.low`.* reads `daily`, which is no feature. There are visits, perDay/,
    ],
    [
      "the features, of a field known only afterwards",
      () => h.features((r) => ({ leak: (r as unknown as Loose).readmitted!.equals("NO") })),
      /`features` reads `readmitted`, which is known only afterwards/,
    ],
    ["the features", () => h.features((r) => ({ a: (r as unknown as Loose).visit!.above(1) })), /field.*`visits`\?/],
    [
      "an outcome",
      () =>
        h.outcome({ within: "1d", history: (r) => (r as unknown as Loose).costs!.above(1), changedByActing: false }),
      /`history of an outcome` reads `costs`.*`cost`\?/,
    ],
  ];
  test.each(cases)("%s", (_, wrong, words) => {
    expect(wrong).toThrow(words);
  });
});
