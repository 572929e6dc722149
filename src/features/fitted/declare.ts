import { expressionInvalid, finiteNumber } from "../expression-checks.ts";
import type { FittedNode, Node, Options } from "../node.ts";
import { MOST_COLUMNS } from "./hash-text.ts";
import { MOST_CATEGORIES } from "./shape.ts";

/** What stands for a missing value. */
export type Imputation<V> = "median" | "mean" | "most-frequent" | { readonly value: V };

export interface ImputeOptions {
  /** Whether a second column says which values were missing; the feature then stands by itself. Default false. */
  readonly flag?: boolean;
}

export interface ClipQuantiles {
  /** Default 0.01. */
  readonly low?: number;
  /** Default 0.99. */
  readonly high?: number;
}

export interface TargetEncoding {
  /** How many rows like all the others are added to those of each category. Default 20. */
  readonly smoothing?: number;
  /** Of a text outcome: the one class that is told of. Default: one column for each. */
  readonly class?: string;
}

export interface Hashing {
  /** Columns, 2 to 4096. Default 64. */
  readonly width?: number;
  /** Words in a row, from and to; null for no words. Default: single ones. */
  readonly words?: readonly [from: number, to: number] | null;
  /** Characters in a row, from and to. Default: none. */
  readonly characters?: readonly [from: number, to: number] | null;
  /** `"tf-idf"`: columns weigh the more the fewer training rows fill them. Default `"none"`. */
  readonly weigh?: "none" | "tf-idf";
}

export interface Pooling {
  /** Categories of fewer training rows become one. Default 20. */
  readonly atLeast?: number;
  /** Categories that stay at most, the most frequent ones. Default 1000. */
  readonly most?: number;
  /** What the others are called. Default `"other"`. */
  readonly into?: string;
}

export interface Ordering {
  /** In which order categories are numbered. Default `"name"`. */
  readonly by?: "name" | "frequency";
}

const HOW: readonly unknown[] = ["median", "mean", "most-frequent"];

export function imputedNode(of: Node, how: Imputation<number | string>, { flag = false }: ImputeOptions): Node {
  const isFixed = typeof how === "object" && how !== null;
  const value = isFixed ? how.value : undefined;
  const isOfKind = of.kind === "text" ? typeof value === "string" : Number.isFinite(value);
  if (isFixed ? !isOfKind : !HOW.includes(how) || (of.kind === "text" && how !== "most-frequent"))
    throw expressionInvalid({
      method: "imputed",
      allowed: `${of.kind === "text" ? "" : '"median", "mean", '}"most-frequent" or \`{ value }\` with a ${of.kind}`,
      got: JSON.stringify(how) ?? String(how),
    });
  const chosen: Options = value === undefined ? { how: how as string } : { how: "value", value };
  return fittedNode("impute", of, { ...chosen, flag });
}

export function clipQuantilesNode(of: Node, { low = 0.01, high = 0.99 }: ClipQuantiles): Node {
  if (!(low >= 0 && low < high && high <= 1))
    throw expressionInvalid({
      method: "clippedToQuantiles",
      allowed: "two shares, 0 ≤ low < high ≤ 1",
      got: `${low} and ${high}`,
    });
  return fittedNode("clip-quantiles", of, { low, high });
}

export function standardisedNode(of: Node): Node {
  return fittedNode("standardise", of, {});
}

export function targetEncodedNode(of: Node, outcome: string, { smoothing = 20, class: name }: TargetEncoding): Node {
  if (typeof outcome !== "string" || outcome === "")
    throw expressionInvalid({ method: "targetEncoded", allowed: "the name of an outcome", got: String(outcome) });
  if (finiteNumber("targetEncoded", smoothing) < 0)
    throw expressionInvalid({ method: "targetEncoded", allowed: "a smoothing from 0", got: String(smoothing) });
  return fittedNode("target-encoding", of, { outcome, smoothing, ...(name === undefined ? {} : { class: name }) });
}

export function hashedNode(of: Node, { width = 64, words = [1, 1], characters = null, weigh = "none" }: Hashing): Node {
  if (!Number.isSafeInteger(width) || width < 2 || width > MOST_COLUMNS)
    throw expressionInvalid({ method: "hashed", allowed: `a width from 2 to ${MOST_COLUMNS}`, got: String(width) });
  if (words === null && characters === null)
    throw expressionInvalid({ method: "hashed", allowed: "words or characters", got: "neither" });
  for (const span of [words, characters]) requireSpan(span);
  if (weigh !== "none" && weigh !== "tf-idf")
    throw expressionInvalid({ method: "hashed", allowed: 'to weigh by "none" or "tf-idf"', got: String(weigh) });
  return fittedNode("hash-text", of, { width, words, characters, weigh });
}

/** Runs of at most so many pieces. */
const LONGEST = 10;

function requireSpan(span: readonly [number, number] | null): void {
  if (span === null) return;
  const [from, to] = span;
  if (span.length !== 2 || ![from, to].every(Number.isSafeInteger) || from < 1 || to < from || to > LONGEST)
    throw expressionInvalid({
      method: "hashed",
      allowed: `runs [from, to], 1 ≤ from ≤ to ≤ ${LONGEST}`,
      got: JSON.stringify(span),
    });
}

export function pooledNode(of: Node, { atLeast = 20, most = 1000, into = "other" }: Pooling): Node {
  requireCount("atLeast", atLeast, Number.MAX_SAFE_INTEGER);
  requireCount("most", most, MOST_CATEGORIES);
  if (typeof into !== "string")
    throw expressionInvalid({ method: "pooled", allowed: "`into`: text", got: String(into) });
  return fittedNode("pool", of, { atLeast, most, into });
}

function requireCount(option: string, count: number, most: number): void {
  if (!Number.isSafeInteger(count) || count < 1 || count > most)
    throw expressionInvalid({
      method: "pooled",
      allowed: `\`${option}\`: a whole number from 1 to ${most}`,
      got: String(count),
    });
}

export function ordinalNode(of: Node, { by = "name" }: Ordering): Node {
  if (by !== "name" && by !== "frequency")
    throw expressionInvalid({ method: "ordinal", allowed: '`by`: "name" or "frequency"', got: String(by) });
  return fittedNode("ordinal", of, { by });
}

/** The kind of what comes out; `imputed` and `pooled` keep that of what goes in. */
const GIVES: Readonly<Record<string, "number" | "text">> = {
  "clip-quantiles": "number",
  "hash-text": "number",
  ordinal: "number",
  pool: "text",
  standardise: "number",
  "target-encoding": "number",
};

function fittedNode(transform: string, of: Node, options: Options): FittedNode {
  return Object.freeze({
    op: "fitted",
    kind: GIVES[transform] ?? of.kind,
    transform,
    of,
    options: Object.freeze(options),
  });
}

/** A fitted node of these very options, as a system file would declare it. Throws `features.expression-invalid`. */
export function redeclared(transform: string, of: Node, options: Options): Node {
  const given: Readonly<Record<string, unknown>> = options;
  switch (transform) {
    case "impute":
      return imputedNode(of, (given.how === "value" ? { value: given.value } : given.how) as Imputation<number>, given);
    case "clip-quantiles":
      return clipQuantilesNode(of, given);
    case "standardise":
      return standardisedNode(of);
    case "target-encoding":
      return targetEncodedNode(of, given.outcome as string, given);
    case "hash-text":
      return hashedNode(of, given);
    case "pool":
      return pooledNode(of, given);
    case "ordinal":
      return ordinalNode(of, given);
    default:
      throw expressionInvalid({ method: "a fitted transform", allowed: "a known one", got: transform });
  }
}
