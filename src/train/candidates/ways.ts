import type { HitOrMiss } from "../../objective/index.ts";
import { type Extract, type SettledLabels, settleLabels } from "../../policy/index.ts";
import { type AnsweringSystem, isAnswering, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { judgeAnswers } from "../answers/judge-answers.ts";
import { priceFlags, raceSets, trueFlags } from "../answers/labels-race.ts";
import type { AnswerWork } from "../answers/race.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
import { wordExtract } from "../report/wording.ts";
import { byOwnThresholds } from "./own-thresholds.ts";
import type { WayWorth } from "./result.ts";

/** With the money of each judged row. */
export interface EarnedWay extends WayWorth {
  readonly money: Float64Array;
}

/** What a candidate said of the judged rows. */
export interface Said {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly rows: Int32Array;
  readonly outputs: Float64Array;
  readonly classes: readonly string[];
}

/** What the answers come to in money: of labels by every way to choose how many are given. None for a system that acts. */
export function waysOf(said: Said): readonly EarnedWay[] {
  const { system, dataset, rows, outputs, classes } = said;
  if (!isAnswering(system)) return [];
  const work: AnswerWork = { system, dataset, rows, model: { outputs, classes }, champion: null };
  if (system.policy.policy === "pick-labels") return labelWays(said, work, system);
  return [earned("", judgeAnswers(work, 0).race.standings.model)];
}

function earned(way: string, { perDecision, money }: Omit<EarnedWay, "way">): EarnedWay {
  return { way, perDecision, money };
}

function labelWays({ plan }: Said, work: AnswerWork, system: AnsweringSystem): readonly EarnedWay[] {
  const labels = targetsOf(system);
  const payoff = system.objective.payoff as HitOrMiss;
  const tops = labels.slice(0, 2).map((_, i): Extract => ({ top: i + 1 }));
  const declared: readonly Extract[] = ["expected-value", { threshold: 0.5 }, ...tops];
  const settled = declared.map((extract): readonly [string, SettledLabels] => [
    wordExtract(extract),
    settleLabels({ policy: "pick-labels", head: "", extract }, labels, payoff),
  ]);
  const plain = settled.map(([way, policy]) => earned(way, raceSets(work, policy).standings.model));
  const own = byOwnThresholds(payoff, {
    labels,
    outputs: work.model?.outputs ?? new Float64Array(0),
    truth: trueFlags(work),
    ends: endsOf(plan),
  });
  if (own === undefined) return plain;
  return [...plain, earned("by a threshold of each label's own", priceFlags(work, own))];
}

/** Judged part → the judged rows up to which it reaches. */
function endsOf({ fits, judged }: FitPlan): readonly number[] {
  let end = 0;
  return judged.map((fit) => {
    end += fits[fit]?.score.length ?? 0;
    return end;
  });
}
