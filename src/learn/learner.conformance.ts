import { describe, expect, test } from "vitest";
import { tableOf, takeRows } from "../data/index.ts";
import { hashBytes, isAlidadeError, type Params, resolveParams } from "../kernel/index.ts";
import {
  checkSignature,
  decodeModel,
  encodeModel,
  type Model,
  outputsOf,
  scoreModel,
  scoreRow,
  type Task,
} from "../model/index.ts";
import { CLASSES, learnable, lossOf } from "./learnable.conformance.ts";
import type { FitContext, Learner, TrainingSet } from "./learner.ts";
import { constant } from "./learners/constant.ts";

type Given = Readonly<Record<string, unknown>>;

/** What every learner owes its callers. `atomic`: parameters under which two half rows are as good as one row. */
export function learnerConformance<P extends Params>(
  learner: Learner<P>,
  { atomic }: { readonly atomic: Given },
): void {
  const learn = (set: TrainingSet, context: FitContext, given: Given = {}): Model =>
    learner.fit(set, resolveParams(learner.name, learner.params, given), context);

  describe(`${learner.name}: parameters`, () => {
    test("may all be left out", () => {
      expect(Object.keys(resolveParams(learner.name, learner.params, {}))).toEqual(Object.keys(learner.params));
    });
    for (const [name, param] of Object.entries(learner.params)) {
      test.each(param.invalid.map((value) => [value]))(`${name} refuses %j`, (value) => {
        expect(codeOf(() => resolveParams(learner.name, learner.params, { [name]: value }))).toBe("params.invalid");
      });
      test(`${name} accepts its own default`, () => expect(param.accepts(param.default)).toBe(true));
    }
  });

  describe.each(learner.tasks.map((task) => ({ task })))(`${learner.name}: $task`, ({ task }) => {
    const context: FitContext = { task, seed: 7 };
    const training = learnable(task, 600, 1);
    const fresh = learnable(task, 400, 2);
    const model = learn(training, context);
    const bytes = encodeModel(model);
    const digest = hashBytes(bytes);

    test("leaves its input untouched", () => {
      const before = structuredClone(training);
      learn(training, context);
      expect(training).toEqual(before);
    });

    test("gives the same bytes for the same seed, whatever it learned in between", () => {
      learn(fresh, context);
      expect(digestOf(learn(training, context))).toBe(digest);
    });

    test("does not care for the order of the columns", () => {
      const { rows, columns } = training.features;
      const turned = { ...training, features: { rows, columns: columns.toReversed() } };
      expect(digestOf(learn(turned, context))).toBe(digest);
    });

    test("does not care how the levels of a text are numbered", () => {
      expect(digestOf(learn({ ...training, features: renumbered(training) }, context))).toBe(digest);
    });

    test("predicts the same after encoding and decoding, and encodes to the same bytes", () => {
      const again = decodeModel(bytes);
      expect(scoreModel(again, fresh.features)).toEqual(scoreModel(model, fresh.features));
      expect(digestOf(again)).toBe(digest);
    });

    test("gives one finite row of outputs per row, probabilities in [0, 1] that sum to 1", () => {
      const width = outputsOf(model.signature);
      const scores = scoreModel(model, fresh.features);
      expect(scores.length).toBe(fresh.features.rows * width);
      expect(scores.every(Number.isFinite)).toBe(true);
      if (task !== "regression") expect(scores.every((p) => p >= 0 && p <= 1)).toBe(true);
      if (task === "multiclass") {
        for (let row = 0; row < fresh.features.rows; row++) {
          const sum = scores.subarray(row * width, (row + 1) * width).reduce((all, p) => all + p, 0);
          expect(sum).toBeCloseTo(1, 12);
        }
      }
    });

    test("takes a row in which everything is missing, or a level that it never saw", () => {
      for (const row of [{}, { age: null, plan: "no such plan", vip: null, load: 1e300 }])
        expect(scoreRow(model, row).every(Number.isFinite)).toBe(true);
    });

    test("knows its signature", () => {
      const kinds = { age: "number", load: "number", plan: "text", vip: "flag", more: "text" } as const;
      expect(() => checkSignature(model, kinds)).not.toThrow();
      expect(model.signature.task).toBe(task);
      expect(model.signature.classes).toEqual(task === "multiclass" ? CLASSES : []);
    });

    test("takes a weight for what it is: so many equal rows", () => {
      const weights = Float64Array.from(training.label, (_, row) => (row * 7) % 4);
      const copies = Int32Array.from([...weights.keys()].flatMap((row) => new Array<number>(weights[row]!).fill(row)));
      const repeated = {
        ...training,
        features: takeRows(training.features, copies),
        label: Float64Array.from(copies, (row) => training.label[row]!),
      };
      const weighted = scoreModel(learn({ ...training, weights }, context, atomic), repeated.features);
      const copied = scoreModel(learn(repeated, context, atomic), repeated.features);
      // Sums of the same numbers in another order, and an optimiser's tolerance.
      for (let i = 0; i < copied.length; i++) expect(weighted[i]).toBeCloseTo(copied[i]!, 4);
    });

    test("beats the constant on what it has not seen, stopping early where it can", () => {
      const careful = learn(training, { ...context, validation: learnable(task, 300, 3) });
      const rule = constant.fit(training, {}, context);
      const baseline = lossOf(task, fresh, scoreModel(rule, fresh.features));
      const loss = lossOf(task, fresh, scoreModel(careful, fresh.features));
      if (learner.name === "constant") expect(loss).toBe(baseline);
      else expect(loss).toBeLessThan(baseline);
    });

    test("refuses no rows, a missing label, a bad weight, a column of times", () => {
      const empty = learnable(task, 0, 1);
      expect(codeOf(() => learn(empty, context))).toBe("learn.no-rows");
      const unweighted = { ...training, weights: new Float64Array(training.label.length) };
      expect(codeOf(() => learn(unweighted, context))).toBe("learn.no-rows");
      expect(codeOf(() => learn({ ...training, label: training.label.with(3, Number.NaN) }, context))).toBe(
        "learn.label-missing",
      );
      const weights = new Float64Array(training.label.length).fill(1).with(5, -1);
      expect(codeOf(() => learn({ ...training, weights }, context))).toBe("learn.weight-invalid");
      const timed = { ...training, features: { ...training.features, columns: [timeColumn(600)] } };
      expect(codeOf(() => learn(timed, context))).toBe("learn.time-unsupported");
    });

    test("learns from a table without columns, and from one row per class", () => {
      const bare = { ...training, features: { rows: training.features.rows, columns: [] } };
      expect(scoreRow(learn(bare, context), {}).every(Number.isFinite)).toBe(true);
      const few = {
        features: tableOf({ x: "number" }, [{ x: 1 }, { x: 2 }, { x: 3 }]),
        label: Float64Array.of(0, 1, 0),
      };
      expect(scoreRow(learn({ ...few, classes: training.classes }, context), { x: 2 }).every(Number.isFinite)).toBe(
        true,
      );
    });

    if (task !== "regression")
      test("refuses labels of one class", () => {
        const same = { ...training, label: new Float64Array(training.label.length) };
        expect(codeOf(() => learn(same, context))).toBe("learn.one-class");
      });
  });

  const undone = (["binary", "multiclass", "regression"] as const).filter((task) => !learner.tasks.includes(task));
  test.each(undone.map((task: Task) => [task]))(`${learner.name} refuses the task %s`, (task) => {
    expect(codeOf(() => learn(learnable(task, 10, 1), { task, seed: 1 }))).toBe("learn.task-unsupported");
  });
}

/** Stands for a model's bytes, and is quicker to compare. */
function digestOf(model: Model): string {
  return hashBytes(encodeModel(model));
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

function timeColumn(rows: number): { name: string; kind: "time"; values: Float64Array } {
  return { name: "at", kind: "time", values: new Float64Array(rows) };
}

function renumbered({ features }: TrainingSet): TrainingSet["features"] {
  const columns = features.columns.map((column) => {
    if (column.kind !== "text") return column;
    const last = column.levels.length - 1;
    const codes = column.codes.map((code) => (code < 0 ? -1 : last - code));
    return { ...column, codes, levels: column.levels.toReversed() };
  });
  return { rows: features.rows, columns };
}
