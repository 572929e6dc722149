import { describe, expect, expectTypeOf, test } from "vitest";
import { contract, csv, flag, number, text, time } from "../../data/index.ts";
import { type NumberExpression, type TextExpression, windowsOf } from "../../features/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on, stream } from "../index.ts";

const visit = contract({
  id: text(),
  patient: number({ integer: true }),
  name: text(),
  at: time(),
  loaded: time(),
  cost: number(),
  ward: text({ values: ["er", "icu"] }),
  urgent: flag(),
  billed: number({ known: "after" }),
});
const rows = contract({
  patient: number({ integer: true }),
  day: time(),
  age: number(),
  back: flag({ known: "after" }),
});
const source = csv("visits.csv");
const visits = stream({ contract: visit, source, entity: "patient", time: "at", knownAt: "loaded", id: "id" });
const h = on(rows, { streams: { visits } });

const base = {
  name: "s",
  source: csv("s.csv"),
  entity: "patient",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
} as const;
const features = h.features((r, from) => ({
  age: r.age,
  spend: from.visits.sum((e) => e.cost, { within: "30d" }),
  ward: from.visits.last((e) => e.ward, { where: (e) => e.urgent }),
}));
const rule = (f: typeof features) => f.spend.above(100).or(f.ward.equals("er"));

describe("a stream", () => {
  test("types the features that are made of it", () => {
    expectTypeOf(features.spend).toEqualTypeOf<NumberExpression>();
    expectTypeOf(features.ward).toEqualTypeOf<TextExpression<"er" | "icu">>();
    const wrong = (): void => {
      // @ts-expect-error no such stream
      h.features((_, from) => ({ x: from.orders.count() }));
      // @ts-expect-error no such field of the event
      h.features((_, from) => ({ x: from.visits.sum((e) => e.price) }));
      // @ts-expect-error known only afterwards
      h.features((_, from) => ({ x: from.visits.sum((e) => e.billed) }));
      // @ts-expect-error a text has no mean
      h.features((_, from) => ({ x: from.visits.mean((e) => e.ward) }));
      // @ts-expect-error not a value of the field
      h.features((_, from) => ({ x: from.visits.count({ where: (e) => e.ward.equals("lab") }) }));
      // @ts-expect-error a time is not a feature; a part of it is
      h.features((_, from) => ({ x: from.visits.last((e) => e.at) }));
      // @ts-expect-error no streams were declared
      on(rows).features((_, from) => ({ x: from.visits.count() }));
      // @ts-expect-error the time must be a time
      stream({ contract: visit, source, entity: "patient", time: "cost" });
      // @ts-expect-error no such field
      stream({ contract: visit, source, entity: "person", time: "at" });
      // @ts-expect-error known at a time, or after a delay
      stream({ contract: visit, source, entity: "patient", time: "at", knownAt: "loaded", delay: "1h" });
    };
    expect(wrong).toThrow("is no stream");
  });

  test("is part of the system, whose other files have none", () => {
    const system = h.system({ ...base, features, rule });
    expect(Object.keys(system.streams)).toEqual(["visits"]);
    expect(Object.values(system.features).flatMap(windowsOf)).toHaveLength(2);
    const plain = on(rows);
    const without = plain.system({
      ...base,
      features: plain.features((r) => ({ age: r.age })),
      rule: (f) => f.age.above(1),
    });
    expect(without.streams).toEqual({});
    expect(JSON.parse(JSON.stringify(system.features))).toEqual(system.features);
  });

  test("needs to know whom and as of when", () => {
    const { entity: _entity, ...nobody } = base;
    const { time: _time, ...never } = base;
    expect(() => h.system({ ...nobody, features, rule })).toThrow("`entity` of system s is needed");
    expect(() => h.system({ ...never, features, rule })).toThrow("`time` of system s is needed");
  });

  test("is about the same entities", () => {
    const byName = on(rows, { streams: { visits: stream({ contract: visit, source, entity: "name", time: "at" }) } });
    const asked = byName.features((_, from) => ({ x: from.visits.count() }));
    expect(() => byName.system({ ...base, features: asked, rule: (f) => f.x.above(1) })).toThrow(
      "must be of the kind of the system's entity. `name` is text, `patient` is number",
    );
  });

  test("is asked only where it is declared", () => {
    const elsewhere = on(rows);
    expect(() => elsewhere.system({ ...base, features, rule })).toThrow(
      "asks the stream `visits`, which is not declared",
    );
  });
});

describe("a program without types gets a sentence", () => {
  const loose = stream as unknown as (options: unknown) => unknown;
  const right = { contract: visit, source, entity: "patient", time: "at" };

  test.each([
    ["nothing", undefined, "takes an object"],
    ["a misspelt name", { ...right, knowAt: "loaded" }, "knownAt"],
    ["no contract", { ...right, contract: {} }, "must be made by `contract"],
    ["no source", { ...right, source: "visits.csv" }, "must be a source"],
    ["a field that is not there", { ...right, entity: "patent" }, "Did you mean"],
    ["a field of the wrong kind", { ...right, time: "cost" }, "must be a time field. `cost` is number"],
    ["two ways to know", { ...right, knownAt: "loaded", delay: "1h" }, "cannot stand beside `knownAt`"],
    ["a delay in words", { ...right, delay: "an hour" }, "A duration is"],
  ])("%s", (_, options, words) => {
    expect(() => loose(options)).toThrow(words);
  });

  test("a field of an event that is not there", () => {
    expect(() =>
      h.features((_, from) => ({
        x: from.visits.sum((e) => (e as never as typeof e & { prize: typeof e.cost }).prize),
      })),
    ).toThrow("`an event of visits` reads `prize`");
  });
});
