import { type Cell, contract, flag, number, type Row, type Table, tableOf, text } from "../../src/data/index.ts";
import { evaluateAll, fitTransforms, planTransforms } from "../../src/features/index.ts";
import { type Insufficient, isInsufficient, known, rng } from "../../src/kernel/index.ts";
import {
  fitBeta,
  fitCalibrations,
  fitConformal,
  fitIsotonic,
  fitPlatt,
  type LearnerSpec,
  resolveLearner,
  type TrainingSet,
  withCalibration,
  withCalibrations,
  withConformal,
} from "../../src/learn/index.ts";
import {
  exportLightgbm,
  exportOnnx,
  importModel,
  importOnnx,
  type Model,
  scoreModel,
  type Task,
} from "../../src/model/index.ts";
import { on } from "../../src/system/index.ts";

const KINDS = { size: "number", age: "number", city: "text", user: "text", item: "text", vip: "flag" } as const;
const CITIES = ["Oslo", "Rome", "東京", "Århus"];

const draws = rng({ seed: 5, purpose: "test.browser" });
const rare = <T extends Cell>(value: T): T | null => (draws.uniform() < 0.15 ? null : value);

function rowOf(cities: readonly string[]): Row {
  return {
    size: rare(100 * draws.normal()),
    age: rare(draws.integer(90)),
    city: rare(cities[draws.integer(cities.length)] as string),
    user: rare(`u${draws.integer(20)}`),
    item: rare(`i${draws.integer(12)}`),
    vip: rare(draws.uniform() < 0.3),
  };
}

const ROWS = 400;
const rows = Array.from({ length: ROWS }, () => rowOf(CITIES));
const features = tableOf(KINDS, rows);

/** Rows that no model has seen: with what is missing, cities that nobody knows, and numbers far outside. */
export const asked: readonly Row[] = [
  ...Array.from({ length: 150 }, () => rowOf([...CITIES, "Atlantis", ""])),
  { size: 1e300, age: -1e300, city: "Rome", user: "u1", item: "nobody", vip: true },
  { size: -0, age: 0, city: "Oslo", user: "nobody", item: "i1", vip: false },
  { size: Number.MIN_VALUE, age: 0.1 + 0.2, city: "toString", user: "__proto__", item: null, vip: null },
  { size: null, age: null, city: null, user: null, item: null, vip: null },
];

/** The same as a table. */
export const askedTable: Table = tableOf(KINDS, asked);

const signal = rows.map(
  ({ size, age, city }) => Number(size ?? 0) / 100 + Number(age ?? 40) / 60 + (city === "Rome" ? 1 : 0) - 1,
);
const yes = (chance: number): number => (draws.uniform() < chance ? 1 : 0);
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

const CLASSES: Partial<Record<Task, readonly string[]>> = {
  multiclass: ["low", "middle", "high"],
  hierarchical: ["food > fruit", "food > bread", "goods > tools", "goods > toys"],
  multilabel: ["red", "green"],
};

const labels: Readonly<Record<Task, Float64Array>> = {
  binary: Float64Array.from(signal, (s) => yes(sigmoid(s))),
  regression: Float64Array.from(signal, (s) => s + 0.3 * draws.normal()),
  multiclass: Float64Array.from(signal, (s) => (s < -0.5 ? 0 : s < 0.5 ? 1 : 2)),
  hierarchical: Float64Array.from(signal, (s) => (s < 0 ? 0 : 2) + yes(0.4)),
  multilabel: Float64Array.from(signal.flatMap((s) => [yes(sigmoid(s)), yes(sigmoid(-s))])),
  ranking: Float64Array.from(signal, (s) => yes(sigmoid(s))),
};

function setFor(task: Task): TrainingSet {
  const groups = task === "ranking" ? { groups: Int32Array.from(rows, (_, i) => Math.floor(i / 8)) } : {};
  return { features, label: labels[task], classes: CLASSES[task] ?? [], ...groups };
}

function learn(task: Task, spec: LearnerSpec): Model {
  return resolveLearner(spec).fit(setFor(task), { task, seed: 1 });
}

