import { describe, expect, expectTypeOf, test } from "vitest";
import { contract, csv, flag, number, text } from "../data/index.ts";
import { when } from "../features/index.ts";
import {
  byAnswer,
  hitOrMiss,
  moneyEarned,
  perRelevant,
  perUnit,
  rightOrWrong,
  unstatedAnswers,
} from "../objective/index.ts";
import { actIf, pickLabel, pickLabels, pickValue, rankBy } from "../policy/index.ts";
import {
  binary,
  hierarchical,
  multiclass,
  multilabel,
  on,
  ranking,
  regression,
  type System,
  type SystemTypes,
} from "./index.ts";

const desk = contract({
  customer: number({ integer: true }),
  session: text(),
  words: number(),
  subject: text(),
  department: text({ values: ["billing", "technical"], known: "after" }),
  shelf: text({ known: "after" }),
  tech: flag({ known: "after" }),
  finance: flag({ known: "after" }),
  price: number({ known: "after" }),
});
const h = on(desk);
const learner = { learner: "gbdt", params: {} } as const;
const outcomes = {
  department: h.outcome({ within: "1d", history: (r) => r.department, changedByActing: false }),
  shelf: h.outcome({ within: "1d", history: (r) => r.shelf, changedByActing: false }),
  tech: h.outcome({ within: "1d", history: (r) => r.tech, changedByActing: false }),
  finance: h.outcome({ within: "1d", history: (r) => r.finance, changedByActing: false }),
  price: h.outcome({ within: "1d", history: (r) => r.price, changedByActing: false }),
};
const features = h.features((r) => ({ words: r.words, invoice: r.subject.contains("invoice") }));
const base = { name: "desk", source: csv("desk.csv"), outcomes, features } as const;
const goal = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1_000,
  by: "2027-12-31",
  currency: "USD",
  asked: "support",
  approves: ["lead"],
} as const;

const heads = {
  topic: multiclass({ label: "department", learner }),
  shelf: hierarchical({ label: "shelf", learner }),
  topics: multilabel({ labels: ["tech", "finance"], learner }),
  price: regression({ label: "price", learner }),
} as const;
const labelling = {
  ...base,
  heads,
  objective: { ...goal, payoff: rightOrWrong({ right: 6, wrong: -4 }) },
  rule: (f: typeof features) => when(f.invoice, "billing", "technical"),
  policy: pickLabel({ head: "topic" }),
} as const;
const label = h.system(labelling);
const labels = h.system({
  ...base,
  heads,
  objective: { ...goal, payoff: hitOrMiss({ hit: 1, falseAlarm: -2, miss: 0 }) },
  rule: (f) => ({ tech: f.words.above(10), finance: f.invoice }),
  policy: pickLabels({ head: "topics" }),
});
const value = h.system({
  ...base,
  heads,
  objective: { ...goal, payoff: perUnit({ over: -1, under: -2 }) },
  rule: (f) => f.words.times(3),
  policy: pickValue({ head: "price" }),
});
const order = h.system({
  ...base,
  heads: { relevance: ranking({ label: "price", learner }) },
  weights: { relevance: { start: 1, min: 0, max: 1 } },
  objective: { ...goal, outcome: "price", payoff: perRelevant({ money: 1, positions: [1, 0.5] }) },
  rule: (f) => f.words,
  policy: rankBy({ list: "session", top: 3 }),
});

type Answer<S> = S extends System<infer T extends SystemTypes> ? T["answer"] : never;
type Action<S> = S extends System<infer T extends SystemTypes> ? T["action"] : never;

