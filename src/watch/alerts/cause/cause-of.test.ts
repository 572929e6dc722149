import { describe, expect, test } from "vitest";
import type { Symptom } from "../alert.ts";
import { DAY, event, givenOf, HOUR, NOON, shopOf, sign } from "../shop.conformance.ts";
import { causeOf, causesOf } from "./cause-of.ts";

const given = givenOf();
const causes = (symptoms: readonly Symptom[], history = given.history) =>
  causesOf(symptoms, { ...given, history }).map(({ cause }) => `${cause.part}/${cause.name}`);

const field = (name: string, of?: Partial<Symptom>) => sign("input.shifted", ["field", name], of);
const feature = (name: string, of?: Partial<Symptom>) => sign("input.shifted", ["feature", name], of);
const head = sign("score.shifted", ["head", "risk"]);
const score = sign("score.shifted", ["score", "shop"]);
const action = sign("action.shifted", ["action", "call"]);
const value = sign("value.fallen", ["value", "shop"], { since: NOON + DAY });

describe("the cause of symptoms", () => {
  test("is the most upstream part, and all that it feeds joins it", () => {
    const all = [value, action, score, head, feature("f1"), field("f1")];
    expect(causes(all)).toEqual(["field/f1"]);
    expect(causeOf(all, given)?.parts).toHaveLength(6);
    expect(causes([action, score])).toEqual(["score/shop"]);
  });

  test("is not a part that fell ill after the others", () => {
    const late = field("f1", { since: NOON + DAY });
    expect(causes([late, score])).toEqual(["field/f1", "score/shop"]);
    expect(causes([field("f1", { since: NOON + HOUR }), score])).toEqual(["field/f1"]);
  });

  test("is not a part that feeds nothing of what is ill, nor one that was ill long ago", () => {
    expect(causes([field("customer"), feature("f1")])).toEqual(["field/customer", "feature/f1"]);
    expect(causes([field("f1", { since: NOON - 9 * DAY }), score])).toEqual(["field/f1", "score/shop"]);
  });

  test("explains what labels tell when their windows have closed", () => {
    const quality = sign("quality.fallen", ["head", "risk"], { since: NOON + 30 * DAY });
    expect(causes([field("f1"), quality])).toEqual(["field/f1"]);
    expect(causes([field("f1"), sign("score.shifted", ["score", "shop"], { since: NOON + 30 * DAY })])).toHaveLength(2);
  });

  test("stays two where two are independent, and what both could explain goes to the one that touches more", () => {
    const all = [field("f1", { reach: 0.1 }), field("f2", { reach: 0.3, since: NOON - HOUR }), score];
    const found = causesOf(all, given);
    expect(found.map(({ cause }) => cause.name)).toEqual(["f2", "f1"]);
    expect(found[0]?.parts.map(({ part }) => part)).toEqual(["field", "score"]);
  });

  test("is the source where many of its fields change at once, and not where they change one by one", () => {
    const names = ["f0", "f1", "f2", "f3", "city"];
    expect(causes([...names.map((name) => field(name)), score])).toEqual(["data/shop.csv"]);
    expect(causes(names.map((name, i) => field(name, { since: NOON + i * DAY })))).toHaveLength(5);
    expect(causes(["f0", "f1"].map((name) => field(name)))).toHaveLength(2);
  });

  test("is the stream where many features that it alone feeds change at once", () => {
    const ill = ["visits7", "visits30", "minutes"].map((name) => feature(name));
    expect(causes([...ill, head, score])).toEqual(["stream/visits"]);
    expect(causes([sign("freshness.late", ["stream", "visits"]), ...ill])).toEqual(["stream/visits"]);
    expect(causes([sign("contract.broken", ["field", "visits.minutes"]), feature("minutes")])).toEqual([
      "field/visits.minutes",
    ]);
  });

  test("is never found in a part that feeds it", () => {
    expect(causes([sign("labels.missing", ["outcome", "left"]), sign("quality.fallen", ["head", "risk"])])).toEqual([
      "outcome/left",
    ]);
    expect(causes([sign("label.shifted", ["outcome", "left"]), action])).toEqual(["action/call"]);
    expect(causes([sign("retrain.failed", ["value", "shop"]), score])).toEqual(["loop/shop", "score/shop"]);
  });

  test("a thousand symptoms of one cause are one", () => {
    const wide = givenOf(shopOf(400));
    const parts = Array.from({ length: 400 }, (_, i) => `f${i}`);
    const signs = [
      ...parts.map((name) => field(name)),
      ...parts.map((name) => feature(name)),
      ...parts.slice(0, 196).map((name) => sign("input.missing", ["field", name], { since: NOON + HOUR })),
      ...[head, score, action, value],
    ];
    expect(signs).toHaveLength(1_000);
    const found = causesOf(signs, wide);
    expect(found.map(({ cause }) => cause)).toEqual([{ part: "data", name: "shop.csv" }]);
    expect(found[0]?.parts.flatMap(({ symptoms }) => symptoms)).toHaveLength(1_000);
  });
});

describe("a change shortly before", () => {
  const allocations = (release: string) => ({ allocations: [{ arm: "champion", release, share: 1 }] });
  const before = event("plan.changed", { number: 1, at: NOON - 9 * DAY, facts: allocations("rel_a") });
  const plan = event("plan.changed", { number: 2, subject: "pln_2", facts: allocations("rel_b") });

  test("is named as the release that it brought, with whoever did it", () => {
    const [found, ...more] = causesOf([head, action], { ...given, history: [before, plan] });
    expect([found?.cause, found?.change?.by, more]).toEqual([{ part: "release", name: "rel_b" }, "ada", []]);
  });

  test("brings together what it made ill at once", () => {
    const slow = sign("latency.high", ["server", "shop"]);
    expect(causes([slow, head], [before, plan])).toEqual(["release/rel_b"]);
    expect(causes([slow, head], [])).toEqual(["server/shop"]);
  });

  test("is not blamed for inputs, nor for what was ill before it or a week after", () => {
    expect(causes([field("f1"), score], [before, plan])).toEqual(["field/f1"]);
    expect(causes([score], [before, { ...plan, at: NOON + 5 * HOUR }])).toEqual(["score/shop"]);
    expect(causes([score], [before, { ...plan, at: NOON - 7 * DAY }])).toEqual(["score/shop"]);
  });

  test.each([
    ["weights.changed", "wts_2", "release/wts_2"],
    ["objective.changed", "obj_2", "objective/obj_2"],
    ["objective.declared", "obj_1", "score/shop"],
    ["objective.signed", "obj_1", "score/shop"],
  ])("%s of %s: %s", (what, subject, cause) => {
    expect(causes([score], [event(what, { subject })])).toEqual([cause]);
    expect(causes([head], [event(what, { subject })])).toEqual(["head/risk"]);
  });

  test("is the newest of several", () => {
    expect(causes([action], [plan, event("weights.changed", { number: 3, subject: "wts_3" })])).toEqual([
      "release/wts_3",
    ]);
  });
});
