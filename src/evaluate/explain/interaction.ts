import type { Cell, Table } from "../../data/index.ts";
import { changesScorer, type Model, outputsOf } from "../../model/index.ts";
import { cellsOf, everyNth, withValue } from "./partial-dependence.ts";

/** How many rows are compared, and which output is looked at. */
export interface InteractionOptions {
  /** Rows that are compared, each with each. Default 100. */
  readonly rows?: number;
  /** Which output. Default 0. */
  readonly output?: number;
}

/**
 * How much of the joint effect of two features is more than the sum of their own: 0 none, 1 all of it. Friedman's H, the
 * root of H², with centred partial dependences over a sample of rows; 0 where neither has an effect. Friedman and
 * Popescu, Predictive learning via rule ensembles, 2008.
 */
export function interactionStrength(
  model: Model,
  table: Table,
  { features: [a, b], rows = 100, output = 0 }: InteractionOptions & { readonly features: readonly [string, string] },
): number {
  const sample = everyNth(table, rows);
  const width = outputsOf(model.signature);
  const score = changesScorer(model, sample);
  const ask = (changed: Table): number => meanOutput(score(changed), { rows: sample.rows, width, output });
  const [cellsA, cellsB] = [cellsOf(sample, a), cellsOf(sample, b)];
  const ofA = remembered(cellsA, (value) => ask(withValue(sample, a, value)));
  const ofB = remembered(cellsB, (value) => ask(withValue(sample, b, value)));
  const ofBoth = cellsA.map((value, row) => ask(withValue(withValue(sample, a, value), b, cellsB[row] as Cell)));
  const [first, second, both] = [centred(ofA), centred(ofB), centred(ofBoth)];
  let [more, all] = [0, 0];
  for (let row = 0; row < sample.rows; row++) {
    const joint = both[row] as number;
    more += (joint - (first[row] as number) - (second[row] as number)) ** 2;
    all += joint ** 2;
  }
  return all < 1e-20 ? 0 : Math.sqrt(Math.min(1, more / all));
}

/** The answer for every cell, asked once per value. */
function remembered(cells: readonly Cell[], ask: (value: Cell) => number): readonly number[] {
  const known = new Map<Cell, number>();
  return cells.map((value) => {
    const answer = known.get(value) ?? ask(value);
    known.set(value, answer);
    return answer;
  });
}

interface OneOutput {
  readonly rows: number;
  readonly width: number;
  readonly output: number;
}

function meanOutput(scores: Float64Array, { rows, width, output }: OneOutput): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += scores[row * width + output] as number;
  return sum / rows;
}

function centred(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
