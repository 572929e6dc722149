import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ImportOptions,
  importanceOf,
  importModel,
  type Model,
  scoreModel,
  type TreesBody,
} from "../../src/model/index.ts";
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
import { findPython, withoutPython } from "./python.ts";

const PACKAGES = ["xgboost", "pandas"];
const python = findPython(PACKAGES) ?? "";
const suite = python === "" ? `XGBoost (${withoutPython(PACKAGES)})` : "XGBoost";
/** Training every kind of model takes seconds; minutes where the machine has more to do. */
const PATIENCE = 180_000;

describe.skipIf(python === "")(suite, () => {
  let made: Made;
  beforeAll(() => {
    made = trainModels(python, "xgboost-models.py", [1, 2, 3]);
  }, PATIENCE);
  afterAll(() => made.drop());

  test("its JSON predicts what it predicts, before and after the link", () => {
    expect(made.cases.length).toBeGreaterThan(110);
    for (const one of made.cases) {
      const model = sameAs(made.file(`${one.name}.json`), one);
      compareGain(importanceOf(model), one.gain);
      compareContributions(model, one);
    }
  });

  test("its UBJSON is read as its JSON", () => {
    for (const { name, options } of made.cases) {
      const [json, ubjson] = [".json", ".ubj"].map(
        (end) => importModel(made.file(name + end), options) as Model<TreesBody>,
      );
      expectAlike(ubjson!.body, json!.body);
    }
  });

  test("its dumps predict the same, given the objective and the base score", () => {
    const dumped = made.cases.filter(({ dump }) => dump !== undefined);
    expect(dumped.length).toBeGreaterThan(12);
    for (const one of dumped) {
      sameAs(made.file(`${one.name}-dump.json`), one, one.dump);
      sameAs(made.file(`${one.name}-dump.txt`), one, one.dump);
    }
  });

  test("what a forest here cannot say is refused by its name", () => {
    expect(() => importModel(made.file("1-linear.json"))).toThrow(/gblinear/);
    expect(() => importModel(made.file("1-hinge.json"))).toThrow(/binary:hinge/);
    expect(() => importModel(made.file("1-beyond-ascii.json"))).toThrow(/`colour`/);
  });
});

/** XGBoost sums in single precision, so that its own rounding is what is left. */
function sameAs(bytes: Uint8Array, one: Case, told: ImportOptions = {}): Model<TreesBody> {
  const model = importModel(bytes, { ...one.options, ...told }) as Model<TreesBody>;
  expect(difference(scoreModel(asNumbers(model), tableOfCase(one)), one.raw), `${one.name}, raw`).toBeLessThan(1e-6);
  return expectSame(model, one, 1e-6);
}
