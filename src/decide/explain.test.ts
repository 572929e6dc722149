import { describe, expect, test } from "vitest";
import { contract, csv, number, text } from "../data/index.ts";
import { fitRows } from "../learn/index.ts";
import { scoreRow } from "../model/index.ts";
import { unstated } from "../objective/index.ts";
import { actIf, pickLabel } from "../policy/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { binary, gbdt, multiclass, on, type SystemDefinition } from "../system/index.ts";
import { explainCase, explainDecision, explainGiven, type ServingState, type WhyCase } from "./index.ts";

const h = on(
  contract({
    visits: number({ min: 0, max: 10 }),
    age: number(),
    back: text({ values: ["yes", "no"], known: "after" }),
  }),
);
const features = h.features((r) => ({ visits: r.visits, age: r.age, both: r.visits.plus(r.age) }));
const rows = Array.from({ length: 2_000 }, (_, i) => {
  const [visits, age] = [i % 10, 20 + ((i * 7) % 60)];
  return { visits, age, both: visits + age, back: (i * 13) % 17 < visits + (age > 50 ? 4 : 0) };
});
const learner = gbdt({ rounds: 30 });
const options = { label: "back", features: ["visits", "age", "both"] };
const forest = fitRows(learner, rows, options);
const named = fitRows(
  learner,
  rows.map((row) => ({ ...row, back: row.back ? "yes" : "no" })),
  options,
);

const outcomes = { back: h.outcome({ within: "1d", history: (r) => r.back.equals("yes"), changedByActing: false }) };
const base = { name: "clinic", source: csv("x.csv"), features };
const acting: SystemDefinition = h.system({
  ...base,
  outcomes,
  objective: unstated({ act: "call", otherwise: "skip" }),
  rule: (f) => f.visits.atLeast(3),
  heads: { risk: binary({ label: "back", learner }), other: binary({ label: "back", learner }) },
  weights: { risk: { start: 1, min: 0, max: 2 }, other: { start: 0, min: 0, max: 2 } },
  filters: [{ name: "young", when: (f) => f.age.below(25) }],
  policy: actIf({ threshold: 0.5 }),
  actionable: { visits: { direction: "down" } },
});
const labelling: SystemDefinition = {
  ...acting,
  heads: { back: multiclass({ label: "back", learner }) },
  policy: pickLabel({ head: "back" }),
  actionable: { visits: {} },
};

const cutoff = { cutoff: 0.5, atCutoff: 1 };
const release = (weights: Readonly<Record<string, number>>): WhyCase["release"] => ({
  models: { risk: forest },
  weights,
  policy: { policy: "act-if", heads: cutoff, rule: cutoff },
});
const row = { visits: 9, age: 60, both: 69 };

