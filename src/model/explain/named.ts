import { cellIn, type Row } from "../../data/index.ts";
import { calibrateOutputs } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import type { Contribution, Explanation, RawExplanation } from "./explanation.ts";

/** What was found out, and what becomes of raw scores; `link` may write over what it is given. */
interface Linked extends RawExplanation {
  readonly link: (raw: Float64Array) => Float64Array;
}

/** The explanation of a model that has one raw score per output, with its features by name. */
export function named(model: Model, row: Row, { expected, score, adds, against, link }: Linked): Explanation {
  const { features } = model.signature;
  const contributions = features.map(({ name }, slot): Contribution => {
    const own = Array.from(expected, (_, k) => adds[k * features.length + slot] as number);
    return { feature: name, value: cellIn(row, name), adds: own };
  });
  return {
    kind: "explanation",
    expected: [...expected],
    score: [...score],
    contributions: sorted(contributions),
    against,
    toOutputs: (raw) => calibrateOutputs(model, link(Float64Array.from(raw))),
    behind: (output) => [output],
  };
}

/** The largest sum of |adds| first. */
export function sorted(contributions: readonly Contribution[]): readonly Contribution[] {
  return [...contributions].sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ adds }: Contribution): number {
  return adds.reduce((sum, add) => sum + Math.abs(add), 0);
}
