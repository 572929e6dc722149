import type { TreesLink } from "../../../model/index.ts";
import { type Labelled, type LabelRule, type Loss, meanOver } from "./loss.ts";

/** A loss of one score and one label. */
export interface Pointwise {
  readonly link: TreesLink;
  readonly labels?: LabelRule;
  readonly quantile?: number;
  base(data: Labelled): number;
  value(score: number, label: number): number;
  gradient(score: number, label: number): number;
  /** Not negative. */
  hessian(score: number, label: number): number;
}

/** Applies it to every row. */
export function pointwise(of: Pointwise): Loss {
  const { link, labels, quantile } = of;
  return {
    outputs: 1,
    link,
    ...(labels === undefined ? {} : { labels }),
    ...(quantile === undefined ? {} : { quantile }),
    base: (data) => [of.base(data)],
    mean: (data, scores) => meanOver(data, (row) => of.value(scores[row] as number, data.label[row] as number)),
    derive({ rows, label, weights }, { scores, pairs }) {
      for (let row = 0; row < rows; row++) {
        const score = scores[row] as number;
        const truth = label[row] as number;
        const weight = weights[row] as number;
        pairs[row * 2] = weight * of.gradient(score, truth);
        pairs[row * 2 + 1] = weight * of.hessian(score, truth);
      }
    },
  };
}