const plain = (learner: string, params: LearnerSpec["params"] = {}): LearnerSpec => ({ learner, params });
const forest = plain("gbdt", { rounds: 12, numLeaves: 7, minDataInLeaf: 10 });
const over = (learner: string, base: LearnerSpec, params: LearnerSpec["params"] = {}): LearnerSpec => ({
  learner,
  params,
  base,
});

const risk = learn("binary", forest);
const asRisk = { task: "binary", expect: KINDS } as const;
const held = { scores: scoreModel(risk, features), label: labels.binary };
const value = learn("regression", forest);

/** Every declared transform that learns, in front of a forest. */
function transformed(): Model {
  const declared = on(
    contract({
      size: number({ missing: 1 }),
      age: number({ missing: 1 }),
      city: text({ missing: 1 }),
      user: text({ missing: 1 }),
      item: text({ missing: 1 }),
      vip: flag({ missing: 1 }),
      back: flag({ known: "after" }),
    }),
  ).features((r) => ({
    size: r.size.imputed("median"),
    age: r.age.clippedToQuantiles().standardised(),
    city: r.city.targetEncoded("back", { smoothing: 5 }),
    user: r.user.hashed({ width: 4 }),
    item: r.item,
  }));
  const nodes = Object.fromEntries(Object.entries(declared).map(([name, { node }]) => [name, node]));
  const plan = known(planTransforms(nodes), "transforms that learn");
  const table = evaluateAll(plan.inputs, features);
  const { frozen, training } = fitTransforms(plan, {
    table,
    outcomes: { back: { values: labels.binary, classes: [] } },
    units: Int32Array.from(rows, (_, i) => i),
    seed: 1,
  });
  const model = resolveLearner(forest).fit(
    { features: training, label: labels.binary, classes: [] },
    { task: "binary", seed: 1 },
  );
  return {
    format: "transformed",
    signature: {
      task: "binary",
      features: table.columns.map(({ name, kind }) => ({ name, kind: kind as "number" })),
      classes: [],
    },
    calibration: { kind: "none" },
    body: { frozen, model },
  };
}

const kinds = learn("multiclass", forest);

/** What was learned, of rows that suffice for it. */
function sure<T>(learned: T | Insufficient): T {
  if (isInsufficient(learned)) throw new Error(`not enough: ${learned.reason}`);
  return learned;
}

/** A small trained model of every format and kind, by what it is. */
export const models: Readonly<Record<string, Model>> = {
  "a constant": learn("binary", plain("constant")),
  "a linear model, binary": learn("binary", plain("logistic")),
  "a linear model, multiclass": learn("multiclass", plain("logistic")),
  "a linear model of values": learn("regression", plain("linear")),
  "a forest, binary": risk,
  "a forest, multiclass": kinds,
  "a forest of values": value,
  "a forest that orders": learn("ranking", forest),
  factors: learn("regression", plain("factors", { rank: 3 })),
  "factors that order": learn("ranking", plain("factors", { rank: 3 })),
  neighbours: learn("binary", plain("neighbours", { k: 9 })),
  "a model for each city": learn("binary", over("partitioned", plain("logistic"), { by: ["city"], alpha: 0.5 })),
  "a model for each fork of a tree": learn("hierarchical", over("perNode", plain("logistic"))),
  "a model for each label": learn("multilabel", over("perLabel", forest)),
  "chains of labels": learn("multilabel", over("chain", plain("logistic"))),
  "fitted transforms": transformed(),
  "calibrated by Platt": withCalibration(risk, sure(fitPlatt(held))),
  "calibrated by a beta map": withCalibration(risk, sure(fitBeta(held))),
  "calibrated by steps": withCalibration(risk, sure(fitIsotonic(held))),
  "calibrated class by class": withCalibrations(
    kinds,
    sure(
      fitCalibrations(
        { scores: scoreModel(kinds, features), label: labels.multiclass },
        { signature: kinds.signature, seed: 1 },
      ),
    ),
  ),
  "a value with its interval": withConformal(
    value,
    sure(fitConformal(value, { scores: scoreModel(value, features), label: labels.regression }, { adaptive: true })),
  ),
  "from a file of LightGBM": importModel(exportLightgbm(risk).text, asRisk),
  "from a file of ONNX": importOnnx(exportOnnx(risk), asRisk),
};
