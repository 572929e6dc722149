import fc from "fast-check";
import { expect, test } from "vitest";
import { threadTeam } from "../../backends/index.ts";
import { resolveParams, rng } from "../../kernel/index.ts";
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

/** So many cells that large leaves are split by several threads, phase by phase, and small ones ahead of their time. */
const ROWS = 9_000;
const FEATURES = 26;

const levels = Array.from({ length: 40 }, (_, k) => `level ${k}`);

const columns = Array.from({ length: FEATURES }, (_, f) => {
  const draws = Array.from({ length: ROWS }, (_, unit) => rng({ seed: f, unit, purpose: "threads" }).uniform());
  const name = `f${String(f).padStart(2, "0")}`;
  if (f % 5 === 4)
    return { name, kind: "text" as const, codes: Int32Array.from(draws, (u) => Math.floor(u * 41) - 1), levels };
  // Some are missing now and then, some nearly always 0.
  const value = (u: number): number => (f % 3 === 1 && u < 0.1 ? Number.NaN : f >= 18 && u < 0.9 ? 0 : u);
  return { name, kind: "number" as const, values: Float64Array.from(draws, value) };
});

const given = fc.record({
  numLeaves: fc.constantFrom(2, 3, 15, 31, 200),
  maxDepth: fc.constantFrom(-1, 3),
  minDataInLeaf: fc.constantFrom(1, 20, 3_000),
  minGainToSplit: fc.constantFrom(0, 1),
  maxBins: fc.constantFrom(7, 255),
  baggingFraction: fc.constantFrom(1, 0.8),
  featureFraction: fc.constantFrom(1, 0.5),
  lambdaL1: fc.constantFrom(0, 0.5),
  extraTrees: fc.boolean(),
  boosting: fc.constantFrom("gbdt", "gbdt", "goss"),
  monotoneConstraints: fc.constantFrom({}, { f00: 1, f02: -1 }),
});

/** Fits of 1, 2 and 7 outputs: one tree for all threads, or one for each. */
const tasks = [
  { task: "regression", outputs: 1 },
  { task: "binary", outputs: 2 },
  { task: "multiclass", outputs: 7 },
] as const;

function inputFor({ task, outputs }: (typeof tasks)[number], asked: object) {
  const noise = (unit: number): number => rng({ seed: 99, unit, purpose: "threads" }).uniform();
  const at = (f: number, row: number): number => (columns[f] as { values: Float64Array }).values[row]!;
  const score = (row: number): number => at(0, row) + at(2, row) * at(3, row) + 0.3 * noise(row);
  const label = Float64Array.from({ length: ROWS }, (_, row) =>
    task === "regression" ? score(row) : Math.min(outputs - 1, Math.floor((score(row) / 2.3) * outputs)),
  );
  const classes = Array.from({ length: outputs }, (_, k) => `class ${k}`);
  const training = { features: { rows: ROWS, columns }, label, classes: task === "multiclass" ? classes : [] };
  const prepared = prepareTraining(learners.gbdt, training, { task, seed: 1 });
  const params = resolveParams("gbdt", learners.gbdt.params, { rounds: 3, ...asked });
  const loss = lossFor(prepared, params, undefined);
  const watched = { validation: undefined, measure: measureOf("auto", loss), start: undefined };
  const input: BoostInput = { training: prepared, ...watched, loss, seed: 5, onRound() {}, onMeasure() {} };
  return (engine: Engine) => forestOf(boost(engine, input, params), { slots: FEATURES, link: loss.link });
}

const teams = [undefined, threadTeam(2), threadTeam(3)];

test.each(tasks)("1, 2 and 3 threads grow what the reference grows: $task", { timeout: 60_000 }, (kind) => {
  fc.assert(
    fc.property(given, (asked) => {
      const body = inputFor(kind, asked);
      const expected = body(referenceEngine);
      for (const team of teams) {
        const kernel = kernelEngine(team)!;
        expect(body(kernel)).toEqual(expected);
        kernel.end(true);
      }
    }),
    { numRuns: 4 },
  );
});
