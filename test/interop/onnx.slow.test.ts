import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onnxRuntime } from "../../src/backends/index.ts";
import { type Cell, columnOf, type Kind, type Table } from "../../src/data/index.ts";
import { isAlidadeError, rng } from "../../src/kernel/index.ts";
import {
  type Calibration,
  decodeModel,
  encodeModel,
  exportOnnx,
  type ForeignRuntime,
  type ImportOnnxOptions,
  importOnnx,
  type LinearBody,
  type Model,
  onnxOperators,
  scoreModel,
  scoreRow,
  type TreesLink,
} from "../../src/model/index.ts";
import { aForest } from "../../src/model/trees/forest.arbitrary.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

const NEEDS = ["sklearn", "skl2onnx", "onnxmltools", "onnx", "onnxruntime", "lightgbm", "xgboost", "pandas"];
const python = findPython(NEEDS);
if (python === undefined) console.log(`ONNX against its frameworks: ${withoutPython(NEEDS)}`);

type Columns = Readonly<Record<string, { readonly kind: Kind; readonly values: readonly Cell[] }>>;

interface Case {
  readonly name: string;
  readonly columns: Columns;
  /** What onnxruntime says of the file, and what the framework says of its own model. */
  readonly runtime: readonly (readonly number[])[];
  readonly truth: readonly (readonly number[])[];
  readonly options: ImportOnnxOptions;
  /** How far the framework's own precision, or its converter's, is from the file. */
  readonly near: number;
  readonly foreign: boolean;
}

/**
 * Both sides compute in singles, whose unit roundoff is 6e-8, and sum up to a hundred terms in an order of their own: 1e-6
 * of the value, or of 1 where the value is smaller.
 */
const SINGLE = 1e-6;

function tableOf(columns: Columns): Table {
  const list = Object.entries(columns).map(([name, { kind, values }]) => columnOf(name, kind, values));
  return { rows: Object.values(columns)[0]!.values.length, columns: list };
}

function difference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((worst, b, i) => Math.max(worst, Math.abs(ours[i]! - b) / Math.max(1, Math.abs(b))), 0);
}

/** The columns that a model's outputs stand in. */
function outputs(model: Model, rows: readonly (readonly number[])[]): readonly number[] {
  return model.signature.task === "binary" ? rows.map((row) => row[1]!) : rows.flat();
}

/** onnxruntime-node, where it is installed or `ALIDADE_ONNXRUNTIME` names a directory that has it. */
function findRuntime(): ForeignRuntime | undefined {
  const from = process.env.ALIDADE_ONNXRUNTIME;
  const runtime = onnxRuntime(from === undefined ? {} : { from });
  try {
    runtime.open(new Uint8Array());
  } catch (thrown) {
    if (isAlidadeError(thrown, "onnx.runtime-missing")) return undefined;
  }
  return runtime;
}

const runtime = findRuntime();
if (runtime === undefined) console.log("ONNX runtime: skipped: needs onnxruntime-node (npm i onnxruntime-node)");

describe.skipIf(python === undefined)("models that the frameworks made", () => {
  let folder = "";
  let cases: readonly Case[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "alidade-onnx-"));
    runPython(python!, "onnx-models.py", [folder]);
    cases = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, `${name}.onnx`)));

  test("are evaluated here as their frameworks and onnxruntime do", () => {
    const here = cases.filter(({ foreign }) => !foreign);
    expect(here.length).toBeGreaterThan(40);
    for (const { name, columns, options, runtime, truth, near } of here) {
      const model = importOnnx(file(name), options);
      const scores = scoreModel(model, tableOf(columns));
      expect(difference(scores, outputs(model, runtime)), `${name}, onnxruntime`).toBeLessThan(SINGLE);
      expect(difference(scores, outputs(model, truth)), `${name}, the framework`).toBeLessThan(near);
    }
  });

  test("score the same after being stored, and row by row", () => {
    for (const { name, columns, options } of cases.filter(({ foreign }) => !foreign)) {
      const model = importOnnx(file(name), options);
      const table = tableOf(columns);
      const bytes = encodeModel(model);
      const again = decodeModel(bytes);
      expect(Buffer.compare(encodeModel(again), bytes)).toBe(0);
      const scores = scoreModel(model, table);
      expect(difference(scoreModel(again, table), [...scores])).toBe(0);
      const row = Object.fromEntries(Object.entries(columns).map(([key, { values }]) => [key, values[3]!]));
      const width = scores.length / table.rows;
      expect(difference(scoreRow(again, row), [...scores.subarray(3 * width, 4 * width)]), name).toBeLessThan(1e-12);
    }
  });

  test("name the operator that needs a runtime", () => {
    expect(() => importOnnx(file("neighbours"))).toThrow(/Got Scan/);
    try {
      importOnnx(file("neighbours"));
    } catch (thrown) {
      expect(isAlidadeError(thrown, onnxOperators.code) && thrown.hint).toContain("npm i onnxruntime-node");
    }
  });

  test.skipIf(runtime === undefined)("run elsewhere as they do here", () => {
    const foreign = runtime!;
    for (const { name, columns, truth, near } of cases.filter((each) => each.foreign)) {
      const model = importOnnx(file(name), { foreign });
      const scores = scoreModel(decodeModel(encodeModel(model), { foreign }), tableOf(columns));
      expect(difference(scores, outputs(model, truth)), name).toBeLessThan(near);
      expect(() => scoreModel(decodeModel(encodeModel(model)), tableOf(columns))).toThrow(/no runtime was given/);
    }
  });
});

