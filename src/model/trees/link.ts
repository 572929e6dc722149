import { exp } from "../../kernel/index.ts";
import { sigmoid, softmax } from "../link.ts";
import type { TreesLink } from "./body.ts";

/** Every link of a forest. */
export const TREES_LINKS: readonly TreesLink[] = ["identity", "sigmoid", "softmax", "oneVsAll", "exp", "signedSquare"];

/** Turns summed scores (rows × width, row by row) into a forest's outputs, in place. */
export function applyTreesLink(link: TreesLink, scores: Float64Array, width: number): Float64Array {
  if (link === "identity") return scores;
  if (link !== "softmax" && link !== "oneVsAll") {
    const map = MAPS[link];
    for (let i = 0; i < scores.length; i++) scores[i] = map(scores[i] as number);
    return scores;
  }
  const share = link === "softmax" ? softmax : oneVsAll;
  for (let start = 0; start < scores.length; start += width) share(scores.subarray(start, start + width));
  return scores;
}

const MAPS = {
  sigmoid,
  exp,
  signedSquare: (x: number): number => x * Math.abs(x),
} as const;

/** A sigmoid each, then shared out to sum to 1; even shares where every sigmoid is 0. */
function oneVsAll(scores: Float64Array): void {
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = sigmoid(scores[k] as number);
    sum += scores[k] as number;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = sum > 0 ? (scores[k] as number) / sum : 1 / scores.length;
}
