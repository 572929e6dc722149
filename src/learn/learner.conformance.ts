import { describe, expect, test } from "vitest";
import { type Kind, rowOf } from "../data/index.ts";
import { hashBytes, type Params, resolveParams } from "../kernel/index.ts";
import {
  checkSignature,
  decodeModel,
  encodeModel,
  type Model,
  outputsOf,
  scoreModel,
  scoreRow,
  TASKS,
  type Task,
} from "../model/index.ts";
import { learnable, lossOf } from "./learnable.conformance.ts";
import type { FitContext, Learner, TrainingSet } from "./learner.ts";
import { constant } from "./learners/constant.ts";
import { codeOf, digestOf, numbersAs, once, renumbered, repeatedly, silent, unlike } from "./supplies.conformance.ts";
import { takeTraining } from "./training.ts";

type Given = Readonly<Record<string, unknown>>;

/** A learnable problem of a learner's own, for one whose data must have a shape. */
export interface Problem {
  make(task: Task, rows: number, seed: number): TrainingSet;
  /** What it refuses a table without its columns with. */
  readonly refusal: string;
}

/** What a learner brings along. */
export interface Conforming {
  /** Parameters under which two half rows are as good as one row. */
  readonly atomic?: Given;
  /** Parameters that it is always given. */
  readonly usual?: Given;
  /** Default: {@link learnable}. */
  readonly problem?: Problem;
}

