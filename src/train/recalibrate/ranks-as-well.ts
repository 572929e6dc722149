import { isInsufficient } from "../../kernel/index.ts";
import type { HeldOut } from "../../learn/index.ts";
import type { Estimate, Estimated } from "../../stats/index.ts";
import { run } from "../judge/metric-kernel.ts";
import type { WhyNot } from "./errors.ts";

/** Of what it told apart better than chance does, a head that is only off by its calibration still tells so much. */
const KEEPS = 0.8;

/** What is asked of a head. */
export interface RankCase {
  /** Rows that it had not seen, with what it said of them. */
  readonly held: HeldOut;
  /** Of each of them, which rows belong together. */
  readonly clusters: Int32Array;
  /** The ROC-AUC that it was registered with. */
  readonly promised: Estimated | undefined;
}

/**
 * Why a new map is not enough: no map of its probabilities can mend an order that is wrong. Undefined where the head surely (95 %)
 * keeps four fifths of what it told apart better than chance when it was judged.
 */
export function ranksWorse({ held, clusters, promised }: RankCase): WhyNot | undefined {
  if (promised === undefined || isInsufficient(promised))
    return { reason: "order-unknown", why: "how well it told cases apart was not kept with it" };
  const predictions = { scores: held.scores, labels: held.label, weights: held.weights, clusters };
  const [now] = run({ names: ["roc-auc"], predictions }) as readonly [Estimated];
  if (isInsufficient(now))
    return { reason: "order-uncertain", why: "how well it tells apart what came since cannot be told" };
  const margin = now.value - 0.5 - KEEPS * (promised.value - 0.5);
  const doubt = Math.hypot(now.value - now.low, KEEPS * (promised.high - promised.value));
  if (margin >= doubt) return undefined;
  const words = `ROC-AUC ${word(now)} on what came since, ${word(promised)} when it was judged`;
  const isLost = margin + Math.hypot(now.high - now.value, KEEPS * (promised.value - promised.low)) < 0;
  return isLost
    ? { reason: "order-lost", why: `it tells cases apart less well than it did (${words}), which no calibration mends` }
    : {
        reason: "order-uncertain",
        why: `whether it still tells cases apart as it did cannot be told from so few rows (${words})`,
      };
}

function word({ value, low, high }: Estimate): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
