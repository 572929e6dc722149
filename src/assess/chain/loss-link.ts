import { isInsufficient } from "../../kernel/index.ts";
import type { Objective } from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { wordGain } from "../words.ts";
import { type ChainLink, open, proven, refuted } from "./chain-link.ts";

/** What minimising a loss gains over the declared rule. */
export interface LossCase {
  /** `gbdt minimises log loss, and a threshold in money turns its probabilities into actions`. */
  readonly bridge: string;
  readonly objective: Objective;
  /** Gain per decision over the rule; null where nothing was fitted. */
  readonly gain: Estimated | null;
  /** The same at the ends of what is assumed of acting. */
  readonly atEnds: readonly Estimated[];
}

const MORE = "More judged rows, features that tell more, or both.";

/** That a lower loss earns more than the declared rule: by what was earned on unseen rows, at both ends of what is assumed. */
export function lossLink({ bridge, objective, gain, atEnds }: LossCase): ChainLink {
  const link = "loss";
  const sentence = `${bridge}, which earns more than the declared rule.`;
  if (!objective.stated)
    return open({
      link,
      sentence,
      because: "What is earned is not known: the objective is unstated.",
      proof: "State the objective.",
    });
  if (gain === null || isInsufficient(gain))
    return open({ link, sentence, because: "That it does is not shown: there is no figure for it.", proof: MORE });
  const earned = `On unseen rows it earns ${wordGain(gain, objective.currency)} over the rule`;
  if (gain.high < 0) return refuted({ link, sentence, because: `${earned}.` });
  const low = [gain, ...atEnds].every((one) => !isInsufficient(one) && one.low > 0);
  const ends =
    atEnds.length === 0
      ? ""
      : low
        ? ", and gains at both ends of what is assumed of acting"
        : ", but not surely at both ends of what is assumed of acting";
  if (low) return proven({ link, sentence, because: `${earned}${ends}.` });
  const isClear = gain.low > 0;
  const because = isClear ? `${earned}${ends}.` : `${earned}: that is not shown.`;
  return open({ link, sentence, because, proof: isClear ? "An experiment that measures what acting achieves." : MORE });
}
