import fc from "fast-check";
import { type Cell, type Row, type Table, tableOf } from "../../data/index.ts";
import { fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import type { Node } from "../node.ts";
import { when } from "../when.ts";
import type { TransformTraining } from "./fit.ts";

/** The columns that the expressions below read. */
export const KINDS = { x: "number", y: "number", city: "text", note: "text" } as const;

const x = fieldExpression("x", "number") as NumberExpression;
const y = fieldExpression("y", "number") as NumberExpression;
const city = fieldExpression("city", "text") as TextExpression;
const note = fieldExpression("note", "text") as TextExpression;

/** Every transform, with every option, by itself, in chains and inside of operators. */
export const FEATURES: Readonly<Record<string, Node>> = Object.fromEntries(
  Object.entries({
    plain: x,
    median: x.imputed("median"),
    mean: x.imputed("mean", { flag: true }),
    often: x.imputed("most-frequent"),
    fixed: x.imputed({ value: -7 }),
    oftenCity: city.imputed("most-frequent", { flag: true }),
    fixedCity: city.imputed({ value: "nowhere" }),
    clipped: x.clippedToQuantiles({ low: 0.1, high: 0.8 }),
    standard: x.standardised(),
    chain: x.imputed("median").clippedToQuantiles().standardised().times(2),
    both: x.imputed("median").plus(y.standardised()).per(y),
    branch: when(x.imputed("mean").above(0), city.pooled({ atLeast: 2 }), "low"),
    flag: x.standardised().above(0),
    pooled: city.pooled({ atLeast: 3, most: 2, into: "rest" }),
    place: city.ordinal(),
    rank: city.ordinal({ by: "frequency" }),
    yesRate: city.targetEncoded("yes", { smoothing: 3 }),
    amountRate: city.pooled({ atLeast: 2 }).targetEncoded("amount").standardised(),
    classRates: city.targetEncoded("kind", { smoothing: 0 }),
    oneClass: city.targetEncoded("kind", { class: "b" }),
    words: note.hashed({ width: 8 }),
    pieces: note.lower().hashed({ width: 16, words: [1, 2], characters: [2, 4], weigh: "tf-idf" }),
    kilos: x.converted("lb", "kg").imputed("mean"),
  }).map(([name, { node }]) => [name, node]),
);

const numberCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>(null, 0, 1, -1, 1e-300, 1e9),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
);
const cityCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>("Oslo", "Rome", "Łódź", "", "constructor", null),
  fc.string(),
);
const noteCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>("the quick brown fox", "Ünïcode 🦊 wörds", "a", "  ", null),
  fc.string({ unit: "grapheme" }),
);

export const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  x: numberCell,
  y: numberCell,
  city: cityCell,
  note: noteCell,
});

/** Rows with outcomes of every kind, some of them not known. */
export const trainingArbitrary: fc.Arbitrary<TransformTraining> = fc
  .array(
    fc.record({
      row: rowArbitrary,
      yes: fc.constantFrom(0, 1, Number.NaN),
      amount: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      kind: fc.constantFrom(0, 1, 2, Number.NaN),
      unit: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => ({
    table: tableFor(rows.map(({ row }) => row)),
    outcomes: {
      yes: { values: Float64Array.from(rows, ({ yes }) => yes), classes: [] },
      amount: {
        values: Float64Array.from(rows, ({ amount }) => amount),
        classes: [],
        weight: Float64Array.from(rows, ({ unit }) => unit),
      },
      kind: { values: Float64Array.from(rows, ({ kind }) => kind), classes: ["a", "b", "c"] },
    },
    units: Int32Array.from(rows, ({ unit }) => unit),
    seed: 1,
  }));

/** The plan's inputs of those rows are computed from this table. */
export function tableFor(rows: readonly Row[]): Table {
  return tableOf(KINDS, rows);
}
