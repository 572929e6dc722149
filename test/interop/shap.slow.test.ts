import { beforeAll, describe, expect, test } from "vitest";
import { columnOf, type Kind, rowOf, type Table, takeRows } from "../../src/data/index.ts";
import { type Explanation, explainRow, importModel, type Model } from "../../src/model/index.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

interface Explained {
  readonly name: string;
  readonly text: string;
  readonly columns: Readonly<
    Record<string, { readonly kind: Kind; readonly values: readonly (number | string | null)[] }>
  >;
  /** Rows × outputs × features, and the expected value last. */
  readonly contrib: readonly (readonly (readonly number[])[])[];
  /** Rows × outputs × features against the first `background` rows; null where the package shap has no say. */
  readonly against: readonly (readonly (readonly number[])[])[] | null;
  readonly background: number;
}

const PACKAGES = ["lightgbm", "pandas"];
const python = findPython(PACKAGES) ?? "";
const suite = python === "" ? `Shapley values (${withoutPython(PACKAGES)})` : "Shapley values";

describe.skipIf(python === "")(suite, () => {
  let models: readonly Explained[];
  beforeAll(() => {
    models = JSON.parse(runPython(python, "shap-values.py", ["4"])) as readonly Explained[];
  }, 120_000);

  // Both add some hundred numbers below 10 in double precision.
  test("are LightGBM's own, path-dependent, for numbers, categories, missing values and classes", () => {
    for (const one of models) {
      const { model, table } = read(one);
      one.contrib.forEach((outputs, row) => {
        const explanation = explained(model, table, { row });
        outputs.forEach((values, output) => {
          expect(byFeature(model, explanation, output), one.name).toEqual(
            values.slice(0, -1).map((value) => near(value)),
          );
          expect(explanation.expected[output], one.name).toEqual(near(values.at(-1) as number));
        });
      });
    }
  });

  // The package keeps the weights of coalitions in single precision: seven digits.
  test("are the package shap's, interventional, where it is installed", () => {
    for (const one of models) {
      const { model, table } = read(one);
      const background = takeRows(
        table,
        Array.from({ length: one.background }, (_, i) => i),
      );
      one.against?.forEach((outputs, row) => {
        const explanation = explained(model, table, { row, background });
        expect(byFeature(model, explanation, 0), one.name).toEqual(
          (outputs[0] as readonly number[]).map((value) => near(value, 6)),
        );
      });
    }
  });
});

function near(value: number, digits = 9): unknown {
  return expect.closeTo(value, digits);
}

function read({ text, columns }: Explained): { readonly model: Model; readonly table: Table } {
  const list = Object.entries(columns).map(([name, { kind, values }]) => columnOf(name, kind, values));
  return {
    model: importModel(text),
    table: { rows: list[0]?.kind === "text" ? list[0].codes.length : (list[0]?.values.length ?? 0), columns: list },
  };
}

interface Asked {
  readonly row: number;
  readonly background?: Table;
}

function explained(model: Model, table: Table, { row, background }: Asked): Explanation {
  const explanation = explainRow(model, rowOf(table, row), background === undefined ? {} : { background });
  if (explanation.kind === "unexplained") throw new Error(explanation.reason);
  return explanation;
}

/** In the order of the model's features. */
function byFeature(model: Model, { contributions }: Explanation, output: number): number[] {
  return model.signature.features.map(
    ({ name }) => contributions.find(({ feature }) => feature === name)!.adds[output]!,
  );
}