const KINDS: Readonly<Record<string, Kind>> = { n0: "number", n1: "flag", n2: "number", few: "text", many: "text" };
const NUMBERS = [-3, -2, -1, -1e-40, 0, 0.25, 0.5, 0.75, 1, 2, 3e38, null].map((x) =>
  x === null ? x : Math.fround(x),
);

/** Values that are singles; texts that are levels, unseen or missing. */
function someRows(count: number): Columns {
  const draws = rng({ seed: 5, unit: 0, purpose: "onnx export" });
  const choose = <T>(list: readonly T[]): T => list[Math.floor(draws.uniform() * list.length)] as T;
  const make: Readonly<Record<string, () => Cell>> = {
    n0: () => choose(NUMBERS),
    n1: () => choose([true, false, null]),
    n2: () => choose([...NUMBERS, Math.fround(draws.normal())]),
    few: () => choose(["a", "b", "c", "elsewhere", null]),
    many: () => choose([`level ${Math.floor(draws.uniform() * 75)}`, null]),
  };
  const cells = (name: string): readonly Cell[] => Array.from({ length: count }, () => make[name]!());
  return Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, { kind, values: cells(name) }]));
}

const features = Object.entries(KINDS).map(([name, kind]) => ({ name, kind: kind as "number" | "text" | "flag" }));

function modelOf(parts: Partial<Model> & Pick<Model, "format" | "body">, task: Model["signature"]["task"]): Model {
  const classes = task === "multiclass" || task === "multilabel" ? ["a", "b", "c"] : [];
  return { signature: { task, features, classes }, calibration: { kind: "none" }, ...parts };
}

const LINEAR: LinearBody = {
  intercept: [0.1, -0.2, 0.3],
  numbers: [
    { slot: 0, fill: 0.5, weight: [1e-39, 0, 0], missing: [0.2, 0.1, 0] },
    { slot: 1, fill: 1, weight: [0.5, -1, 0.25], missing: [-0.5, 0, 0.75] },
  ],
  texts: [
    { slot: 3, levels: ["c", "a"], weight: [1, 2, 3, -1, 0, 1], missing: [0.5, 0.25, 0.125] },
    { slot: 4, levels: ["level 3", "level 60"], weight: [1, 0, -1, 2, -2, 0], missing: [0, 1, 0] },
  ],
  shares: [0, 0, 0, 0, 0],
};
const first = (values: readonly number[]): readonly number[] => values.filter((_, i) => i % 3 === 0);
const LINEAR_ONE: LinearBody = {
  ...LINEAR,
  intercept: first(LINEAR.intercept),
  numbers: LINEAR.numbers.map((term) => ({ ...term, weight: first(term.weight), missing: first(term.missing) })),
  texts: LINEAR.texts.map((term) => ({ ...term, weight: first(term.weight), missing: first(term.missing) })),
};

const CALIBRATIONS: readonly Calibration[] = [
  { kind: "none" },
  { kind: "platt", slope: 1.3, intercept: -0.4 },
  { kind: "beta", a: 0.8, b: 1.4, intercept: 0.2 },
  { kind: "isotonic", from: [0.1, 0.4, 0.6, 0.61, 0.9], to: [0, 0.2, 0.2, 0.7, 1] },
];

