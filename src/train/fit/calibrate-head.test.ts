import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { fitPlatt } from "../../learn/index.ts";
import { binary, regression } from "../../system/index.ts";
import { fitPlan } from "../index.ts";
import { calibrateFrom } from "./calibrate-head.ts";

const rows = 200;
const draws = rng({ seed: 2, purpose: "test.calibrate" });
const scores = Float64Array.from({ length: rows }, () => 0.05 + 0.9 * draws.uniform());
const values = scores.map((p, row) => (row % 5 === 0 ? Number.NaN : draws.uniform() < p * p ? 1 : 0));
const plan = fitPlan({
  rows,
  entity: Int32Array.from({ length: rows }, (_, row) => row),
  time: null,
  strata: new Float64Array(rows),
  evaluation: { folds: 4, newest: 0.25 },
  seed: 1,
});
const learner = { learner: "logistic", params: {} } as const;
const held = {
  head: binary({ label: "back", learner }),
  label: { values, classes: [], perRow: 1 },
  plan,
  scores: plan.fits.map(({ score }) => Float64Array.from(score, (row) => scores[row]!)),
};

test("a calibration learns from the named fits alone, and from the rows whose label is known", () => {
  const used = [0, 2].flatMap((fit) => Array.from(plan.fits[fit]!.score)).filter((row) => !Number.isNaN(values[row]!));
  const expected = fitPlatt({
    scores: Float64Array.from(used, (row) => scores[row]!),
    label: Float64Array.from(used, (row) => values[row]!),
  });
  expect(calibrateFrom(held, [0, 2])).toEqual(expected);
  expect(calibrateFrom(held, [0, 1])).not.toEqual(expected);
});

test("there is none where none is wanted, or where it could not be learned", () => {
  const none = { kind: "none" };
  expect(calibrateFrom(held, [])).toEqual(none);
  expect(calibrateFrom({ ...held, head: binary({ label: "back", learner, calibration: "none" }) }, [0])).toEqual(none);
  expect(calibrateFrom({ ...held, head: regression({ label: "back", learner }) }, [0])).toEqual(none);
  expect(calibrateFrom({ ...held, label: { values: new Float64Array(rows), classes: [], perRow: 1 } }, [0])).toEqual(
    none,
  );
});
