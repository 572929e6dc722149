import { describe, expect, test } from "vitest";
import {
  assumed,
  deterioration,
  guardrail,
  latency,
  moneyEarned,
  moneySaved,
  objectiveChanges,
  rightOrWrong,
  type StatedObjective,
  share,
  success,
  unstated,
} from "../index.ts";

const base: StatedObjective = {
  stated: true,
  metric: moneySaved,
  direction: "increase",
  baseline: 0,
  target: 250_000,
  by: "2027-06-30",
  currency: "USD",
  payoff: { call: { yes: 1_900, no: -20 }, skip: { yes: -500, no: 0 } },
  cost: { call: 150 },
  effect: assumed(0.2, [0.05, 0.4]),
  guardrails: [latency({ p99Ms: 20 })],
  transparency: "any",
  asked: "care management",
  approves: ["clinical lead"],
  why: "first",
  metrics: { returns: success(share("back"), { direction: "decrease", target: 0.1 }) },
  requirements: { retrain: "30d" },
};

const skip = (yes: number) => ({ ...base.payoff, skip: { yes, no: 0 } });
const said = (after: Partial<StatedObjective>) =>
  objectiveChanges(base, { ...base, ...after }).map(({ words, grows }) => (grows ? `${words} [grows]` : words));

describe("what changed in an objective", () => {
  const cases: readonly [string, Partial<StatedObjective>, readonly string[]][] = [
    ["nothing but the reason", { why: "second" }, []],
    ["a price", { payoff: skip(-800) }, ["the price of a missed case rose from 500 to 800 USD"]],
    [
      "a false alarm",
      { payoff: { ...base.payoff, call: { yes: 1_900, no: -5 } } as never },
      ["the price of a false alarm fell from 20 to 5 USD"],
    ],
    [
      "what acting brings",
      { payoff: { ...base.payoff, call: { yes: 2_400, no: -20 } } as never },
      ["what `call` brings where the outcome is true rose from 1,900 to 2,400 USD"],
    ],
    ["a cost", { cost: { call: 180 } }, ["the cost of `call` rose from 150 to 180 USD [grows]"]],
    ["a cheaper action", { cost: {} }, ["the cost of `call` fell from 150 to 0 USD"]],
    [
      "another action",
      { payoff: { ...base.payoff, visit: { yes: 0, no: 0 } } as never },
      ["the action “visit” was added [grows]"],
    ],
    ["a higher target", { target: 300_000 }, ["the target rose from 250,000 to 300,000 USD a year [grows]"]],
    ["a lower target", { target: 200_000 }, ["the target fell from 250,000 to 200,000 USD a year"]],
    ["another metric", { metric: moneyEarned }, ["the business metric went from “money saved” to “money earned”"]],
    [
      "a measured effect",
      { effect: { value: 0.12, range: [0.08, 0.16], basis: "measured" } },
      [
        "the measured effect of acting fell from 0.2 to 0.12",
        "the range of the effect of acting went from “0.05 to 0.4” to “0.08 to 0.16”",
        "what the effect of acting rests on went from “assumed” to “measured”",
      ],
    ],
    ["a guardrail", { guardrails: [] }, ["the latency allowed at p99, 20 ms until then, is left out"]],
    [
      "a watched metric more",
      { metrics: { ...base.metrics, clicks: guardrail(share("clicked"), { lose: 0.01 }) } },
      ["the metric “clicks” was added [grows]"],
    ],
    [
      "a target to be lowered further",
      { metrics: { returns: success(share("back"), { direction: "decrease", target: 0.08 }) } },
      ["the target of `returns` fell from 0.1 to 0.08 [grows]"],
    ],
    [
      "another role",
      { metrics: { returns: deterioration(share("back"), { direction: "decrease", target: 0.1 }) } },
      ["the role of `returns` went from “success” to “deterioration”"],
    ],
    [
      "requirements",
      { requirements: { retrain: "7d", regulated: "GDPR", budget: { perYear: 10_000 } } },
      [
        "the rule that it falls under is “GDPR” now",
        "how often it is trained anew went from “30d” to “7d”",
        "what a year of running may cost is 10,000 USD now",
      ],
    ],
    [
      "the brief",
      { brief: { risks: [{ risk: "calls annoy", answer: "one call at most" }] } },
      ["the risk “calls annoy” was added"],
    ],
    [
      "who approves",
      { approves: ["board"] },
      ["the approver “board” was added", "the approver “clinical lead” was dropped"],
    ],
  ];
  test.each(cases)("is told field by field: %s", (_, after, words) => expect(said(after)).toEqual(words));

  test("is one sentence where it was stated or taken back", () => {
    const open = unstated({ act: "call", otherwise: "skip" });
    expect(objectiveChanges(open, base).map(({ words }) => words)).toEqual([
      "the objective was stated: increase money saved from 0 to 250,000 USD a year by 2027-06-30",
    ]);
    expect(objectiveChanges(base, open)[0]?.kind).toBe("removed");
  });

  test("speaks of answers in the words of their payoff", () => {
    const [before, after] = [rightOrWrong({ right: 6, wrong: -4 }), rightOrWrong({ right: 6, wrong: -8, partly: 1 })];
    const changes = objectiveChanges({ ...base, payoff: before }, { ...base, payoff: after });
    expect(changes.map(({ words }) => words)).toEqual([
      "right but for the last step is worth 1 USD now",
      "the worth of a wrong label fell from -4 to -8 USD",
    ]);
  });
});