/** One part per label, chains of two, and a tree of classes whose forks are asked where they are reached. */
function composedModels(): Readonly<Record<string, Model>> {
  const one = (calibration: Calibration): Model =>
    modelOf({ format: "linear", body: LINEAR_ONE, calibration }, "binary");
  const [plain, platt, beta, steps] = CALIBRATIONS.map(one) as [Model, Model, Model, Model];
  const links = ["label a", "label b", "label c"];
  const told = (label: number): Model => {
    const slots = [...features, { name: links[label]!, kind: "number" as const }];
    const term = { slot: features.length, fill: 0, weight: [3], missing: [0] };
    return {
      ...plain,
      signature: { ...plain.signature, features: slots },
      body: { ...LINEAR_ONE, numbers: [...LINEAR_ONE.numbers, term] },
    };
  };
  const chain = (order: readonly number[]) => ({ order, links, models: [beta, told(order[0]!), told(order[1]!)] });
  const classes = ["x > 1", "x > 2", "x > 3", "y > 4", "y > 5", "z"];
  const three = modelOf({ format: "linear", body: LINEAR }, "multiclass");
  const nodes = [
    { children: [1, -6, 2], shares: [0.4, 0.2, 0.4], model: platt, modelled: [2, 0] },
    { children: [-3, -1, -2], shares: [0.2, 0.3, 0.5], model: three, modelled: [1, 2, 0] },
    { children: [-4, -5], shares: [0.9, 0.1], model: steps, modelled: [0, 1] },
  ];
  const tree = modelOf({ format: "hierarchy", body: { nodes, reach: 0.3 } }, "hierarchical");
  const separate = { order: [2, 0, 1], links: [], models: [plain, platt, steps] };
  return {
    "per-label": modelOf({ format: "perLabel", body: { chains: [separate] } }, "multilabel"),
    chains: modelOf({ format: "perLabel", body: { chains: [chain([0, 1, 2]), chain([2, 0, 1])] } }, "multilabel"),
    hierarchy: { ...tree, signature: { ...tree.signature, classes } },
  };
}

/** Every format, link and calibration; forests drawn at random. */
function ourModels(): Readonly<Record<string, Model>> {
  const models: Record<string, Model> = {};
  const links: readonly TreesLink[] = ["identity", "sigmoid", "softmax", "oneVsAll", "exp", "signedSquare"];
  fc.sample(aForest, { seed: 11, numRuns: 60 }).forEach((body, i) => {
    const width = body.base.length;
    const link = links[i % links.length]!;
    const isShared = link === "softmax" || link === "oneVsAll";
    if (width === 3)
      models[`forest-${i}`] = modelOf(
        { format: "trees", body: { ...body, link } },
        isShared ? "multiclass" : "multilabel",
      );
    if (width === 1)
      models[`forest-${i}`] = modelOf(
        { format: "trees", body: { ...body, link: isShared ? "identity" : link } },
        link === "sigmoid" ? "binary" : "regression",
      );
  });
  models["linear-three"] = modelOf({ format: "linear", body: LINEAR }, "multiclass");
  models["linear-value"] = modelOf({ format: "linear", body: LINEAR_ONE }, "regression");
  CALIBRATIONS.forEach((calibration, i) => {
    models[`linear-${i}`] = modelOf({ format: "linear", body: LINEAR_ONE, calibration }, "binary");
  });
  const calibrations = CALIBRATIONS.slice(1);
  models["linear-three-calibrated"] = modelOf({ format: "linear", body: LINEAR, calibrations }, "multiclass");
  models["linear-labels-calibrated"] = modelOf({ format: "linear", body: LINEAR, calibrations }, "multilabel");
  models.constant = modelOf({ format: "constant", body: { outputs: [0.2, 0.3, 0.5] } }, "multiclass");
  return { ...models, ...composedModels() };
}

describe.skipIf(python === undefined)("models of ours, exported", () => {
  test("predict in onnxruntime, and imported again, what they predict here", () => {
    const folder = mkdtempSync(join(tmpdir(), "alidade-onnx-"));
    const inputs = someRows(300);
    const models = ourModels();
    expect(Object.keys(models).length).toBeGreaterThan(30);
    try {
      for (const [name, model] of Object.entries(models))
        writeFileSync(join(folder, `${name}.onnx`), exportOnnx(model));
      writeFileSync(join(folder, "asked.json"), JSON.stringify(Object.keys(models).map((name) => ({ name, inputs }))));
      const answers = JSON.parse(runPython(python!, "onnx-predictions.py", [folder])) as Record<string, number[][]>;
      for (const [name, model] of Object.entries(models)) {
        const ours = scoreModel(model, tableOf(inputs));
        expect(typeof answers[name], `${name}: ${answers[name]}`).toBe("object");
        expect(difference(ours, outputs(model, answers[name]!)), `${name}, onnxruntime`).toBeLessThan(SINGLE * 10);
        const { task, classes } = model.signature;
        // A link that gives no probabilities suits no task of several outputs; such a forest only tests the graph.
        if (task === "multilabel" && ours.some((score) => score < 0 || score > 1)) continue;
        const back = importOnnx(exportOnnx(model), { task, features, ...(classes.length > 0 ? { classes } : {}) });
        expect(difference(scoreModel(back, tableOf(inputs)), [...ours]), `${name}, imported again`).toBeLessThan(
          SINGLE * 10,
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
