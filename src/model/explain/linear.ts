import { type Cell, cellIn, type Row, rowOf, type Table } from "../../data/index.ts";
import { type LinearBody, type NumberTerm, type TextTerm, withinLinearReach } from "../formats/linear.ts";
import type { Model } from "../model.ts";
import type { RawExplanation } from "./explanation.ts";

/**
 * A linear model explains itself: each feature adds its own term, less what the term is worth on average. For a number
 * that is weight · mean, as the body knows the mean; a text counts whole, unless a background says how common its levels are.
 */
export function explainLinear(model: Model<LinearBody>, row: Row, background?: Table): RawExplanation {
  const { body, signature } = model;
  const slots = signature.features.length;
  const worth = termsOf(model, row);
  const usual = background === undefined ? atTheMean(body, slots) : onAverage(model, background);
  const total = (terms: Float64Array): Float64Array =>
    Float64Array.from(body.intercept, (intercept, k) => {
      let sum = intercept;
      for (let slot = 0; slot < slots; slot++) sum += terms[k * slots + slot] as number;
      return sum;
    });
  const adds = worth.map((term, i) => term - (usual[i] as number));
  const against = background !== undefined ? "background" : body.texts.length > 0 ? "intercept" : "training";
  return { expected: total(usual), score: total(worth), adds, against };
}

/** What every term adds for a row: outputs × slots. */
function termsOf({ body, signature }: Model<LinearBody>, row: Row): Float64Array {
  const slots = signature.features.length;
  const width = body.intercept.length;
  const terms = new Float64Array(width * slots);
  const cellOf = (slot: number): Cell => cellIn(row, signature.features[slot]?.name ?? "");
  for (let k = 0; k < width; k++) {
    for (const term of body.numbers) terms[k * slots + term.slot] = numberTerm(term, cellOf(term.slot), k);
    for (const term of body.texts) terms[k * slots + term.slot] = textTerm(term, cellOf(term.slot), k);
  }
  return terms;
}

function numberTerm({ fill, weight, missing }: NumberTerm, cell: Cell, k: number): number {
  const x = cell === null || typeof cell === "string" ? Number.NaN : Number(cell);
  const slope = weight[k] as number;
  return Number.isFinite(x) ? slope * withinLinearReach(x) : slope * fill + (missing[k] as number);
}

function textTerm({ levels, weight, missing }: TextTerm, cell: Cell, k: number): number {
  if (cell === null) return missing[k] as number;
  const level = levels.indexOf(String(cell));
  return level < 0 ? 0 : (weight[level * missing.length + k] as number);
}

function atTheMean({ intercept, numbers }: LinearBody, slots: number): Float64Array {
  const terms = new Float64Array(intercept.length * slots);
  for (const { slot, fill, weight } of numbers)
    for (let k = 0; k < intercept.length; k++) terms[k * slots + slot] = (weight[k] as number) * fill;
  return terms;
}

function onAverage(model: Model<LinearBody>, background: Table): Float64Array {
  const mean = new Float64Array(model.body.intercept.length * model.signature.features.length);
  for (let row = 0; row < background.rows; row++) {
    const terms = termsOf(model, rowOf(background, row));
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (terms[i] as number) / background.rows;
  }
  return mean;
}
