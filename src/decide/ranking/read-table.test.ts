import fc from "fast-check";
import { expect, test } from "vitest";
import { contract, csv, flag, number, rowEnforcer, rowOf, text, time } from "../../data/index.ts";
import { fieldsOf } from "../../features/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on } from "../../system/index.ts";
import { readGiven } from "../opening.ts";
import type { ServingState } from "../serving-state.ts";
import { readTable } from "./read-table.ts";

const posts = contract({
  day: time({ format: "milliseconds", min: 0 }),
  topic: text({ values: ["news", "sport"] }),
  depth: number({ min: 0 }),
  unread: number(),
  back: flag({ known: "after" }),
});
const h = on(posts);
const system = h.system({
  name: "posts",
  source: csv("posts.csv"),
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((r) => ({ hour: r.day.hour(), topic: r.topic, depth: r.depth })),
  rule: (f) => f.depth.atLeast(3),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});
const read = new Set(Object.values(system.features).flatMap(fieldsOf));
const state = { system, read, enforce: rowEnforcer(posts) } as unknown as ServingState;

const given = fc.record(
  {
    day: fc.constantFrom(-5, 7, null, undefined),
    topic: fc.constantFrom("news", "other", null),
    depth: fc.constantFrom(-1, 2, null),
    unread: fc.constantFrom(1, null),
  },
  { requiredKeys: [] },
);
const online = { at: 1_000, version: "1", windows: {}, ages: {} };

test("what is read of all candidates together is what is read of each by itself, the time that is filled in included", () => {
  fc.assert(
    fc.property(given, fc.array(given, { minLength: 1, maxLength: 8 }), fc.boolean(), (shared, own, isOnline) => {
      const seen = isOnline ? online : undefined;
      const found = readTable(state, { given: shared, candidates: own.map((one) => ({ given: one })), online: seen });
      for (const [i, one] of own.entries()) {
        const alone = readGiven(state, { ...shared, ...one }, seen);
        expect(rowOf(found.table, i)).toEqual(alone.row);
        expect(found.flags[i]).toEqual(alone.flags);
      }
    }),
    { numRuns: 300 },
  );
});

test("a candidate that cannot be read refuses the question as it would by itself", () => {
  const ask = () =>
    readTable(state, { given: { depth: 1 }, candidates: [{ given: {} }, { given: { topic: 7 } }], online: undefined });
  expect(ask).toThrow(expect.objectContaining({ code: "data.given-wrong-type" }));
  expect(ask).toThrow(/`topic` must be a text/);
});
