import { countUpTo } from "../../../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../../../records/index.ts";

/** How much decisions count where acting changes what is to be known. */
export interface UntreatedWeights {
  /** One for each decision; 0 for those that tell nothing. */
  readonly weights: Float64Array;
  /** Acted on for certain, and nobody was held back of about the same score. */
  readonly unheard: number;
}

/**
 * Weights that make decisions without acting stand for all. One that was drawn counts 1 / propensity, and so stands for those
 * that were drawn the other way. Nobody was drawn where acting was certain: there those stand in who were held back by chance,
 * whatever their score, each for its part of the decisions in the same bin of scores. Horvitz and Thompson, 1952; within bins by
 * post-stratification. `cap`: no decision counts more.
 */
export function untreatedWeights(
  decisions: readonly DecisionRecord[],
  { edges, cap }: { readonly edges: readonly number[]; readonly cap: number },
): UntreatedWeights {
  const bins = decisions.map(({ body }) => (body.score === null ? edges.length + 1 : countUpTo(edges, body.score)));
  const certain = new Float64Array(edges.length + 2);
  const held = new Float64Array(edges.length + 2);
  decisions.forEach(({ body }, i) => {
    const bin = bins[i] as number;
    if (body.acted && body.propensity >= 1) certain[bin] = (certain[bin] as number) + 1;
    if (isHeld(body)) held[bin] = (held[bin] as number) + 1;
  });
  const weights = Float64Array.from(decisions, ({ body }, i) => {
    const bin = bins[i] as number;
    if (isHeld(body)) return Math.min(cap, 1 + (certain[bin] as number) / (held[bin] as number));
    return body.acted || !(body.propensity > 0) ? 0 : Math.min(cap, 1 / body.propensity);
  });
  const unheard = certain.reduce((sum, count, bin) => (held[bin] === 0 ? sum + count : sum), 0);
  return { weights, unheard };
}

function isHeld({ purpose, acted }: DecisionBody): boolean {
  return purpose === "holdback" && !acted;
}
