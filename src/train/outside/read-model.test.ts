import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { encodeModel, type Model, type Task } from "../../model/index.ts";
import { answersOf, readOutsideModel, type Wanted } from "./read-model.ts";

const features = tableOf({ visits: "number" }, [{ visits: 1 }, { visits: null }]);

function constantModel(task: Task, classes: readonly string[], outputs: readonly number[]): Model {
  return {
    format: "constant",
    signature: { task, features: [{ name: "visits", kind: "number" }], classes },
    calibration: { kind: "none" },
    body: { outputs },
  };
}

function wanted(task: Task, classes: readonly string[]): Wanted {
  return { head: "risk", from: "model.json", task, classes, features };
}

describe("a model from outside", () => {
  test("that answers the head's task with its classes is taken", () => {
    const model = constantModel("multiclass", ["a", "b"], [0.25, 0.75]);
    const read = readOutsideModel(encodeModel(model), wanted("multiclass", ["a", "b"]));
    expect(answersOf(read, features, wanted("multiclass", ["a", "b"]))).toEqual(
      Float64Array.of(0.25, 0.75, 0.25, 0.75),
    );
  });

  test.each([
    [["b", "a"], "in another order"],
    [["a", "c"], "with another name"],
    [["a", "b", "c"], "too few"],
  ])("whose classes are %j elsewhere is refused", (classes) => {
    const bytes = encodeModel(constantModel("multiclass", ["a", "b"], [0.25, 0.75]));
    expect(() => readOutsideModel(bytes, wanted("multiclass", classes))).toThrow(
      'The model of head `risk`, from model.json, knows the classes "a", "b", where the data have',
    );
  });

  test.each<readonly [Task, number]>([
    ["binary", 7],
    ["binary", Number.NaN],
    ["regression", Number.POSITIVE_INFINITY],
  ])("of the task %s that answers %d is refused", (task, output) => {
    const model = constantModel(task, [], [output]);
    expect(() => answersOf(model, features, wanted(task, []))).toThrow(`answers ${output} for a row of the data`);
  });

  test("whose feature is of another kind is refused with the feature's name", () => {
    const text = tableOf({ visits: "text" }, [{ visits: "many" }]);
    const bytes = encodeModel(constantModel("binary", [], [0.5]));
    expect(() => readOutsideModel(bytes, { ...wanted("binary", []), features: text })).toThrow(
      /cannot be read for this head: .*`visits` must be a number, not a text/,
    );
  });
});
