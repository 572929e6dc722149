import { describe, expect, test } from "vitest";
import { perUnit, rightOrWrong, unstatedAnswers } from "../../../objective/index.ts";
import { monitors } from "../../monitors/_catalogue.ts";
import type { Symptom } from "../alert.ts";
import { causesOf, type Illness } from "../cause/cause-of.ts";
import { DAY, event, givenOf, HOUR, NOON, shopOf, sign } from "../shop.conformance.ts";
import { adviceTable } from "./advice.ts";
import { describe as described } from "./describe.ts";
import { harmOf, wordHarm } from "./harm.ts";
import { alertLine } from "./line.ts";
import { adviceFor, stepsFor } from "./steps.ts";

const { objective } = shopOf();
const stake = { objective, decisionsPerDay: 10_000 };
const context = { system: "shop", file: "system.mts", stake };
const field = (of: Partial<Symptom> = {}) => sign("input.unit-changed", ["field", "f1"], of);
const score = (of: Partial<Symptom> = {}) => sign("score.collapsed", ["score", "shop"], of);

function illnessOf(symptoms: readonly Symptom[], history: ReturnType<typeof event>[] = []): Illness {
  const [only, ...more] = causesOf(symptoms, givenOf(undefined, { history }));
  if (only === undefined || more.length > 0) throw new Error("more or less than one illness");
  return only;
}
const tell = (symptoms: readonly Symptom[], history: ReturnType<typeof event>[] = []) =>
  described(illnessOf(symptoms, history), context);

describe("an alert in words", () => {
  test("is one line: what, since when, how bad, likely cause, next step", () => {
    const told = tell([field({ says: "f1 has a mean of 4,100, 100 times that of the training data" }), score()]);
    const alert = { ...told, id: "alr_0", system: "shop" } as Parameters<typeof alertLine>[0];
    expect(alertLine(alert)).toBe(
      "shop: f1 has a mean of 4,100, 100 times that of the training data, since 2026-11-20 12:00 UTC; " +
        "up to $80,000 a day, 2,000 decisions a day. Likely a changed unit where the values are made: field f1 fell ill " +
        "no later than one other part that it feeds. Next: alidade incident compare system.mts --bad 2026-11-20T12:00..2026-11-20T13:00",
    );
  });

  test("names the change that came before, who made it and why, and how to undo it", () => {
    const plan = event("plan.changed", { subject: "pln_2", facts: { allocations: [{ release: "rel_b" }] } });
    const told = tell([score()], [plan]);
    expect(told.what).toBe("Shop is not as it was, since a release (rel_b)");
    expect(told.likely).toBe("rel_b (pln_2), by ada at 2026-11-20 11:00, 1 h before the first sign: “a try”");
    expect(told.next[0]).toBe("alidade rollback shop --dry-run");
    expect(tell([score()], [event("weights.changed", { subject: "wts_2" })]).next[0]).toBe(
      "alidade weights undo system.mts",
    );
  });

  test("is headed by what says most plainly what the matter is, however strong vaguer signs of the same part are", () => {
    const vague = sign("concept.drifted", ["head", "risk"], { says: "a change was seen by ADWIN", strength: 90 });
    const plain = sign("calibration.gap", ["head", "risk"], { says: "left came to 40% where 19% was foreseen" });
    expect(tell([vague]).what).toBe("A change was seen by ADWIN");
    expect(tell([vague, plain]).what).toBe("Left came to 40% where 19% was foreseen");
  });

  test("names the source of many", () => {
    const all = ["f0", "f1", "f2", "f3", "f4"].map((name) => sign("input.shifted", ["field", name]));
    expect(tell(all).what).toBe("5 inputs changed at once, such as: f0 is not as it was");
    expect(tell(all).likely).toBe("the source shop.csv: 5 of its fields changed together");
  });

  test("keeps one symptom of each kind and part, the root's first, at most 50", () => {
    const wide = Array.from({ length: 200 }, (_, i) =>
      sign("input.shifted", ["feature", `f${i % 6}`], { strength: i, at: NOON + i }),
    );
    const { symptoms } = tell([
      ...wide.filter(({ about }) => about.name === "f1"),
      field(),
      field({ at: NOON + DAY, reach: 0.9 }),
    ]);
    expect(symptoms.map(({ kind }) => kind)).toEqual(["input.unit-changed", "input.shifted"]);
    expect(symptoms[0]).toMatchObject({ reach: 0.9, since: NOON, at: NOON + DAY });
    const many = Array.from({ length: 99 }, (_, i) => sign(`input.k${i}`, ["field", "f1"]));
    expect(tell(many).symptoms).toHaveLength(50);
  });
});

