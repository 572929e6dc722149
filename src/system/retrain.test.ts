import { describe, expect, test } from "vitest";
import { contract, csv, flag, number } from "../data/index.ts";
import { moneySaved } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { binary, every, newData, on, onAlarm, onQuality, type RetrainOptions, systemInvalid } from "./index.ts";

const h = on(contract({ who: number({ integer: true }), visits: number(), back: flag({ known: "after" }) }));
const features = h.features((r) => ({ visits: r.visits }));
const objective = {
  ...{ metric: moneySaved, direction: "increase" as const, baseline: 0, target: 1, by: "2027-12-31", currency: "USD" },
  payoff: { call: { yes: 5, no: -1 }, skip: { yes: 0, no: 0 } },
  ...{ asked: "us", approves: ["ward lead"] },
};
const declare = (retrain: unknown, more: object = {}) =>
  h.system({
    name: "desk",
    source: csv("desk.csv"),
    objective: { ...objective, ...more },
    outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
    features,
    rule: (f) => f.visits.atLeast(2),
    heads: { risk: binary({ label: "back", learner: { learner: "gbdt", params: {} } }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: 0.5 }),
    retrain: retrain as RetrainOptions,
  }).retrain;

describe("how a system retrains itself", () => {
  test("has a default for everything, and nothing where nothing was said", () => {
    expect(declare(undefined)).toBeUndefined();
    const usual = declare({});
    expect(usual).toMatchObject({
      ...{ coolDown: "1d", budget: { perMonth: 4, minutes: 30 }, prove: "experiment" },
      ...{ canary: { ramp: [0.01, 0.05, 0.25], dwell: "10m", least: 500 }, shadow: { share: 0.1, least: 200 } },
    });
    expect(usual?.when.map((one) => one.on)).toContain("objective");
    expect(usual?.approval).toBeUndefined();
    expect(usual?.recalibrate).toBe(true);
    expect(declare({ recalibrate: false })).toMatchObject({ recalibrate: false });
    expect(Object.isFrozen(usual?.canary.ramp)).toBe(true);
  });

  test("is kept as it was declared", () => {
    const when = [every("7d"), newData({ share: 0.2 }), onAlarm(["input.*", "concept.changed"]), onQuality("risk")];
    const declared = declare({ when, budget: { minutes: 5 }, approval: { before: "canary" }, test: { share: 0.2 } });
    expect(declared).toMatchObject({
      ...{ when, budget: { perMonth: 4, minutes: 5 }, test: { share: 0.2, longest: "30d" } },
      approval: { by: ["ward lead"], before: "canary" },
    });
  });

  test("waits for a person before the canary where the objective is regulated", () => {
    const approval = { by: ["ward lead"], before: "canary" };
    expect(declare({}, { requirements: { regulated: "MDR" } })).toMatchObject({ approval });
  });

  test("skips the test with the objective's leave alone", () => {
    expect(() => declare({ prove: "skip" })).toThrow(/only with the objective's leave: `unproven: "allowed"`/);
    expect(declare({ prove: "skip" }, { unproven: "allowed" })).toMatchObject({ prove: "skip" });
  });

  test.each<[string, unknown, RegExp]>([
    ["a word for yes or no", { recalibrate: "never" }, /retrain\.recalibrate.*true or false/],
    ["a list", [], /`retrain` of system desk must be an object/],
    ["a misspelt word", { cooldown: "1d" }, /Did you mean.*coolDown/],
    ["a trigger by hand", { when: ["weekly"] }, /retrain\.when\.0.*made by `every/],
    ["a schedule that is no time", { when: [every("soon" as "1d")] }, /when\.0\.every.*duration/],
    ["new data without a number", { when: [{ on: "data" }] }, /either a `share` or a number/],
    ["no kind of alarm", { when: [onAlarm([])] }, /at least one kind/],
    ["an alarm that is no kind", { when: [onAlarm(["shifted"])] }, /such as "input\.shifted".*Got "shifted"/],
    ["a head that is none", { when: [onQuality("rusk")] }, /must name a head.*Did you mean.*risk/],
    ["a stranger who approves", { approval: { by: ["ward"], before: "test" } }, /lets approve \(ward lead\)/],
    ["a stage that is none", { approval: { before: "lunch" } }, /approval\.before.*"snapshot"/],
    ["a ramp that falls", { canary: { ramp: [0.5, 0.1] } }, /growing shares/],
    ["half a decision", { shadow: { least: 0.5 } }, /whole number/],
    ["a test on nobody", { test: { share: 0 } }, /test\.share/],
    ["a budget of nothing", { budget: { perMonth: 0 } }, /above 0/],
    ["a proof that is none", { prove: "trust" }, /"experiment" or "holdback" or "skip"/],
  ])("%s is refused with a sentence", (_what, retrain, sentence) => {
    expect(() => declare(retrain)).toThrow(sentence);
    expect(() => declare(retrain)).toThrow(expect.objectContaining({ code: systemInvalid.code }));
  });

  test("nobody approves where the objective names nobody", () => {
    expect(() => declare({ approval: { before: "test" } }, { approves: [] })).toThrow(/names nobody/);
  });
});
