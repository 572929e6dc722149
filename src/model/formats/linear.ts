import { type Cell, type Column, cellIn, type TextColumn } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { applyLink } from "../link.ts";
import { defineFormat, type Model, type ModelFormat, type Signature } from "../model.ts";
import { ofLength, readIndex, readList, readNumber, readNumbers, readRecord, readTexts } from "../shape.ts";
import { columnsFor, outputsOf } from "../signature.ts";

/**
 * What one number or flag adds: `weight · x`, or `weight · fill + missing` where x is missing or infinite. One weight
 * per output.
 */
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
  rowScorer({ body, signature }) {
    const { intercept, numbers, texts } = body;
    const names = signature.features.map(({ name }) => name);
    return (row, out) => {
      out.set(intercept);
      for (const term of numbers) addNumber(out, 0, { term, x: numberOf(cellIn(row, names[term.slot] as string)) });
      for (const term of texts)
        addLevel(out, 0, { term, level: levelOf(term, cellIn(row, names[term.slot] as string)) });
      applyLink(signature, out);
    };
  },
  encode: (body) => body,
  decode(data, { signature }) {
    const parts = readRecord(data, "the body");
    const intercept = ofLength(readNumbers(parts.intercept, "the intercept"), "the intercept", outputsOf(signature));
    const { features } = signature;
    const shares = ofLength(readNumbers(parts.shares, "the shares"), "the shares", features.length);
    const size = { width: intercept.length, features };
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

const REACH = 1e100;

/** A number beyond ±1e100 counts as that: its square, and its product with any weight, must be numbers. */
export function withinLinearReach(x: number): number {
  return Math.max(-REACH, Math.min(REACH, x));
}

function addNumbers(scores: Float64Array, column: Column, term: NumberTerm): void {
  if (column.kind === "text") return;
  const width = term.weight.length;
  for (let row = 0; row < column.values.length; row++)
    addNumber(scores, row * width, { term, x: column.values[row] as number });
}

interface NumberAt {
  readonly term: NumberTerm;
  readonly x: number;
}

function addNumber(scores: Float64Array, start: number, { term, x }: NumberAt): void {
  const { weight, missing, fill } = term;
  const absent = !Number.isFinite(x);
  const within = withinLinearReach(x);
  for (let k = 0; k < weight.length; k++) {
    const added = absent ? (weight[k] as number) * fill + (missing[k] as number) : (weight[k] as number) * within;
    scores[start + k] = (scores[start + k] as number) + added;
  }
}

/** A cell as a table would hold it: what is no number is missing. */
function numberOf(cell: Cell): number {
  return cell === null || typeof cell === "string" ? Number.NaN : Number(cell);
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

const MISSING = -1;
const UNKNOWN = -2;

/** The number of a level among a term's, {@link MISSING} or {@link UNKNOWN}. */
function levelOf(term: TextTerm, cell: Cell): number {
  if (cell === null) return MISSING;
  return indexOf(term).get(String(cell)) ?? UNKNOWN;
}

function addTexts(scores: Float64Array, column: TextColumn, term: TextTerm): void {
  const width = term.missing.length;
  const ofCode = column.levels.map((level) => levelOf(term, level));
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.codes[row] as number;
    addLevel(scores, row * width, { term, level: code < 0 ? MISSING : (ofCode[code] as number) });
  }
}

interface LevelAt {
  readonly term: TextTerm;
  readonly level: number;
}

function addLevel(scores: Float64Array, start: number, { term, level }: LevelAt): void {
  if (level === UNKNOWN) return;
  const width = term.missing.length;
  for (let k = 0; k < width; k++) {
    const added = level === MISSING ? term.missing[k] : term.weight[level * width + k];
    scores[start + k] = (scores[start + k] as number) + (added as number);
  }
}

interface Size {
  readonly width: number;
  readonly features: Signature["features"];
}

/** The number of a feature that is a text, or that is none. */
function readTermSlot(data: unknown, { features }: Size, isText: boolean): number {
  const slot = readIndex(data, "a term's slot", [0, features.length]);
  if ((features[slot]?.kind === "text") === isText) return slot;
  throw modelCorrupt({ what: `a term's slot ${slot} is ${isText ? "no" : "a"} text` });
}

function readNumberTerm(data: unknown, size: Size): NumberTerm {
  const parts = readRecord(data, "a number's term");
  const { width } = size;
  return {
    slot: readTermSlot(parts.slot, size, false),
    fill: readNumber(parts.fill, "a term's fill"),
    weight: ofLength(readNumbers(parts.weight, "a term's weights"), "a term's weights", width),
    missing: ofLength(readNumbers(parts.missing, "a term's weights"), "a term's weights", width),
  };
}

function readTextTerm(data: unknown, size: Size): TextTerm {
  const parts = readRecord(data, "a text's term");
  const levels = readTexts(parts.levels, "a term's levels");
  const { width } = size;
  return {
    slot: readTermSlot(parts.slot, size, true),
    levels,
    weight: ofLength(readNumbers(parts.weight, "a term's weights"), "a term's weights", width * levels.length),
    missing: ofLength(readNumbers(parts.missing, "a term's weights"), "a term's weights", width),
  };
}