describe("how loud it is", () => {
  test.each<readonly [string, readonly Symptom[], string]>([
    ["what is felt by most", [score({ reach: 0.5 })], "page"],
    ["an input that touches most, and nothing felt", [field({ reach: 0.9 })], "warning"],
    ["an input that touches most, and a score that shows it", [field({ reach: 0.9 }), score({ reach: 0.1 })], "page"],
    ["what is felt by some", [score({ reach: 0.05 })], "warning"],
    ["what hardly anybody feels", [score({ reach: 0.04 })], "notice"],
    ["a limit that is broken, for some", [score({ reach: 0.05, isBreach: true })], "page"],
    ["a contract that is broken, for few", [field({ reach: 0.01, isBreach: true })], "warning"],
    ["a loop that has stopped", [sign("retrain.stopped", ["head", "shop"], { reach: 1, isBreach: true })], "warning"],
  ])("%s: %s", (_, symptoms, level) => {
    expect(tell(symptoms).level).toBe(level);
  });
});

describe("how bad it is", () => {
  test("is the share touched, of the decisions of a day, times what one can be worth at most", () => {
    expect(harmOf(0.25, stake)).toEqual({ money: 100_000, currency: "USD", entities: 2_500 });
    expect(harmOf(0.25, { ...stake, perDecision: -3 }).money).toBe(7_500);
    const words = { ...objective, payoff: rightOrWrong({ right: 6, wrong: -4 }) } as typeof objective;
    expect(harmOf(0.5, { ...stake, objective: words }).money).toBe(50_000);
  });

  test("says so where nobody knows", () => {
    const open = { ...objective, payoff: perUnit({ over: -1, under: -2, exact: 0 }) } as typeof objective;
    expect(harmOf(0.5, { ...stake, objective: open })).toEqual({ money: null, currency: null, entities: 5_000 });
    const unstated = unstatedAnswers(rightOrWrong({ right: 1, wrong: 0 }));
    expect(harmOf(0.5, { ...stake, objective: unstated }).money).toBeNull();
    expect(wordHarm(harmOf(0.5, { ...stake, decisionsPerDay: null }))).toMatch(/^how bad is not known/);
    expect(wordHarm(harmOf(0.5, { ...stake, objective: open }))).toBe("5,000 decisions a day");
  });

  test("is nothing where only retraining has failed", () => {
    expect(wordHarm(tell([sign("retrain.failed", ["head", "shop"], { reach: 1 })]).harm)).toBe(
      "no decision is touched",
    );
  });
});

describe("advice", () => {
  const kinds = Object.values(monitors).flatMap((monitor) => monitor.kinds);

  test("is there for every kind that a monitor may read, and for those of the loop", () => {
    const all = [...kinds, "monitor.failed", "retrain.failed", "retrain.stopped", "retrain.asked"];
    expect(all.filter((kind) => adviceFor(kind) === undefined)).toEqual([]);
    const used = new Set(all.map((kind) => adviceFor(kind)?.of));
    expect(adviceTable.filter(({ of }) => !used.has(of))).toEqual([]);
  });

  test("has a next step for each, with nothing left open, and one for what nobody has thought of", () => {
    const facts = { system: "shop", file: "system.mts", span: "a..b", good: "a", bad: "b" };
    for (const kind of [...kinds, "never.seen"])
      for (const step of stepsFor(kind, facts)) expect(step).toMatch(/^alidade [a-z]+[^{}]*$/);
    expect(stepsFor("never.seen", facts)).toEqual(["alidade incident compare system.mts --bad a..b"]);
  });

  test("is that of the longest beginning", () => {
    expect(adviceFor("input.unit-changed")?.of).toBe("input.unit-changed");
    expect(adviceFor("input.shifted")?.of).toBe("input");
    expect(adviceFor("labels.missing")?.of).toBe("labels");
    expect(adviceFor("inputs.shifted")).toBeUndefined();
    expect(new Set(adviceTable.map(({ of }) => of)).size).toBe(adviceTable.length);
  });
});

test("a hand's breadth of an hour stays one line of time", () => {
  expect(tell([score({ since: NOON, at: NOON })]).next[0]).toContain("2026-11-20T12:00..2026-11-20T12:01");
  expect(tell([score({ since: NOON, at: NOON + HOUR })]).since).toBe(NOON);
});
