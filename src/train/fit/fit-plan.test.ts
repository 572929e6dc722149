import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitPlan, judgedRows } from "../index.ts";
import { joinNumbers, joinRows } from "./join.ts";

const evaluation = { folds: 4, newest: 0.25 };

/** Rows of at least eight entities, with labels. */
const world = fc.integer({ min: 8, max: 30 }).chain((entities) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: entities - 1 }), fc.constantFrom(0, 1)), {
      minLength: 1,
      maxLength: 80,
    })
    .map((rows) => [...Array.from({ length: entities }, (_, id) => [id, id % 2] as const), ...rows]),
);

describe("a plan by entity", () => {
  test("scores every row once, by a fit that saw no row of its entity", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 9 }), (rows, seed) => {
        const entity = Int32Array.from(rows, ([id]) => id);
        const strata = Float64Array.from(rows, ([, yes]) => yes);
        const plan = fitPlan({ rows: rows.length, entity, time: null, strata, evaluation, seed });
        expect([...judgedRows(plan)].sort((a, b) => a - b)).toEqual(rows.map((_, row) => row));
        for (const { train, score } of plan.fits) {
          const taught = new Set(Array.from(train, (row) => entity[row]));
          expect(Array.from(score).filter((row) => taught.has(entity[row]))).toEqual([]);
          expect(train.length + score.length).toBe(rows.length);
        }
      }),
    );
  });

  test("never calibrates a fit by its own scores", () => {
    const entity = Int32Array.from({ length: 40 }, (_, row) => row);
    const plan = fitPlan({ rows: 40, entity, time: null, strata: new Float64Array(40), evaluation, seed: 1 });
    expect(plan.fits.map((_, fit) => plan.calibrators(fit))).toEqual([
      [1, 2, 3],
      [0, 2, 3],
      [0, 1, 3],
      [0, 1, 2],
    ]);
  });

  test("gives every fold its share of the rarer truth", () => {
    const entity = Int32Array.from({ length: 400 }, (_, row) => row);
    const strata = Float64Array.from(entity, (row) => (row < 40 ? 1 : 0));
    const plan = fitPlan({ rows: 400, entity, time: null, strata, evaluation, seed: 1 });
    expect(plan.fits.map(({ score }) => score.filter((row) => row < 40).length)).toEqual([10, 10, 10, 10]);
  });
});

describe("a plan by time", () => {
  test("learns only from what lies strictly before what it scores", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 12, maxLength: 120 });
    fc.assert(
      fc.property(times, (at) => {
        const time = Float64Array.from(at);
        const entity = new Int32Array(at.length);
        const plan = fitPlan({
          rows: at.length,
          entity,
          time,
          strata: new Float64Array(at.length),
          evaluation,
          seed: 1,
        });
        for (const { train, score } of plan.fits) {
          const newest = Math.max(-Infinity, ...Array.from(train, (row) => time[row]!));
          expect(Array.from(score).filter((row) => time[row]! <= newest)).toEqual([]);
        }
        const [early, late] = plan.fits;
        expect(late!.train.length).toBe(early!.train.length + early!.score.length);
        expect(judgedRows(plan)).toEqual(late!.score);
      }),
    );
  });

  test("is calibrated by the fit before it, which nothing calibrates", () => {
    const time = Float64Array.from({ length: 100 }, (_, row) => row);
    const plan = fitPlan({ rows: 100, entity: new Int32Array(100), time, strata: time, evaluation, seed: 1 });
    expect([plan.calibrators(0), plan.calibrators(1)]).toEqual([[], [0]]);
    expect(plan.fits.map(({ train, score }) => [train.length, score.length])).toEqual([
      [56, 19],
      [75, 25],
    ]);
  });

  test("leaves out rows whose time is not known", () => {
    const time = Float64Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? Number.NaN : row));
    const plan = fitPlan({ rows: 40, entity: new Int32Array(40), time, strata: time, evaluation, seed: 1 });
    const used = plan.fits.flatMap(({ train, score }) => [...train, ...score]);
    expect(used.filter((row) => row % 4 === 0)).toEqual([]);
  });
});

test("joining keeps everything in order", () => {
  expect(joinNumbers([Float64Array.of(1, 2), new Float64Array(), Float64Array.of(3)])).toEqual(
    Float64Array.of(1, 2, 3),
  );
  expect(joinRows([Int32Array.of(4), Int32Array.of(5, 6)])).toEqual(Int32Array.of(4, 5, 6));
  expect(joinNumbers([])).toEqual(new Float64Array());
});
