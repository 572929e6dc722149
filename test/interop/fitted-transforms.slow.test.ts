import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnOf, type Table } from "../../src/data/index.ts";
import { murmur } from "../../src/features/fitted/murmur.ts";
import {
  applyFrozen,
  type Expression,
  fieldExpression,
  fitTransforms,
  type NumberExpression,
  type OutcomeColumn,
  planTransforms,
  type TextExpression,
} from "../../src/features/index.ts";
import { known, rng } from "../../src/kernel/index.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

type Rows = readonly (readonly number[])[];

interface Answers {
  readonly binary: Rows;
  readonly continuous: Rows;
  readonly multiclass: Rows;
  readonly words: Rows;
  readonly runs: Rows;
  readonly pieces: Rows;
  readonly tfIdf: Rows;
  readonly hashes: readonly number[];
  readonly standard: readonly number[];
  readonly ordinal: readonly number[];
  readonly quantiles: readonly number[];
}

const draws = rng({ seed: 5, purpose: "test.interop" });
const ROWS = 500;
const cities = Array.from({ length: ROWS }, () => `city ${draws.integer(40)}`);
const outcomes: Readonly<Record<string, OutcomeColumn>> = {
  binary: { values: Float64Array.from(cities, () => draws.integer(2)), classes: [] },
  continuous: { values: Float64Array.from(cities, () => draws.normal()), classes: [] },
  multiclass: { values: Float64Array.from(cities, () => draws.integer(3)), classes: ["0", "1", "2"] },
};
const asked = ["city 3", "city 7", "city 39", "nowhere"];
const texts = [
  "The quick brown fox jumps over the lazy dog",
  "",
  "a b c",
  "Straße ÜBER naïve café 北京 東京タワー snake_case x1 2nd",
  "🦊 fox — “quoted”, it's 3.14!",
  ...Array.from({ length: 40 }, () => Array.from({ length: 8 }, () => `w${draws.integer(60)}`).join(" ")),
];
const values = Array.from({ length: 200 }, () => draws.normal() * 30 + 7);
const WIDTH = 32;
const SMOOTHING = 12.5;
const PACKAGES = ["sklearn", "numpy"];
const python = findPython(PACKAGES) ?? "";
const suite = python === "" ? `scikit-learn (${withoutPython(PACKAGES)})` : "scikit-learn agrees on";

const city = fieldExpression("f", "text") as TextExpression;
const amount = fieldExpression("f", "number") as NumberExpression;

/** What a feature becomes of some cells, learned from others, column by column. */
function made(expression: Expression, learned: readonly (string | number)[], given = learned): readonly Float64Array[] {
  const plan = known(planTransforms({ f: expression.node }) ?? undefined, "a feature that learns");
  const table = (cells: typeof learned): Table => ({
    rows: cells.length,
    columns: [columnOf("f", typeof cells[0] === "string" ? "text" : "number", cells)],
  });
  const units = Int32Array.from(learned, (_, row) => row);
  const { frozen } = fitTransforms(plan, { table: table(learned), outcomes, units, seed: 1 });
  return applyFrozen(frozen, table(given)).columns.map((column) => (column as { values: Float64Array }).values);
}

function near(columns: readonly Float64Array[], rows: Rows): void {
  rows.forEach((row, i) => {
    row.forEach((wanted, k) => {
      expect(columns[k]?.[i]).toBeCloseTo(wanted, 12);
    });
  });
  expect(columns.length).toBe(rows[0]?.length);
}

describe.skipIf(python === "")(suite, () => {
  const folder = mkdtempSync(join(tmpdir(), "alidade-fitted-"));
  let theirs: Answers;
  beforeAll(() => {
    const path = join(folder, "given.json");
    const labels = Object.fromEntries(Object.entries(outcomes).map(([name, { values }]) => [name, [...values]]));
    const given = { cities, asked, texts, numbers: values, width: WIDTH, smoothing: SMOOTHING, ...labels };
    writeFileSync(path, JSON.stringify(given));
    theirs = JSON.parse(runPython(python, "fitted-transforms.py", [path])) as Answers;
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["binary", "continuous", "multiclass"] as const)("target encoding of a %s outcome", (name) => {
    near(made(city.targetEncoded(name, { smoothing: SMOOTHING }), cities, asked), theirs[name]);
  });

  test("the hash of every text", () => {
    expect(texts.map((text) => murmur(text, 0))).toEqual(theirs.hashes);
  });

  test("words, runs of words and runs of characters, hashed", () => {
    near(made(city.hashed({ width: WIDTH }), texts), theirs.words);
    near(made(city.hashed({ width: WIDTH, words: [1, 3] }), texts), theirs.runs);
    near(made(city.hashed({ width: WIDTH, words: null, characters: [2, 4] }), texts), theirs.pieces);
  });

  test("weights by how rare a column is", () => {
    near(made(city.hashed({ width: WIDTH, weigh: "tf-idf" }), texts), theirs.tfIdf);
  });

  test("standard deviations, quantiles and places", () => {
    near(
      made(amount.standardised(), values),
      theirs.standard.map((one) => [one]),
    );
    near(
      made(city.ordinal(), cities),
      theirs.ordinal.map((one) => [one]),
    );
    const [clipped] = made(amount.clippedToQuantiles(), values);
    expect(Math.min(...(clipped ?? []))).toBeCloseTo(theirs.quantiles[0] as number, 10);
    expect(Math.max(...(clipped ?? []))).toBeCloseTo(theirs.quantiles[1] as number, 10);
  });
});
