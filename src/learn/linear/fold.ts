import type { LinearBody, NumberTerm, TextTerm } from "../../model/index.ts";
import type { Prepared } from "../training.ts";
import type { Design, LevelColumn, NumberColumn } from "./design.ts";

/** Weights, place by place and within a place output by output. */
export interface Weights {
  readonly values: Float64Array;
  readonly outputs: number;
}

/** Turns weights of the standardised design into a body on the scale of the data. */
export function foldWeights(design: Design, weights: Weights, data: Prepared): LinearBody {
  const numbers = design.columns.filter((column) => column.kind === "number");
  const texts = design.columns.filter((column) => column.kind === "levels");
  const intercept = weightsAt(weights, 0);
  for (const { at, mean, spread } of numbers)
    weightsAt(weights, at).forEach((weight, k) => {
      if (spread > 0) intercept[k] = (intercept[k] as number) - (weight * mean) / spread;
    });
  const strengths = strengthsOf(design, weights, data);
  const total = strengths.reduce((sum, strength) => sum + strength, 0);
  return {
    intercept,
    numbers: numbers.map((column) => numberTerm(column, weights)),
    texts: texts.map((column) => textTerm(column, weights)),
    shares: strengths.map((strength) => (total > 0 ? strength / total : 0)),
  };
}

function weightsAt({ values, outputs }: Weights, place: number): number[] {
  if (place < 0) return new Array<number>(outputs).fill(0);
  return Array.from(values.subarray(place * outputs, (place + 1) * outputs));
}

function numberTerm({ slot, fill, spread, at, missingAt }: NumberColumn, weights: Weights): NumberTerm {
  const weight = weightsAt(weights, at).map((value) => (spread > 0 ? value / spread : 0));
  return { slot, fill, weight, missing: weightsAt(weights, missingAt) };
}

function textTerm({ slot, levels, at, missingAt }: LevelColumn, weights: Weights): TextTerm {
  const weight = levels.flatMap((_, level) => weightsAt(weights, at + level));
  return { slot, levels, weight, missing: weightsAt(weights, missingAt) };
}

/** Per slot: the absolute weights, each per standard deviation of its own column. */
function strengthsOf(design: Design, weights: Weights, data: Prepared): readonly number[] {
  return design.columns.map((column) => {
    if (column.kind === "number") return column.spread > 0 ? sizeOf(weights, column.at) : 0;
    const shares = levelShares(column, data);
    return shares.reduce((sum, p, level) => sum + Math.sqrt(p * (1 - p)) * sizeOf(weights, column.at + level), 0);
  });
}

function sizeOf(weights: Weights, place: number): number {
  return weightsAt(weights, place).reduce((sum, weight) => sum + Math.abs(weight), 0);
}

function levelShares({ codes, places, at, levels }: LevelColumn, { weights }: Prepared): readonly number[] {
  const sums = new Array<number>(levels.length).fill(0);
  let total = 0;
  codes.forEach((code, row) => {
    const weight = weights[row] as number;
    const level = code < 0 ? -1 : (places[code] as number) - at;
    total += weight;
    if (level >= 0) sums[level] = (sums[level] as number) + weight;
  });
  return sums.map((sum) => sum / total);
}
