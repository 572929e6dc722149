import { describe, expect, expectTypeOf, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import {
  ask,
  assumed,
  complete,
  guardrail,
  mean,
  moneySaved,
  of,
  outcomeBetween,
  proxy,
  quantile,
  rowsAtLeast,
  type StatedObjective,
  share,
  success,
  unique,
} from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on } from "../index.ts";

const h = on(
  contract({
    ticket: number(),
    visits: number(),
    ward: text({ values: ["north", "south"] }),
    back: flag({ known: "after" }),
    spent: number({ known: "after" }),
    grade: text({ known: "after" }),
  }),
);
const tell = { within: "30d", changedByActing: false } as const;
const outcomes = {
  back: h.outcome({ ...tell, changedByActing: true, history: (r) => r.back }),
  spent: h.outcome({ ...tell, history: (r) => r.spent }),
  grade: h.outcome({ ...tell, history: (r) => r.grade }),
};
const goal = {
  ...({ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2030-01-01" } as const),
  ...{ currency: "USD", payoff: { call: { yes: 9, no: 0 }, skip: { yes: 0, no: 0 } } },
  ...{ effect: assumed(0.2, [0.1, 0.3]), asked: "care", approves: ["lead"] },
  outcome: "back",
} as const;
const rest = {
  name: "clinic",
  source: csv("visits.csv"),
  outcomes,
  features: h.features((r) => ({ visits: r.visits })),
  heads: {},
  weights: {},
  policy: actIf({ threshold: "from-payoff" }),
} as const;
const rule = (f: typeof rest.features) => f.visits.atLeast(2);

const whole = {
  metrics: {
    returns: success(share("back"), { direction: "decrease", baseline: 0.2, target: 0.15, review: "2027-01-31" }),
    spent: guardrail(mean("spent"), { lose: { absolute: 2 } }),
    waiting: guardrail(quantile(of.latency, 0.99), { lose: 0.1 }),
    calls: success(share(of.acted("call")), { direction: "decrease" }),
  },
  proxies: { returns: proxy("returns", { worth: -500, range: [-900, -100], because: "a stay costs as much" }) },
  brief: {
    stakeholders: [{ role: "nurse", view: "operator", goals: ["call who needs it"], decides: "whom to call" }],
    process: { today: "Nurses call by a list.", limits: ["it is a week old"], costPerYear: 40_000 },
    ifWrong: [{ of: "miss", follows: "somebody is back in hospital", severity: "high" }],
    risks: [{ risk: "calls annoy", answer: "one call at most" }],
    assumptions: [
      { statement: "The data are complete.", by: "care", check: complete(["visits", "ward"], { missing: 0.01 }) },
      { statement: "There is enough to learn from.", check: rowsAtLeast(500, { outcome: "back" }) },
      { statement: "One in ten is back.", check: outcomeBetween("back", 0.05, 0.2) },
      { statement: "A ticket is a stay.", check: unique("ticket") },
      { statement: "The nurses have time.", check: ask("the nurses") },
    ],
    benefits: [{ benefit: "fewer surprises", tracked: "returns" }],
  },
  requirements: { retrain: "30d", keep: { decisions: "730d" }, budget: { perYear: 1_000 } },
} as const;

describe("the parts of an objective beside the money", () => {
  const system = h.system({ ...rest, rule, objective: { ...goal, ...whole } });
  const objective = system.objective as StatedObjective;

  test("are plain frozen data", () => {
    expect(objective).toMatchObject(whole);
    expect(JSON.parse(JSON.stringify(system))).toEqual(system);
    expect(Object.isFrozen(objective.metrics?.returns?.measure)).toBe(true);
    expect(Object.isFrozen(objective.brief?.process?.limits)).toBe(true);
    expectTypeOf(objective.metrics).toEqualTypeOf<StatedObjective["metrics"]>();
  });

  test("wrong programs do not compile", () => {
    const wrong = (): void => {
      // @ts-expect-error an outcome that was not declared
      h.system({ ...rest, rule, objective: { ...goal, metrics: { a: success(share("bakc")) } } });
      // @ts-expect-error an outcome that is text
      h.system({ ...rest, rule, objective: { ...goal, metrics: { a: success(share("grade")) } } });
      // @ts-expect-error a metric that nobody gave a role
      h.system({ ...rest, rule, objective: { ...goal, metrics: { a: share("back") } } });
      // @ts-expect-error a guardrail without what may be lost
      guardrail(share("back"), {});
      // @ts-expect-error a field that the contract lacks
      h.system({ ...rest, rule, objective: { ...goal, brief: assuming(complete("wrad")) } });
      // @ts-expect-error an outcome that was not declared
      h.system({ ...rest, rule, objective: { ...goal, brief: assuming(rowsAtLeast(5, { outcome: "bakc" })) } });
      // @ts-expect-error a place that nobody knows
      h.system({ ...rest, rule, objective: { ...goal, requirements: { runsOn: "moon" } } });
    };
    expect(wrong).toBeTypeOf("function");
  });
});

function assuming<const C>(check: C): { assumptions: readonly [{ statement: string; check: C }] } {
  return { assumptions: [{ statement: "It is so.", check }] };
}

describe("what the types cannot see is refused in a sentence", () => {
  const stating = (part: object) => () => h.system({ ...rest, rule, objective: { ...goal, ...part } as never });
  const metric = (made: unknown) => stating({ metrics: { a: made } });
  const good = success(share("back"));
  const cases: readonly [string, () => unknown, RegExp][] = [
    [
      "an outcome",
      metric(success(share("bakc"))),
      /`objective.metrics.a`.*an outcome \(back, spent, grade\). Got "bakc". Did you mean `back`\?/,
    ],
    ["text", metric(success(mean("grade"))), /a flag or a number. "grade" is text/],
    ["a share of a number", metric(success(share("spent"))), /Use `mean\("spent"\)`/],
    ["a share of money", metric(success(share(of.money))), /`of.money` is an amount. Use `mean`/],
    ["an action", metric(success(share(of.acted("cal")))), /an action \(call, skip\). Got "cal". Did you mean `call`/],
    ["no role", metric(share("back")), /`objective.metrics.a.role`.*must be "success" or "guardrail"/],
    ["a bare name", metric("clicks"), /made by `success`, `guardrail`, `deterioration` or `quality`/],
    ["a role that there is not", metric({ ...good, role: "boost" }), /"quality". Got "boost"/],
    ["a misspelt goal", metric({ ...good, taget: 1 }), /taget.*Did you mean `target`/],
    [
      "a guardrail without a margin",
      metric({ ...good, role: "guardrail" }),
      /what may be lost, `\{ relative: 0.01 \}`/,
    ],
    ["a margin of a success", metric({ ...good, margin: { relative: 0.1 } }), /margin.*not a property/],
    ["a review day", metric({ ...good, review: "soon" }), /`objective.metrics.a.review`.*YYYY-MM-DD/],
    ["a measure", metric({ ...good, measure: { measure: "median", of: of.money } }), /`share\("clicked"\)`/],
    [
      "a quantity",
      metric({ ...good, measure: { measure: "mean", of: "spent", per: "unit" } }),
      /a quantity, as in `mean\(of.money\)`/,
    ],
    ["outliers", metric({ ...good, outliers: { winsorise: 3 } }), /a share between 0 and 1.*Got 3/],
    [
      "a proxy of nothing",
      stating({ proxies: { a: proxy("x", { worth: 1, range: [0, 2], because: "b" }) } }),
      /a watched metric or outcome/,
    ],
    [
      "a proxy without a reason",
      stating({ proxies: { a: { of: "back", worth: { value: 1, range: [0, 2] }, basis: "assumed" } } }),
      /proxies.a.because/,
    ],
    [
      "a stakeholder's view",
      stating({ brief: { stakeholders: [{ role: "r", view: "boss", goals: [] }] } }),
      /"executive" or .*Got "boss"/,
    ],
    [
      "a severity",
      stating({ brief: { ifWrong: [{ of: "miss", follows: "x", severity: "huge" }] } }),
      /"low" or "medium" or "high"/,
    ],
    ["a risk without an answer", stating({ brief: { risks: [{ risk: "x" }] } }), /`objective.brief.risks.0.answer`/],
    [
      "an assumption without a check",
      stating({ brief: { assumptions: [{ statement: "x" }] } }),
      /how it is checked, such as `complete/,
    ],
    [
      "a field",
      stating({ brief: assuming(complete("wrad" as never)) }),
      /a field \(ticket, visits.*Did you mean `ward`/,
    ],
    ["an outcome of a check", stating({ brief: assuming(outcomeBetween("bakc", 0, 1)) }), /an outcome.*Got "bakc"/],
    ["a range upside down", stating({ brief: assuming(outcomeBetween("back", 1, 0)) }), /the lower one first/],
    [
      "a benefit tracked by nothing",
      stating({ brief: { benefits: [{ benefit: "calm", tracked: "mood" }] } }),
      /a watched metric \(there is none\). Got "mood"/,
    ],
    ["a misspelt part", stating({ brief: { riks: [] } }), /brief.riks.*Did you mean `risks`/],
    ["a requirement", stating({ requirements: { retrain: "often" } }), /`objective.requirements.retrain`.*a duration/],
    ["a place", stating({ requirements: { runsOn: "moon" } }), /"laptop" or "own servers"/],
    ["a latency", stating({ requirements: { realTime: {} } }), /`objective.requirements.realTime.p99Ms`.*above 0/],
  ];
  test.each(cases)("%s", (_, make, because) => expect(make).toThrow(because));
});
