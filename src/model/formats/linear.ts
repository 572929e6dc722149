import type { Column, TextColumn } from "../../data/index.ts";
import { applyLink } from "../link.ts";
import { defineFormat, type Model, type ModelFormat } from "../model.ts";
import { ofLength, readIndex, readList, readNumber, readNumbers, readRecord, readTexts } from "../shape.ts";
import { columnsFor } from "../signature.ts";

/** What one number or flag adds: `weight · x`, or `weight · fill + missing` where x is missing. One weight per output. */
export interface NumberTerm {
  readonly slot: number;
  readonly fill: number;
  readonly weight: readonly number[];
  readonly missing: readonly number[];
}

/** What one text adds: the weights of its level (levels × outputs), or `missing`. A level not listed adds nothing. */
export interface TextTerm {
  readonly slot: number;
  readonly levels: readonly string[];
  readonly weight: readonly number[];
  readonly missing: readonly number[];
}

/** Intercept and terms on the scale of the data: standardisation is already folded in. */
export interface LinearBody {
  readonly intercept: readonly number[];
  readonly numbers: readonly NumberTerm[];
  readonly texts: readonly TextTerm[];
  /** Slot by slot: the summed absolute weights per standard deviation, as shares of their total. */
  readonly shares: readonly number[];
}

/** A generalised linear model: logistic (binary), softmax (multiclass), identity (regression). */
export const linear: ModelFormat<LinearBody> = defineFormat<LinearBody>({
  name: "linear",
  version: 1,
  scoreRaw(model, table) {
    const { intercept, numbers, texts } = model.body;
    const columns = columnsFor(model, table);
    const scores = new Float64Array(table.rows * intercept.length);
    for (let row = 0; row < table.rows; row++) scores.set(intercept, row * intercept.length);
    for (const term of numbers) addNumbers(scores, columns[term.slot] as Column, term);
    for (const term of texts) addTexts(scores, columns[term.slot] as TextColumn, term);
    return applyLink(model.signature, scores);
  },
  encode: (body) => body,
  decode(data) {
    const parts = readRecord(data, "the body");
    const intercept = readNumbers(parts.intercept, "the intercept");
    const shares = readNumbers(parts.shares, "the shares");
    const size = { width: intercept.length, slots: shares.length };
    return {
      intercept,
      numbers: readList(parts.numbers, "the numbers", (item) => readNumberTerm(item, size)),
      texts: readList(parts.texts, "the texts", (item) => readTextTerm(item, size)),
      shares,
    };
  },
  importance: ({ signature, body }: Model<LinearBody>) =>
    Object.fromEntries(signature.features.map(({ name }, slot) => [name, body.shares[slot] ?? 0])),
});

function addNumbers(scores: Float64Array, column: Column, { weight, missing, fill }: NumberTerm): void {
  if (column.kind === "text") return;
  const width = weight.length;
  for (let row = 0; row < column.values.length; row++) {
    const x = column.values[row] as number;
    const absent = Number.isNaN(x);
    for (let k = 0; k < width; k++) {
      const added = absent ? (weight[k] as number) * fill + (missing[k] as number) : (weight[k] as number) * x;
      scores[row * width + k] = (scores[row * width + k] as number) + added;
    }
  }
}

const levelIndexes = new WeakMap<TextTerm, ReadonlyMap<string, number>>();

/** Level → index, made once per term: a single row must not pay for the whole dictionary. */
function indexOf(term: TextTerm): ReadonlyMap<string, number> {
  const ready = levelIndexes.get(term);
  if (ready !== undefined) return ready;
  const made = new Map(term.levels.map((level, i) => [level, i]));
  levelIndexes.set(term, made);
  return made;
}

function addTexts(scores: Float64Array, column: TextColumn, term: TextTerm): void {
  const width = term.missing.length;
  const index = indexOf(term);
  const ofCode = column.levels.map((level) => index.get(level) ?? -1);
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.codes[row] as number;
    const level = code < 0 ? -1 : (ofCode[code] as number);
    if (code >= 0 && level < 0) continue;
    for (let k = 0; k < width; k++) {
      const added = code < 0 ? term.missing[k] : term.weight[level * width + k];
      scores[row * width + k] = (scores[row * width + k] as number) + (added as number);
    }
  }
}

interface Size {
  readonly width: number;
  readonly slots: number;
}

function readNumberTerm(data: unknown, { width, slots }: Size): NumberTerm {
  const parts = readRecord(data, "a number's term");
  return {
    slot: readIndex(parts.slot, "a term's slot", [0, slots]),
    fill: readNumber(parts.fill, "a term's fill"),
    weight: ofLength(readNumbers(parts.weight, "a term's weights"), "a term's weights", width),
    missing: ofLength(readNumbers(parts.missing, "a term's weights"), "a term's weights", width),
  };
}

function readTextTerm(data: unknown, { width, slots }: Size): TextTerm {
  const parts = readRecord(data, "a text's term");
  const levels = readTexts(parts.levels, "a term's levels");
  return {
    slot: readIndex(parts.slot, "a term's slot", [0, slots]),
    levels,
    weight: ofLength(readNumbers(parts.weight, "a term's weights"), "a term's weights", width * levels.length),
    missing: ofLength(readNumbers(parts.missing, "a term's weights"), "a term's weights", width),
  };
}
