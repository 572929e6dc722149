import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { when } from "../../features/index.ts";
import { assumed, moneySaved } from "../../objective/index.ts";
import { actIf, pickLabel } from "../../policy/index.ts";
import { binary, gbdt, multiclass, multilabel, on, validationShare } from "../index.ts";

const h = on(
  contract({
    visits: number(),
    ward: text({ values: ["north", "south"] }),
    called: flag(),
    p: number({ missing: 1 }),
    back: flag({ known: "after" }),
    died: flag({ known: "after" }),
  }),
);
const told = { within: "30d", history: (r: Row) => r.back, acted: (r: Row) => r.called } as const;
type Row = Parameters<Parameters<typeof h.outcome>[0]["history"]>[0];
const back = h.outcome({ ...told, changedByActing: true, propensity: (r) => r.p, cap: 20 });
const learner = gbdt({ earlyStoppingRounds: 20 });
const system = {
  name: "clinic",
  source: csv("visits.csv"),
  objective: {
    ...({ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2030-01-01" } as const),
    ...{ currency: "USD", payoff: { call: { yes: 9, no: 0 }, skip: { yes: 0, no: 0 } } },
    ...{ effect: assumed(0.2, [0.1, 0.3]), asked: "care", approves: ["lead"] },
  },
  outcomes: { back },
  features: h.features((r) => ({ visits: r.visits, ward: r.ward })),
  rule: (f: { visits: Row["visits"] }) => f.visits.atLeast(2),
  heads: { risk: binary({ label: "back", learner }) },
  weights: { risk: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
} as const;

test("what an outcome says of acting is data", () => {
  expect(back).toMatchObject({
    acted: { op: "field", name: "called", kind: "flag" },
    propensity: { op: "field", name: "p", kind: "number" },
    cap: 20,
  });
  const declared = h.system(system);
  expect(JSON.parse(JSON.stringify(declared))).toEqual(declared);
});

test("what can be changed is data: names alone, or how", () => {
  expect(h.system({ ...system, actionable: ["visits"] }).actionable).toEqual({ visits: {} });
  const how = { visits: { direction: "down", min: 0 }, ward: { levels: ["south"] } } as const;
  expect(h.system({ ...system, actionable: how }).actionable).toEqual(how);
  expect(h.system(system)).not.toHaveProperty("actionable");
});

test("what people say of features is data, and nobody has to say anything", () => {
  const about = { visits: { owner: "care", unit: "stays", description: "in a year", keep: 1_200 } };
  expect(h.system({ ...system, about }).about).toEqual(about);
  expect(h.system(system)).not.toHaveProperty("about");
});

test("rows are set aside for who is told to stop, by itself or in its base, or as the head says", () => {
  expect(validationShare({ learner })).toBe(0.1);
  expect(validationShare({ learner: { learner: "perLabel", params: {}, base: learner } })).toBe(0.1);
  expect(validationShare({ learner, validation: 0.3 })).toBe(0.3);
  expect(validationShare({ learner: gbdt() })).toBeUndefined();
  expect(validationShare({ learner: gbdt({ earlyStoppingRounds: 0 }) })).toBeUndefined();
});

test("wrong programs do not compile", () => {
  const risk = binary({ label: "back", learner });
  const ward = h.outcome({ within: "1d", history: (r) => r.ward, changedByActing: false });
  const objective = { ...system.objective, outcome: "back" } as const;
  const classes = { ...system, objective, outcomes: { back, ward }, policy: actIf({ threshold: 0.5 }) } as const;
  const wards = multiclass({ label: "ward", learner, classWeights: { north: 2 } });
  expect(h.system({ ...classes, heads: { risk, wards } }).heads.wards).toMatchObject({ classWeights: { north: 2 } });
  const wrong = (): void => {
    // @ts-expect-error a propensity is a number
    h.outcome({ ...told, changedByActing: true, propensity: (r) => r.ward });
    // @ts-expect-error no such field
    h.outcome({ ...told, changedByActing: true, propensity: (r) => r.propensity });
    // @ts-expect-error where acting changes nothing, there is nothing to weigh
    h.outcome({ ...told, changedByActing: false, propensity: (r) => r.p });
    // @ts-expect-error a cap of what
    h.outcome({ ...told, changedByActing: true, cap: 20 });
    // @ts-expect-error a cap is a number
    h.outcome({ ...told, changedByActing: true, propensity: (r) => r.p, cap: "20" });
    // @ts-expect-error what can be changed is a feature
    h.system({ ...system, actionable: ["age"] });
    // @ts-expect-error a number has no levels
    h.system({ ...system, actionable: { visits: { levels: ["1"] } } });
    // @ts-expect-error a direction is up or down
    h.system({ ...system, actionable: { visits: { direction: "less" } } });
    // @ts-expect-error a level that the text does not have
    h.system({ ...system, actionable: { ward: { levels: ["east"] } } });
    // @ts-expect-error a weight is a number
    h.outcome({ ...told, changedByActing: true, weight: (r) => r.ward });
    // @ts-expect-error a class that the outcome does not have
    h.system({ ...classes, heads: { risk, wards: multiclass({ label: "ward", learner, classWeights: { east: 2 } }) } });
    // @ts-expect-error a weight of a class is a number
    multiclass({ label: "ward", learner, classWeights: { north: "2" } });
    // @ts-expect-error a coverage is a number
    pickLabel({ head: "ward", coverage: "95%" });
  };
  expect(wrong).toBeTypeOf("function");
});

describe("what the types cannot see is refused in a sentence", () => {
  const risk = binary({ label: "back", learner });
  const loose = (change: object) => () => h.system({ ...system, ...change } as never);
  const outcome = (change: object) => loose({ outcomes: { back: { ...back, ...change } } });
  const propensity = { op: "field", name: "ward", kind: "text" };
  const died = h.outcome({ within: "1d", history: (r) => r.died, changedByActing: true });
  const both = multilabel({ labels: ["back", "died"], learner });
  const ward = h.outcome({ within: "1d", history: (r) => r.ward, changedByActing: false });
  const weighed = (classWeights: object, more = {}) =>
    loose({
      outcomes: { back, ward },
      objective: { ...system.objective, outcome: "back" },
      heads: { risk, wards: { ...multiclass({ label: "ward", learner }), classWeights, ...more } },
    });
  const several = { outcomes: { back, died }, objective: { ...system.objective, outcome: "back" } };
  test.each([
    ["a propensity that is text", outcome({ propensity }), /outcomes\.back\.propensity.*must be a number.*Got a text/],
    ["acted rows that are no flag", outcome({ acted: propensity }), /outcomes\.back\.acted.*true or false.*Got a text/],
    ["a propensity of nothing", outcome({ propensity: undefined }), /outcomes\.back\.cap.*needs a `propensity`/],
    ["a cap below 1", outcome({ cap: 0.5 }), /outcomes\.back\.cap.*1 or more.*Got 0\.5/],
    ["words about no feature", loose({ about: { age: { owner: "ann" } } }), /about\.age.*must name a feature/],
    ["an owner that is a number", loose({ about: { visits: { owner: 3 } } }), /about\.visits\.owner.*a text/],
    ["a cost below 0", loose({ about: { visits: { keep: -1 } } }), /about\.visits\.keep.*0 or more.*Got -1/],
    ["a misspelt word about a feature", loose({ about: { visits: { onwer: "ann" } } }), /Did you mean `owner`/],
    ["a change of no feature", loose({ actionable: ["age"] }), /actionable\.age.*must name a feature \(visits, ward\)/],
    ["a change of a misspelt one", loose({ actionable: ["vists"] }), /Did you mean `visits`\?$/],
    ["a change to nothing", loose({ actionable: { ward: { levels: [] } } }), /ward\.levels.*one text or more.*a list/],
    [
      "a change between ends that are the wrong way round",
      loose({ actionable: { visits: { min: 3, max: 1 } } }),
      /visits.*not above its `max`. Got 3 and 1/,
    ],
    ["a change that is a text", loose({ actionable: { visits: "down" } }), /actionable\.visits.*must be an object/],
    [
      "levels of a number",
      loose({ actionable: { visits: { levels: [] } } }),
      /visits\.levels.*nothing that a number has/,
    ],
    ["a step of 0", loose({ actionable: { visits: { step: 0 } } }), /visits\.step.*above 0.*Got 0/],
    ["changes that are one text", loose({ actionable: "visits" }), /`actionable`.*a list of features.*Got "visits"/],
    ["a weight that is text", outcome({ weight: propensity }), /outcomes\.back\.weight.*must be a number.*Got a text/],
    [
      "a weight that knows the outcome",
      () =>
        h.system({
          ...system,
          outcomes: { back: h.outcome({ ...told, changedByActing: true, weight: (r) => when(r.back, 5, 1) }) },
        }),
      /outcomes\.back\.weight.*reads `back`, which tells the outcome/,
    ],
    ["weights of no class", weighed({ est: 2 }), /wards\.classWeights.*north, south.*Got "est"/],
    ["a weight of 0", weighed({ north: 0 }), /wards\.classWeights.*above 0\. Got 0 for north/],
    [
      "class weights left in",
      weighed({ north: 2 }, { calibration: "none" }),
      /wards\.classWeights.*needs the calibration/,
    ],
    [
      "class weights of a yes or no",
      loose({ heads: { risk: { ...risk, classWeights: { a: 1 } } } }),
      /for multiclass heads/,
    ],
    ["a misspelt word", () => h.outcome({ ...told, propensty: 1 } as never), /propensty.*`propensity`\?/],
    ["half of its labels weighted", loose({ ...several, heads: { risk, both } }), /heads\.both\.labels.*same/],
    ["too much set aside", loose({ heads: { risk: { ...risk, validation: 0.7 } } }), /validation.*at most 0\.5.*0\.7/],
    ["text set aside", loose({ heads: { risk: { ...risk, validation: "a" } } }), /risk\.validation.*finite number/],
  ])("%s", (_, make, sentence) => {
    expect(make).toThrow(expect.objectContaining({ code: "system.invalid", message: expect.stringMatching(sentence) }));
  });

  test("a propensity where acting changes nothing", () => {
    const plain = { ...back, changedByActing: false };
    const { effect: _, ...objective } = system.objective;
    expect(loose({ outcomes: { back: plain }, objective })).toThrow(/needs `changedByActing: true`/);
  });
});