describe("types", () => {
  test("say what each system answers", () => {
    expectTypeOf<Answer<typeof label>>().toEqualTypeOf<"billing" | "technical">();
    expectTypeOf<Answer<typeof labels>>().toEqualTypeOf<readonly ("tech" | "finance")[]>();
    expectTypeOf<Answer<typeof value>>().toEqualTypeOf<number>();
    expectTypeOf<Answer<typeof order>>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<Action<typeof label>>().toEqualTypeOf<never>();
  });

  test("count an answer that is no class, where the payoff names it", () => {
    const money = { billing: { billing: 6, technical: -4 }, "ask a person": { billing: -1, technical: -1 } };
    const asking = h.system({ ...labelling, objective: unstatedAnswers(byAnswer(money)) });
    expectTypeOf<Answer<typeof asking>>().toEqualTypeOf<"billing" | "ask a person">();
  });

  test("refuse wrong programs", () => {
    // Each line must fail to compile; that is the test.
    const wrong = (): void => {
      // @ts-expect-error no such head
      h.system({ ...labelling, policy: pickLabel({ head: "colour" }) });
      // @ts-expect-error a label is picked from classes, not from a value
      h.system({ ...labelling, policy: pickLabel({ head: "price" }) });
      // @ts-expect-error a label has another payoff than an action
      h.system({ ...labelling, objective: { ...goal, payoff: { act: { yes: 1, no: 0 }, skip: { yes: 0, no: 0 } } } });
      // @ts-expect-error a label has another payoff than a value
      h.system({ ...labelling, objective: { ...goal, payoff: perUnit({ over: -1, under: -2 }) } });
      // @ts-expect-error a rule of labels is a text
      h.system({ ...labelling, rule: (f: typeof features) => f.invoice });
      // @ts-expect-error a rule for every label
      h.system({ ...labels, rule: (f: typeof features) => ({ tech: f.invoice }) });
      // @ts-expect-error a multilabel head of a text outcome
      h.system({ ...labelling, heads: { ...heads, topics: multilabel({ labels: ["department"], learner }) } });
      // @ts-expect-error a list that is no field
      h.system({ ...order, policy: rankBy({ list: "cart", top: 3 }) });
      // @ts-expect-error both sides of a condition are of one kind
      when(features.invoice, "billing", 3);
    };
    expect(wrong).toBeTypeOf("function");
  });
});

describe("a declared answer", () => {
  test("is plain data: it survives JSON unchanged", () => {
    for (const system of [label, labels, value, order]) expect(JSON.parse(JSON.stringify(system))).toEqual(system);
  });

  test("has the values that the contract lists", () => {
    expect(label.outcomes.department?.values).toEqual(["billing", "technical"]);
  });
});

describe("what the types cannot see is refused in a sentence", () => {
  const loose = (change: object) => () => h.system({ ...labelling, ...change } as never);
  const price = rightOrWrong({ right: 1, wrong: 0 });
  const risk = binary({ label: "tech", learner, calibration: "none", yesWeight: 3 });
  test.each([
    ["a head that is not there", loose({ policy: pickLabel({ head: "colour" }) }), /`policy.head`.*Got "colour"/],
    [
      "a head of another task",
      loose({ policy: pickLabel({ head: "price" }) }),
      /multiclass or hierarchical.*regression/,
    ],
    [
      "money for actions",
      loose({ objective: { ...goal, payoff: { a: { yes: 1, no: 0 }, b: { yes: 0, no: 0 } } } }),
      /`rightOrWrong` or `byAnswer`/,
    ],
    [
      "labels for an action",
      loose({ policy: actIf({ threshold: 0.5 }), weights: { price: { start: 1, min: 0, max: 1 } } }),
      /payoff/,
    ],
    ["a rule of numbers", loose({ rule: (f: typeof features) => f.words }), /`rule`.*must be a text. Got a number/],
    [
      "a rule for no label",
      loose({
        policy: pickLabels({ head: "topics" }),
        objective: { ...goal, payoff: hitOrMiss({ hit: 1, falseAlarm: -1, miss: 0 }) },
      }),
      /a flag for each label: `{ tech, finance }`/,
    ],
    ["a filter of labels", loose({ filters: [{ name: "x", when: (f: typeof features) => f.invoice }] }), /`filters`/],
    ["weights of yes without calibration", loose({ heads: { ...heads, risk } }), /yesWeight.*calibration/],
    [
      "an outcome that acting changes",
      loose({ outcomes: { ...outcomes, department: { ...outcomes.department, changedByActing: true } } }),
      /changedByActing.*must be false/,
    ],
    ["a payoff that nobody made", loose({ objective: { ...goal, payoff: { ...price } } }), /made by `rightOrWrong`/],
  ])("%s", (_, make, sentence) => {
    expect(make).toThrow(expect.objectContaining({ code: "system.invalid", message: expect.stringMatching(sentence) }));
  });
});