describe("why a row is decided on as it is", () => {
  test("starts where nothing is known, and goes from reason to reason to what the head says", () => {
    const { heads } = explainCase(
      { system: acting, release: release({ risk: 1 }), features: row, settled: [] },
      { most: 9 },
    );
    const { expected, output, reasons } = heads[0]!;
    expect(output).toBe(scoreRow(forest, row)[0]);
    expect(reasons[0]!.from).toBe(expected);
    expect(reasons.at(-1)!.to).toBeCloseTo(output, 9);
    expect(reasons[0]!.text).toMatch(/the probability of back from/);
  });

  test("turns at the cutoff in the unit of the head, and names what hangs together with a change", () => {
    const at = (weight: number) =>
      explainCase({ system: acting, release: release({ risk: weight, other: 0 }), features: row, settled: [] }).flip;
    expect(at(1)).toMatchObject({ kind: "change", threshold: 0.5, actions: ["call", "skip"], entangled: ["both"] });
    expect(at(1.25)).toMatchObject({ threshold: 0.4 });
    const found = at(1);
    if (found.kind === "none") throw new Error(found.why);
    const changed = { ...row, visits: found.changes[0]!.to };
    expect(scoreRow(forest, changed)[0]).toBe(found.to);
    expect(found.to).toBeLessThan(0.5);
  });

  test.each([
    ["settled", { settled: ["filter.young"] }, {}],
    ["no-head", { release: { ...release({ risk: 1 }), models: {} } }, {}],
    ["several-heads", { release: { ...release({ risk: 1, other: 1 }), models: { risk: forest, other: forest } } }, {}],
    ["no-threshold", { release: { ...release({ risk: 1 }), policy: null } }, {}],
    ["nothing-actionable", { system: { ...acting, actionable: {} } }, {}],
    ["impossible", { system: { ...acting, actionable: { visits: { direction: "up" } } } }, {}],
    ["format", {}, { linear: true }],
  ] as const)("says why no change is named: %s", (why, change, { linear }: { linear?: boolean }) => {
    const line = fitRows({ learner: "logistic", params: {} }, rows, options);
    const asked = { system: acting, release: release({ risk: 1 }), features: row, settled: [], ...change } as WhyCase;
    const models = linear ? { risk: line } : asked.release.models;
    expect(explainCase({ ...asked, release: { ...asked.release, models } }).flip).toEqual({ kind: "none", why });
  });

  test("tells of the class that one asks about, against one's own threshold", () => {
    const asked = {
      system: labelling,
      release: { ...release({}), models: { back: named } },
      features: row,
      settled: [],
    };
    expect(explainCase(asked)).toMatchObject({ heads: [{ about: "yes" }], flip: { why: "no-threshold" } });
    const { heads, flip } = explainCase(asked, { label: "no", threshold: 0.5 });
    expect(heads[0]).toMatchObject({ about: "no", output: scoreRow(named, row)[0] });
    expect(flip).toMatchObject({ kind: "change", actions: null });
    if (flip.kind === "change") expect(flip.to).toBeGreaterThanOrEqual(0.5);
  });
});

test("a row that nobody has decided on is read under the contract, filters and all", () => {
  const why = (given: unknown) => explainGiven(acting, release({ risk: 1 }), { given });
  expect(why({ visits: 9, age: 60 }).flip.kind).toBe("change");
  expect(why({ visits: 9, age: 20 }).settled).toEqual(["filter.young"]);
  expect(why({ visits: 99, age: 60 })).toMatchObject({
    settled: ["fallback.outside-contract"],
    odd: ["input.range:visits"],
  });
  expect(() => why({ visits: "many" })).toThrow(expect.objectContaining({ code: "data.given-wrong-type" }));
});

describe("what no head can say is refused, and not passed over", () => {
  const labels = { ...release({}), models: { back: named } };
  const ask = (from: WhyCase["release"], asked: object) => () => explainGiven(labelling, from, { given: {}, ...asked });

  test("a label that is none of theirs, with the one that was meant", () => {
    expect(ask(labels, { label: "yess" })).toThrow(/one of no, yes\. Got "yess"\. Did you mean `yes`\?/);
    expect(ask(release({ risk: 1 }), { label: "yes" })).toThrow(
      expect.objectContaining({ code: "decide.label-unknown" }),
    );
  });

  test.each([7, 0, -0.5])("a probability beyond %d", (threshold) => {
    expect(ask(labels, { threshold })).toThrow(expect.objectContaining({ code: "decide.threshold-invalid" }));
  });
});

test("the features that are not told about are counted", () => {
  const asked = { system: acting, release: release({ risk: 1 }), features: row, settled: [] };
  const [all, few] = [9, 1].map((most) => explainCase(asked, { most }).heads[0]!);
  expect(all!.more).toBe(0);
  expect(few!.more).toBe(all!.reasons.length - 1);
  expect(few!.unit).toBe("share");
});

test("of a ranking one candidate is explained, and it must be one of them", () => {
  const candidates = [{ id: "a", features: row, reasons: [] }];
  const body = { release: "r", candidates, features: {}, reasons: [], answer: ["a"] };
  const record = { body } as unknown as DecisionRecord;
  const state = { system: acting, releases: new Map([["r", release({ risk: 1 })]]) } as unknown as ServingState;
  expect(explainDecision(record, state, { candidate: "a" }).heads[0]!.output).toBe(scoreRow(forest, row)[0]);
  expect(() => explainDecision(record, state)).toThrow(/by its id: a\. Got none/);
  expect(() => explainDecision(record, state, { candidate: "b" })).toThrow(
    expect.objectContaining({ code: "decide.candidate-unknown" }),
  );
});
