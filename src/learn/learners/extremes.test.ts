import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import {
  decodeModel,
  encodeModel,
  explainRow,
  type Model,
  scoreModel,
  scoreRow,
  type Task,
} from "../../model/index.ts";
import type { TrainingSet } from "../learner.ts";
import { type LearnerSpec, resolveLearner } from "../resolve.ts";

const plain = (learner: string, params: LearnerSpec["params"] = {}): LearnerSpec => ({ learner, params });
const logistic = plain("logistic");
const ROWS = 60;

interface Given {
  readonly task?: Task;
  readonly x?: (row: number) => number;
  readonly label?: (row: number) => number;
  readonly weight?: (row: number) => number;
}

function setOf({ x = (row) => row % 7, label = (row) => row % 2, weight }: Given): TrainingSet {
  const rows = Array.from({ length: ROWS }, (_, row) => ({ x: x(row), user: `u${row % 9}`, item: `i${row % 7}` }));
  const each = (of: (row: number) => number): Float64Array => Float64Array.from({ length: ROWS }, (_, row) => of(row));
  return {
    features: tableOf({ x: "number", user: "text", item: "text" }, rows),
    label: each(label),
    classes: [],
    ...(weight && { weights: each(weight) }),
  };
}

function learn(spec: LearnerSpec, given: Given): Model {
  return resolveLearner(spec).fit(setOf(given), { task: given.task ?? "binary", seed: 1 });
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

describe("numbers at the ends of what there is", () => {
  const sizes = [Number.MAX_VALUE, 1e300, 1e-300, Number.MIN_VALUE];
  test.each(sizes)("features of the size %d leave a linear model whole", (size) => {
    for (const [spec, task] of [
      [logistic, "binary"],
      [plain("linear"), "regression"],
    ] as const) {
      const given: Given = { task, x: (row) => (row % 2 === 0 ? size : -size) };
      const model = decodeModel(encodeModel(learn(spec, given)));
      const scores = scoreModel(model, setOf(given).features);
      expect(scores.every(Number.isFinite)).toBe(true);
      expect(scoreRow(model, { x: size, user: "u0", item: "i0" })).toEqual([scores[0]]);
      expect(explainRow(model, { x: size }).kind).toBe("explanation");
    }
  });

  test.each(["linear", "neighbours", "factors", "constant"])("labels too large to square are refused by %s", (name) => {
    for (const size of [Number.MAX_VALUE, 1e101])
      expect(codeOf(() => learn(plain(name), { task: "regression", label: (row) => (row % 2) * size }))).toBe(
        "learn.label-missing",
      );
    const large = learn(plain(name), { task: "regression", label: (row) => (row % 5) * 1e99 });
    expect(scoreModel(large, setOf({}).features).every(Number.isFinite)).toBe(true);
  });

  test("weights too large to add up are refused, and the smallest will do", () => {
    expect(codeOf(() => learn(logistic, { weight: () => Number.MAX_VALUE }))).toBe("learn.weight-invalid");
    const light = learn(logistic, { weight: () => 1e-12 });
    expect(scoreModel(light, setOf({}).features).every(Number.isFinite)).toBe(true);
  });
});

test("two columns of one name are refused", () => {
  const set = setOf({});
  const [first] = set.features.columns;
  const features = { ...set.features, columns: [...set.features.columns, first!] };
  expect(codeOf(() => resolveLearner(logistic).fit({ ...set, features }, { task: "binary", seed: 1 }))).toBe(
    "learn.column-repeated",
  );
});

test("one feature cannot be both who and what", () => {
  const spec = plain("factors", { user: "item", item: "item" });
  expect(codeOf(() => learn(spec, { task: "regression" }))).toBe("learn.sides-same");
});
