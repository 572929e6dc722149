import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnOf, type Table } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";
import {
  exportLightgbm,
  importanceOf,
  importModel,
  type Model,
  scoreModel,
  type TreesBody,
} from "../../src/model/index.ts";
import { aForest } from "../../src/model/trees/forest.arbitrary.ts";
import {
  asNumbers,
  type Case,
  compareContributions,
  compareGain,
  difference,
  expectAlike,
  expectSame,
  type Made,
  tableOfCase,
  trainModels,
} from "./cases.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

const PACKAGES = ["lightgbm", "pandas"];
const python = findPython(PACKAGES) ?? "";
const suite = python === "" ? `LightGBM (${withoutPython(PACKAGES)})` : "LightGBM";
/** Training every kind of model takes seconds; minutes where the machine has more to do. */
const PATIENCE = 180_000;

describe.skipIf(python === "")(suite, () => {
  let made: Made;
  beforeAll(() => {
    made = trainModels(python, "lightgbm-models.py", [1, 2, 3]);
  }, PATIENCE);
  afterAll(() => made.drop());

  test("its text predicts what it predicts, before and after the link", () => {
    expect(made.cases.length).toBeGreaterThan(90);
    for (const one of made.cases) {
      const model = sameAs(made.file(`${one.name}.txt`), one);
      compareGain(importanceOf(model), one.gain);
      compareContributions(model, one, model.body.scale);
    }
  });

  test("its JSON is read as its text", () => {
    for (const one of made.cases) {
      const json = sameAs(made.file(`${one.name}.json`), one);
      expectAlike(
        json.body,
        finite((importModel(made.file(`${one.name}.txt`), one.options) as Model<TreesBody>).body),
        1e-5,
      );
    }
  });

  test("it reads our exports, of its own models and of any forest, and predicts the same", {
    timeout: PATIENCE,
  }, () => {
    const theirs = made.cases.map((one) => {
      const model = importModel(made.file(`${one.name}.txt`), one.options);
      return { model, columns: one.columns };
    });
    const forests = fc.sample(aForest.filter(isPlain), { numRuns: 60, seed: 11 }).map(withRows);
    const answers = askLightgbm(made, [...theirs, ...forests]);
    made.cases.forEach((one, i) => {
      expect(difference(answers[i]!.flat(), one.out), one.name).toBeLessThan(1e-9);
    });
    forests.forEach(({ model, table }, i) => {
      expect(difference(scoreModel(model, table), answers[theirs.length + i]!), `forest ${i}`).toBeLessThan(1e-9);
    });
  });

  test("what a forest here cannot say is refused by its name", () => {
    expect(() => importModel(made.file("1-linear.txt"))).toThrow(/linear_tree/);
    expect(() => importModel(made.file("1-lambda.txt"))).toThrow(/cross_entropy_lambda/);
    expect(() => importModel(made.file("1-ordered.txt"))).toThrow(/`categorical`/);
  });
});

interface Exported {
  readonly model: Model;
  readonly columns: Case["columns"];
}

/** LightGBM's answers of each model to its rows, rows × outputs. */
function askLightgbm(made: Made, exports: readonly Exported[]): number[][][] {
  const asked = exports.map(({ model, columns }, i) => {
    const file = `ours-${i}.txt`;
    writeFileSync(made.path(file), exportLightgbm(model).text);
    return { file, columns };
  });
  writeFileSync(made.path("asked.json"), JSON.stringify(asked));
  return JSON.parse(runPython(python, "lightgbm-reads.py", [made.path("")])) as number[][][];
}

/** LightGBM reads a number within 1e-35 of zero as zero; thresholds that tell them apart are left out. */
function isPlain({ value, slot, levels }: TreesBody): boolean {
  return value.every((cut, node) => levels[slot[node]!]?.length !== 0 || cut === 0 || Math.abs(cut) > 1e-35);
}

const NUMBERS = [null, -2, -1.5, -1, 0, 0.25, 0.5, 0.75, 1, 2, 1e300];

/** A forest as a model, with 60 rows for it: gaps, zeros, unseen levels. */
function withRows(body: TreesBody, stream: number): Exported & { readonly table: Table } {
  const random = rng({ seed: 7, unit: String(stream), purpose: "rows" });
  const columns = body.levels.map((levels, i) => {
    const [kind, cells] =
      levels.length > 0 ? (["text", [...levels, "unseen", null]] as const) : (["number", NUMBERS] as const);
    return {
      name: `x${i}`,
      kind,
      values: Array.from({ length: 60 }, () => cells[random.integer(cells.length)] ?? null),
    };
  });
  const classes = body.base.length > 1 ? body.base.map((_, k) => `y${k}`) : [];
  const task = classes.length > 0 ? "multilabel" : "regression";
  const features = columns.map(({ name, kind }) => ({ name, kind }));
  return {
    model: { format: "trees", signature: { task, features, classes }, calibration: { kind: "none" }, body },
    columns: Object.fromEntries(columns.map(({ name, kind, values }) => [name, { kind, values }])),
    table: { rows: 60, columns: columns.map(({ name, kind, values }) => columnOf(name, kind, values)) },
  };
}

/** LightGBM sums the trees of a random forest where it shows raw scores, and leaves out its sigmoid's slope. */
function sameAs(bytes: Uint8Array, one: Case): Model<TreesBody> {
  const task = one.name.endsWith("one-vs-all") ? { task: "multilabel" as const } : {};
  const model = importModel(bytes, { ...one.options, ...task }) as Model<TreesBody>;
  const raw = scoreModel(asNumbers(model), tableOfCase(one)).map((score) => score / model.body.scale);
  expect(difference(raw, one.raw), `${one.name}, raw`).toBeLessThan(1e-9);
  return expectSame(model, one, 1e-9);
}

/** The JSON states no threshold beyond 1e300, and gains in fewer digits than the text. */
function finite(body: TreesBody): TreesBody {
  return { ...body, value: body.value.map((value) => Math.min(1e300, Math.max(-1e300, value))) };
}
