import { expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { memoryBlobs } from "../../data/snapshots/memory-blobs.conformance.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on, type SystemDefinition } from "../../system/index.ts";
import { HOUR, madeUpDecisions, madeUpReference, START } from "./made-up.conformance.ts";
import { LAYOUT_DECISIONS, openPeriodReference } from "./period-reference.ts";
import { recordsInMemory } from "./reader/reader.conformance.ts";
import { referenceBook } from "./reference-book.ts";

const h = on(contract({ visits: number(), city: text(), came: flag({ known: "after" }) }));
const features = h.features((r) => ({ twice: r.visits.times(2) }));
const system = h.system({
  ...{ name: "made-up", source: csv("x.csv"), features, heads: {}, weights: {} },
  outcomes: { came: h.outcome({ within: "1d", history: (r) => r.came, changedByActing: false }) },
  objective: unstated({ act: "act", otherwise: "wait" }),
  rule: (f: typeof features) => f.twice.atLeast(2),
  policy: actIf({ threshold: 0.5 }),
} as never) as SystemDefinition;
const period = { system, from: START, to: START + HOUR, models: {}, versions: {} };

/** So many decisions, of visits from 0 to 99 one after the other. */
function decisions(count: number) {
  const visits = Array.from({ length: count }, (_, i) => i % 100);
  return madeUpDecisions({
    fields: { visits, city: visits.map((one) => (one < 70 ? "Bonn" : "Ulm")) },
    features: { twice: visits.map((one) => 2 * one) },
    score: visits.map((one) => one / 100),
  });
}

test("a good period is a reference without any training data", () => {
  const open = openPeriodReference(period);
  for (const one of decisions(2_000)) open.add(one);
  const { from, layout, seen, importance, reads } = open.read();
  expect({ from, importance, reads }).toEqual({
    from: "period",
    importance: { twice: 1 },
    reads: { twice: ["visits"] },
  });
  expect(layout.fields.city).toEqual({ kind: "text", values: ["Bonn", "Ulm"] });
  expect(seen).toMatchObject({ decisions: 2_000, layout: layout.id, from: START, to: START + HOUR });
  // Whole numbers from 0 to 99, twenty bins of five.
  expect(seen.features.twice?.bins).toEqual(new Array(20).fill(100));
});

test("its bins come from its first decisions, and all are counted in them", () => {
  const [few, all] = [openPeriodReference(period), openPeriodReference(period)];
  const many = decisions(LAYOUT_DECISIONS + 3_000);
  for (const [i, one] of many.entries()) {
    if (i < LAYOUT_DECISIONS) few.add(one);
    all.add(one);
  }
  expect(all.read().layout).toEqual(few.read().layout);
  expect(all.read().seen.decisions).toBe(many.length);
  expect(few.read().seen.decisions).toBe(LAYOUT_DECISIONS);
});

test("a period in which nothing was decided is refused by its name", () => {
  expect(() => openPeriodReference(period).read()).toThrow(
    expect.objectContaining({
      code: "watch.reference-empty",
      message: expect.stringContaining('"made-up" from 2026-01-01T00:00:00.000Z to 2026-01-01T01:00:00.000Z has none'),
    }),
  );
});

test("references are kept by their id, and a damaged one is as good as none", async () => {
  const blobs = memoryBlobs();
  const book = referenceBook({ records: recordsInMemory(), blobs });
  const made = madeUpReference({ features: { x: [1, 2, 3] } });
  expect(await book.get(made.id)).toBeUndefined();
  await book.keep(made);
  expect(await book.get(made.id)).toEqual(made);
  blobs.kept.set(`references/${made.id}.json`, new TextEncoder().encode('{"id":'));
  expect(await book.get(made.id)).toBeUndefined();
  await book.keep(made);
  expect(await book.get(made.id)).toEqual(made);
});
