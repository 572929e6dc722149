import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Row, rowOf, type Table } from "../../data/index.ts";
import { canonical, known } from "../../kernel/index.ts";
import { evaluateAll, evaluateRow } from "../evaluate.ts";
import { fitTransforms, type TransformTraining } from "./fit.ts";
import { FEATURES, rowArbitrary, tableFor, trainingArbitrary } from "./fitted.arbitrary.ts";
import { applyFrozen, type Frozen } from "./frozen.ts";
import { frozenRow } from "./frozen-row.ts";
import { inputsOf, planTransforms } from "./plan.ts";
import { readFrozen } from "./read-frozen.ts";

const plan = known(planTransforms(FEATURES) ?? undefined, "features that learn");
const inputs = inputsOf(FEATURES);
const kinds = Object.fromEntries(Object.entries(inputs).map(([name, { kind }]) => [name, kind]));

function learn(training: TransformTraining): Frozen {
  return fitTransforms(plan, { ...training, table: evaluateAll(inputs, training.table) }).frozen;
}

/** As it comes out of a stored model. */
function stored(frozen: Frozen): Frozen {
  return readFrozen(JSON.parse(canonical(frozen)), kinds);
}

function columnMode(frozen: Frozen, table: Table): Table {
  return applyFrozen(frozen, evaluateAll(inputs, table));
}

describe("fitted transforms", () => {
  test("make the same of a column and of a single row, to the last bit, before and after they are stored", () => {
    fc.assert(
      fc.property(trainingArbitrary, fc.array(rowArbitrary, { minLength: 1, maxLength: 8 }), (training, rows) => {
        const frozen = learn(training);
        const again = stored(frozen);
        const whole = columnMode(frozen, tableFor(rows));
        const serve = frozenRow(again);
        expect(columnMode(again, tableFor(rows))).toEqual(whole);
        rows.forEach((row, i) => {
          expect(serve(evaluateRow(inputs, row))).toEqual(rowOf(whole, i));
        });
      }),
      { numRuns: 60 },
    );
  });

  test("do not depend on the rows that stand beside a row", () => {
    fc.assert(
      fc.property(trainingArbitrary, fc.array(rowArbitrary, { minLength: 2, maxLength: 6 }), (training, rows) => {
        const frozen = learn(training);
        const turned: readonly Row[] = [...rows].reverse();
        const [one, other] = [rows, turned].map((these) => columnMode(frozen, tableFor(these)));
        rows.forEach((_, i) => {
          expect(rowOf(other as Table, rows.length - 1 - i)).toEqual(rowOf(one as Table, i));
        });
      }),
      { numRuns: 20 },
    );
  });

  test("take a row that lacks every field for one of which nothing is known", () => {
    const [training] = fc.sample(trainingArbitrary, { numRuns: 1, seed: 1 });
    const frozen = learn(known(training, "a sample"));
    expect(frozenRow(frozen)(evaluateRow(inputs, {}))).toEqual(
      rowOf(columnMode(frozen, tableFor([{ x: null, y: null, city: null, note: null }])), 0),
    );
  });

  test("are refused when what is stored was changed", () => {
    const [training] = fc.sample(trainingArbitrary, { numRuns: 1, seed: 2 });
    const text = canonical(learn(known(training, "a sample")));
    const tampered: readonly (readonly [from: RegExp, to: string])[] = [
      [/"transform":"impute"/, '"transform":"__proto__"'],
      [/"width":8/, '"width":1e12'],
      [/"low":0.1/, '"low":7'],
      [/"op":"field"/, '"op":"window"'],
      [/"name":"plain"/, '"name":"another"'],
      [/"deviation":[^,}]+/, '"deviation":0'],
      [/"operator":"multiply"/, '"operator":"eval"'],
      [/"categories":\[[^\]]*\]/, '"categories":["a","a"]'],
      [/"prior":\[[^\]]*\]/, '"prior":[]'],
    ];
    for (const [from, to] of tampered) {
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      expect(() => readFrozen(JSON.parse(changed), kinds)).toThrow(/must be as they were written/);
    }
  });
});
