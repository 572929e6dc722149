import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { encodeModel, type Model, type Task } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import type { TrainingSet } from "../learner.ts";
import { type LearnerSpec, resolveLearner } from "../resolve.ts";

const plain = (learner: string, params: LearnerSpec["params"] = {}): LearnerSpec => ({ learner, params });
const bestOf = (base: readonly LearnerSpec[], params: LearnerSpec["params"] = {}): LearnerSpec => ({
  learner: "bestOf",
  params,
  base,
});

interface Choice {
  readonly model: Model;
  readonly losses: readonly number[];
}

function choose(spec: LearnerSpec, set: TrainingSet, task: Task): Choice {
  const losses: number[] = [];
  const onCurve = (curve: string, step: number, value: number): void => {
    if (curve === "candidates") losses[step] = value;
  };
  return { model: resolveLearner(spec).fit(set, { task, seed: 2, onCurve }), losses };
}

describe("bestOf", () => {
  test.each(["binary", "multiclass", "multilabel", "hierarchical"] as const)(
    "takes the better one, fitted on all rows: %s",
    (task) => {
      const set = learnable(task, 500, 1);
      const { model, losses } = choose(bestOf([plain("constant"), plain("logistic")]), set, task);
      expect(losses[1]).toBeLessThan(losses[0]!);
      const alone = resolveLearner(plain("logistic")).fit(set, { task, seed: 2 });
      expect(encodeModel(model)).toEqual(encodeModel(alone));
    },
  );

  test.each([
    ["regression", "linear"],
    ["ranking", "gbdt"],
  ] as const)("takes the better one by the loss of the task: %s", (task, better) => {
    const { model, losses } = choose(bestOf([plain("constant"), plain(better)]), learnable(task, 400, 5), task);
    expect(losses[1]).toBeLessThan(losses[0]!);
    expect(model.format).not.toBe("constant");
  });

  test("compares ways to learn several labels", () => {
    const set = learnable("multilabel", 500, 3);
    const { losses } = choose(
      bestOf([
        plain("constant"),
        { ...plain("perLabel"), base: plain("logistic") },
        { ...plain("chain"), base: plain("logistic") },
      ]),
      set,
      "multilabel",
    );
    expect(losses).toHaveLength(3);
    expect(Math.max(losses[1]!, losses[2]!)).toBeLessThan(losses[0]!);
  });

  test("is not fooled by rows of one entity on both sides, when told that they belong together", () => {
    const label: number[] = [];
    const rows = Array.from({ length: 900 }, (_, unit): Row => {
      const entity = Math.floor(unit / 3);
      const draw = rng({ seed: 4, unit: entity, purpose: "entity" });
      label.push(draw.uniform() < 0.5 ? 1 : 0);
      return { where: draw.uniform(), who: `entity ${entity}` };
    });
    const set = {
      features: tableOf({ where: "number", who: "text" }, rows),
      label: Float64Array.from(label),
      classes: [],
    };
    const both = [plain("constant"), plain("neighbours", { k: 2, smoothing: 0.1 })];
    const fooled = choose(bestOf(both), set, "binary").losses;
    const careful = choose(bestOf(both, { together: ["who"] }), set, "binary").losses;
    expect(fooled[1]).toBeLessThan(fooled[0]!);
    expect(careful[1]).toBeGreaterThan(careful[0]!);
  });

  test("compares rankings whose grades are too high to be powers of two", () => {
    const { features, label, classes, groups } = learnable("ranking", 200, 6);
    const set = { features, classes, label: label.map((grade) => grade * 2000), ...(groups && { groups }) };
    const { losses } = choose(bestOf([plain("constant"), plain("constant")]), set, "ranking");
    for (const loss of losses) {
      expect(loss).toBeGreaterThanOrEqual(0);
      expect(loss).toBeLessThanOrEqual(1);
    }
  });
});
