import { type Labelled, type Loss, meanLabel } from "./loss.ts";
import { pointwise } from "./pointwise.ts";
import { weightedQuantile } from "./quantile.ts";

const quantileOf = ({ label, weights }: Labelled, level: number): number => weightedQuantile(label, weights, level);

/** The absolute error: predicts a median. Its gradient says only which way, so leaves take the median of what is left. */
export function absoluteLoss(): Loss {
  return pointwise({
    link: "identity",
    quantile: 0.5,
    base: (data) => quantileOf(data, 0.5),
    value: (score, label) => Math.abs(score - label),
    gradient: (score, label) => Math.sign(score - label),
    hessian: () => 1,
  });
}

/** The pinball loss: predicts the quantile `alpha` (Koenker and Bassett, 1978). */
export function quantileLoss(alpha: number): Loss {
  return pointwise({
    link: "identity",
    quantile: alpha,
    base: (data) => quantileOf(data, alpha),
    value: (score, label) => Math.max(alpha * (label - score), (alpha - 1) * (label - score)),
    gradient: (score, label) => (score >= label ? 1 - alpha : -alpha),
    hessian: () => 1,
  });
}

/** Squared up to `alpha`, absolute beyond (Huber, 1964). */
export function huberLoss(alpha: number): Loss {
  return pointwise({
    link: "identity",
    base: meanLabel,
    value(score, label) {
      const off = Math.abs(score - label);
      return off <= alpha ? off ** 2 / 2 : alpha * (off - alpha / 2);
    },
    gradient: (score, label) => Math.max(-alpha, Math.min(alpha, score - label)),
    hessian: () => 1,
  });
}

/** c² (|x| / c - ln(1 + |x| / c)): nearly absolute, and smooth (Fair, 1974). */
export function fairLoss(c: number): Loss {
  return pointwise({
    link: "identity",
    base: (data) => quantileOf(data, 0.5),
    value(score, label) {
      const share = Math.abs(score - label) / c;
      return c * c * (share - Math.log1p(share));
    },
    gradient: (score, label) => (c * (score - label)) / (Math.abs(score - label) + c),
    hessian: (score, label) => (c / (Math.abs(score - label) + c)) ** 2,
  });
}
