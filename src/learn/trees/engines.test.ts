import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { resolveParams } from "../../kernel/index.ts";
import { learners } from "../_catalogue.ts";
import { prepareTraining } from "../training.ts";
import { boost } from "./boosting/boost.ts";
import type { BoostInput } from "./boosting/state.ts";
import type { Engine } from "./engine.ts";
import { forestOf } from "./forest.ts";
import { kernelEngine } from "./kernel/engine.ts";
import { lossFor } from "./losses/choose.ts";
import { measureOf } from "./losses/metrics.ts";
import { referenceEngine } from "./reference/engine.ts";

const cell = fc.option(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })), {
  nil: null,
});
const level = fc.option(fc.constantFrom(..."abcdefghijkl"), { nil: null });
const example = fc.record({
  a: cell,
  b: cell,
  c: level,
  d: level,
  y: fc.integer({ min: 0, max: 30 }),
  w: fc.integer({ min: 1, max: 3 }),
});

const given = fc.record({
  numLeaves: fc.integer({ min: 2, max: 12 }),
  minDataInLeaf: fc.integer({ min: 1, max: 5 }),
  minDataPerGroup: fc.integer({ min: 1, max: 4 }),
  catSmooth: fc.constantFrom(0, 1, 10),
  maxCatToOnehot: fc.constantFrom(1, 4),
  maxBins: fc.constantFrom(2, 5, 255),
  baggingFraction: fc.constantFrom(1, 0.7),
  featureFraction: fc.constantFrom(1, 0.5),
  lambdaL1: fc.constantFrom(0, 0.5),
  maxDeltaStep: fc.constantFrom(0, 0.3),
  extraTrees: fc.boolean(),
  boosting: fc.constantFrom("gbdt", "goss", "rf"),
  multiOutput: fc.constantFrom("perLabel", "vector"),
  interactionConstraints: fc.constantFrom(
    [],
    [
      ["a", "c"],
      ["a", "b"],
    ],
  ),
  monotoneConstraints: fc.constantFrom({}, { a: 1 }, { a: -1, b: 1 }),
});

type Example = typeof example extends fc.Arbitrary<infer T> ? T : never;

const TASKS = ["binary", "regression", "multiclass", "ranking"] as const;

/** Grows with both engines and compares all bits. */
function expectSame(task: (typeof TASKS)[number], rows: readonly Example[], asked: object): void {
  const features = tableOf(
    { a: "number", b: "number", c: "text", d: "text" },
    rows.map(({ a, b, c, d }): Row => ({ a, b, c, d })),
  );
  const count = task === "binary" ? 2 : 3;
  const label = Float64Array.from(rows, ({ y }, row) => (task === "regression" ? y : row < count ? row : y % count));
  const groups = task === "ranking" ? { groups: Int32Array.from(rows, ({ w }, row) => (row < 2 ? 1 : w)) } : {};
  const weights = Float64Array.from(rows, ({ w }) => w);
  const classes = task === "multiclass" ? ["x", "y", "z"] : [];
  const training = { features, label, classes, weights, ...groups };
  const prepared = prepareTraining(learners.gbdt, training, { task, seed: 1 });
  const params = resolveParams("gbdt", learners.gbdt.params, { rounds: 3, ...asked });
  const loss = lossFor(prepared, params, undefined);
  const watched = { validation: prepared, measure: measureOf("auto", loss), start: undefined };
  const input: BoostInput = { training: prepared, ...watched, loss, seed: 5, onRound() {}, onMeasure() {} };
  const body = (engine: Engine) => forestOf(boost(engine, input, params), { slots: 4, link: loss.link });
  const kernel = kernelEngine(undefined)!;
  expect(body(kernel)).toEqual(body(referenceEngine));
}

describe("the kernel grows what the reference grows, bit for bit", () => {
  test.each(TASKS)("%s", (task) => {
    const few = fc.array(example, { minLength: 4, maxLength: 120 });
    fc.assert(
      fc.property(few, given, (rows, asked) => expectSame(task, rows, asked)),
      { numRuns: 60 },
    );
  });

  test.each(TASKS)("with many levels and long lists: %s", (task) => {
    const rich = fc.tuple(example, fc.nat(250)).map(([one, level]) => ({ ...one, c: String(level) }));
    const rows = fc.array(rich, { minLength: 500, maxLength: 700, size: "max" });
    const asked = { catSmooth: 0, minDataPerGroup: 1, minDataInLeaf: 2, maxCatThreshold: 100 };
    fc.assert(
      fc.property(rows, (some) => expectSame(task, some, asked)),
      { numRuns: 4 },
    );
  });
});