/** What every learner owes its callers. */
export function learnerConformance<P extends Params>(learner: Learner<P>, bring: Conforming = {}): void {
  const { atomic = {}, usual = {}, problem } = bring;
  const make = problem?.make ?? learnable;
  const learn = (set: TrainingSet, context: FitContext, given: Given = {}): Model =>
    learner.fit(set, resolveParams(learner.name, learner.params, { ...usual, ...given }), context);

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
    const training = make(task, 600, 1);
    const fresh = make(task, 400, 2);
    const fitted = once(() => learn(training, context));
    const bytes = once(() => encodeModel(fitted()));
    const digest = once(() => hashBytes(bytes()));

    test("leaves its input untouched", () => {
      const before = structuredClone(training);
      learn(training, context);
      expect(training).toEqual(before);
    });

    test("forgets what it learned before: the same seed gives the same bytes", () => {
      learn(fresh, context);
      for (const other of learner.tasks) learn(make(other, 60, 5), { task: other, seed: 3 });
      expect(digestOf(learn(training, context))).toBe(digest());
    });

    test("does not care for the order of the columns", () => {
      const { rows, columns } = training.features;
      const turned = { ...training, features: { rows, columns: columns.toReversed() } };
      expect(digestOf(learn(turned, context))).toBe(digest());
    });

    test("does not care how the levels of a text are numbered", () => {
      expect(digestOf(learn({ ...training, features: renumbered(training) }, context))).toBe(digest());
    });

    test("predicts the same after encoding and decoding, and encodes to the same bytes", () => {
      const again = decodeModel(bytes());
      expect(scoreModel(again, fresh.features)).toEqual(scoreModel(fitted(), fresh.features));
      expect(digestOf(again)).toBe(digest());
    });

    test("gives one finite row of outputs per row: probabilities in [0, 1], of one class in several that sum to 1", () => {
      const width = outputsOf(fitted().signature);
      const scores = scoreModel(fitted(), fresh.features);
      expect(width).toBe(Math.max(1, training.classes.length));
      expect(scores.length).toBe(fresh.features.rows * width);
      expect(scores.every(Number.isFinite)).toBe(true);
      if (task !== "regression" && task !== "ranking") expect(scores.every((p) => p >= 0 && p <= 1)).toBe(true);
      if (!ONE_OF_SEVERAL.includes(task)) return;
      for (let row = 0; row < fresh.features.rows; row++) {
        const sum = scores.subarray(row * width, (row + 1) * width).reduce((all, p) => all + p, 0);
        expect(sum).toBeCloseTo(1, 12);
      }
    });

    test("scores a row whatever its neighbours", () => {
      const width = outputsOf(fitted().signature);
      const scores = scoreModel(fitted(), fresh.features);
      const turned = takeTraining(
        fresh,
        Int32Array.from({ length: 9 }, (_, i) => 8 - i),
        task,
      );
      const again = scoreModel(fitted(), turned.features);
      for (let i = 0; i < 9; i++)
        expect(again.subarray(i * width, (i + 1) * width)).toEqual(scores.subarray((8 - i) * width, (9 - i) * width));
    });

    test("scores a row on its own as it does in a table, to the last bit", () => {
      const width = outputsOf(fitted().signature);
      const scores = scoreModel(fitted(), fresh.features);
      for (let row = 0; row < 50; row++)
        expect(scoreRow(fitted(), rowOf(fresh.features, row))).toEqual([
          ...scores.subarray(row * width, (row + 1) * width),
        ]);
    });

    test("takes a row in which everything is missing, or extreme, or a level that it never saw", () => {
      const strange = training.features.columns.map(({ name, kind }) => [name, kind === "text" ? "no such" : 1e300]);
      const infinite = training.features.columns.map(({ name, kind }) => [name, kind === "text" ? "" : -Infinity]);
      for (const row of [{}, Object.fromEntries(strange), Object.fromEntries(infinite)])
        expect(scoreRow(fitted(), row).every(Number.isFinite)).toBe(true);
    });

    test("knows its signature", () => {
      const kinds = Object.fromEntries(training.features.columns.map(({ name, kind }): [string, Kind] => [name, kind]));
      expect(() => checkSignature(fitted(), { ...kinds, more: "text" })).not.toThrow();
      expect(fitted().signature.task).toBe(task);
      expect(fitted().signature.classes).toEqual(training.classes);
    });

    test("takes a weight for what it is: so many equal rows, or equal lists", () => {
      const { weights, repeated } = repeatedly(training, task);
      const weighted = scoreModel(learn({ ...training, weights }, context, atomic), repeated.features);
      const copied = scoreModel(learn(repeated, context, atomic), repeated.features);
      // Sums of the same numbers in another order, and an optimiser's tolerance.
      for (let i = 0; i < copied.length; i++) expect(weighted[i]).toBeCloseTo(copied[i]!, 4);
    });

    test("beats the constant on what it has not seen, stopping early where it can", () => {
      const careful = learn(training, { ...context, validation: make(task, 300, 3) });
      const rule = constant.fit(training, {}, context);
      const baseline = lossOf(task, fresh, scoreModel(rule, fresh.features));
      const loss = lossOf(task, fresh, scoreModel(careful, fresh.features));
      if (learner.name === "constant") expect(loss).toBe(baseline);
      else expect(loss).toBeLessThan(baseline);
    });

    test("refuses no rows, a missing label, a bad weight, a column of times, an infinity", () => {
      expect(codeOf(() => learn(make(task, 0, 1), context))).toBe("learn.no-rows");
      const unweighted = { ...training, weights: new Float64Array(training.features.rows) };
      expect(codeOf(() => learn(unweighted, context))).toBe("learn.no-rows");
      const weights = new Float64Array(training.features.rows).fill(1).with(5, -1);
      expect(codeOf(() => learn({ ...training, weights }, context))).toBe("learn.weight-invalid");
      const timed = { ...training, features: { ...training.features, columns: [numbersAs("time", 0)] } };
      expect(codeOf(() => learn(timed, context))).toBe("learn.time-unsupported");
      const columns = [...training.features.columns, numbersAs("number", Infinity)];
      const infinite = { ...training, features: { ...training.features, columns } };
      expect(codeOf(() => learn(infinite, context))).toBe("learn.value-infinite");
    });

    test.each([Number.NaN, Infinity, ...(task === "regression" ? [] : [-1]), ...(FLAGS.includes(task) ? [2] : [])])(
      "refuses the label %d",
      (wrong) => {
        const label = training.label.with(3, wrong);
        expect(codeOf(() => learn({ ...training, label }, context))).toBe("learn.label-missing");
      },
    );

    if (ONE_OF_SEVERAL.includes(task))
      test("refuses a label that is no class, and classes that repeat", () => {
        const { classes } = training;
        const label = training.label.with(3, classes.length);
        expect(codeOf(() => learn({ ...training, label }, context))).toBe("learn.label-missing");
        const twice = { ...training, classes: [...classes, classes[0]!] };
        expect(codeOf(() => learn(twice, context))).toBe("learn.classes-invalid");
      });

    if (task === "ranking")
      test("refuses rows that are in no list", () => {
        const { groups, ...ungrouped } = training;
        expect(codeOf(() => learn(ungrouped, context))).toBe("learn.groups-missing");
        expect(codeOf(() => learn({ ...training, groups: groups!.with(4, -1) }, context))).toBe("learn.groups-missing");
      });

    if (task !== "regression")
      test("refuses labels of one class", () => {
        const same = { ...training, label: new Float64Array(training.label.length) };
        expect(codeOf(() => learn(same, context))).toBe("learn.one-class");
      });

    if (task === "multilabel")
      test("takes a label that never varies", () => {
        const width = training.classes.length;
        const label = training.label.map((value, i) => (i % width === 1 ? 0 : value));
        const scores = scoreModel(learn({ ...training, label }, context), fresh.features);
        for (let row = 0; row < fresh.features.rows; row++) expect(scores[row * width + 1]).toBeLessThan(0.05);
      });

    test("learns beside columns that say nothing: constant, or all missing", () => {
      const idle = [numbersAs("number", 5), numbersAs("flag", Number.NaN), silent(training.features.rows)];
      const columns = [...training.features.columns, ...idle.map((each, i) => ({ ...each, name: `idle ${i}` }))];
      const wide = learn({ ...training, features: { ...training.features, columns } }, context);
      expect(scoreRow(wide, { "idle 0": 7 }).every(Number.isFinite)).toBe(true);
    });

    test("learns from a table without columns, or says which it needs", () => {
      const bare = { ...training, features: { rows: training.features.rows, columns: [] } };
      if (problem === undefined) expect(scoreRow(learn(bare, context), {}).every(Number.isFinite)).toBe(true);
      else expect(codeOf(() => learn(bare, context))).toBe(problem.refusal);
    });

    test("learns from a handful of rows, even when there are more classes than rows", () => {
      const few = takeTraining(training, unlike(training, task), task);
      expect(scoreModel(learn(few, context), few.features).every(Number.isFinite)).toBe(true);
      if (!ONE_OF_SEVERAL.includes(task)) return;
      const classes = [...training.classes, ..."abcdefghij"].map((name) =>
        task === "hierarchical" ? `x > ${name}` : name,
      );
      const scores = scoreModel(learn({ ...few, classes }, context), few.features);
      expect(scores.length).toBe(few.features.rows * classes.length);
      expect(scores.every(Number.isFinite)).toBe(true);
    });
  });

  const undone = TASKS.filter((task) => !learner.tasks.includes(task));
  test.each(undone.map((task: Task) => [task]))(`${learner.name} refuses the task %s`, (task) => {
    expect(codeOf(() => learn(learnable(task, 10, 1), { task, seed: 1 }))).toBe("learn.task-unsupported");
  });
}

const ONE_OF_SEVERAL: readonly Task[] = ["multiclass", "hierarchical"];
const FLAGS: readonly Task[] = ["binary", "multilabel"];
