import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tableOf } from "../../src/data/index.ts";
import { resolveParams, rng } from "../../src/kernel/index.ts";
import { linear, logistic, type TrainingSet } from "../../src/learn/index.ts";
import type { LinearBody, Model } from "../../src/model/index.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

const NEEDS = ["sklearn"];
const python = findPython(NEEDS);
if (python === undefined) console.log(`elastic net against scikit-learn: ${withoutPython(NEEDS)}`);

interface Coefficients {
  readonly slopes: readonly (readonly number[])[];
  readonly intercept: readonly number[];
}

const NAMES = ["a", "b", "c", "d"];
const rows = Array.from({ length: 200 }, (_, unit) => {
  const draw = rng({ seed: 4, unit, purpose: "elastic net" });
  const [a, b, c, d] = [draw.normal(), 50 + 10 * draw.normal(), draw.normal(), 0.01 * draw.normal()];
  const y = 3 * a + 0.2 * b + draw.normal();
  return { x: [a, b, a + 0.3 * c, d], y, k: Math.min(2, Math.max(0, Math.round((y - 10) / 3 + draw.normal()) + 1)) };
});
const features = tableOf(
  Object.fromEntries(NAMES.map((name) => [name, "number" as const])),
  rows.map(({ x }) => Object.fromEntries(NAMES.map((name, i) => [name, x[i]!]))),
);
const setOf = (label: readonly number[], classes: readonly string[] = []): TrainingSet => ({
  features,
  label: Float64Array.from(label),
  classes,
});

function reference(l1: number, l2: number): Record<string, Coefficients> {
  const folder = mkdtempSync(join(tmpdir(), "alidade-elastic-net-"));
  const file = join(folder, "given.json");
  writeFileSync(
    file,
    JSON.stringify({ x: rows.map(({ x }) => x), y: rows.map(({ y }) => y), classes: rows.map(({ k }) => k), l1, l2 }),
  );
  try {
    return JSON.parse(runPython(python!, "elastic-net.py", [file]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectSame(model: Model, { slopes, intercept }: Coefficients): void {
  const body = model.body as LinearBody;
  // Scores, not coefficients: columns that share their information leave the coefficients looser than what they say.
  for (const { x } of rows.slice(0, 50)) {
    const theirs = intercept.map((start, k) => start + x.reduce((sum, value, i) => sum + value * slopes[k]![i]!, 0));
    const ours = body.intercept.map(
      (start, k) => start + body.numbers.reduce((sum, term) => sum + term.weight[k]! * x[term.slot]!, 0),
    );
    centred(ours).forEach((score, k) => {
      expect(Math.abs(score - centred(theirs)[k]!)).toBeLessThan(1e-4);
    });
  }
}

/** Only differences between the scores of several classes mean anything. */
function centred(scores: readonly number[]): readonly number[] {
  const mean = scores.length === 1 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return scores.map((score) => score - mean);
}

describe.skipIf(python === undefined)("the elastic net agrees with scikit-learn", () => {
  test.each([
    [4, 6],
    [8, 0],
    [0, 3],
  ])("at l1 %d and l2 %d", (l1, l2) => {
    const theirs = reference(l1, l2);
    const logisticParams = resolveParams("logistic", logistic.params, {
      l1,
      l2,
      tolerance: 1e-10,
      maxIterations: 5000,
    });
    const binary = setOf(rows.map(({ k }) => (k > 0 ? 1 : 0)));
    const several = setOf(
      rows.map(({ k }) => k),
      ["low", "middle", "high"],
    );
    expectSame(
      linear.fit(setOf(rows.map(({ y }) => y)), resolveParams("linear", linear.params, { l1, l2 }), {
        task: "regression",
        seed: 1,
      }),
      theirs.linear!,
    );
    expectSame(logistic.fit(binary, logisticParams, { task: "binary", seed: 1 }), theirs.binary!);
    expectSame(logistic.fit(several, logisticParams, { task: "multiclass", seed: 1 }), theirs.multiclass!);
  });
});
