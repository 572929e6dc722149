import { type GateCase, type GateResult, gate, netOfWaiting } from "../../evaluate/index.ts";
import type { ByAnswer, HitOrMiss, RightOrWrong } from "../../objective/index.ts";
import { settleLabels, settleRanking } from "../../policy/index.ts";
import { formatNumber } from "../../report/index.ts";
import { targetsOf } from "../../system/index.ts";
import { raceLabels, settleLabel } from "./label-race.ts";
import { raceSets } from "./labels-race.ts";
import type { AnswerRace, AnswerWork } from "./race.ts";
import { raceOrders } from "./ranking-race.ts";
import { raceValues, settleOn } from "./value-race.ts";

/** Answers in money: the race with the policy that they would be served with, and the gate's word. */
export interface JudgedAnswers {
  readonly race: AnswerRace;
  readonly gate: GateResult;
}

/** Judges answers under the objective as it is declared now, by what else is known of them. */
export function judgeAnswers(
  work: AnswerWork,
  p99Ms: number,
  asked: Pick<GateCase, "history" | "waiting"> = {},
): JudgedAnswers {
  const { system } = work;
  const race = raceAnswers(work);
  const { standings } = race;
  return {
    race: { ...race, standings: { ...standings, over: netOfWaiting(standings.over, asked.waiting) } },
    gate: gate({
      objective: system.objective,
      rows: standings.model.money.length,
      over: standings.over,
      slices: standings.slices,
      bestGain: standings.model.money.reduce(
        (best, money, i) => Math.max(best, money - (standings.rule.money[i] as number)),
        0,
      ),
      calibrationSlope: null,
      p99Ms,
      ...asked,
      money: (value) => formatNumber(value, { currency: system.objective.currency }),
    }),
  };
}

/** The race alone. */
export function raceAnswers(work: AnswerWork): AnswerRace {
  const { policy, objective } = work.system;
  switch (policy.policy) {
    case "pick-label":
      return raceLabels(work, settleLabel(work, { ...policy, payoff: objective.payoff as RightOrWrong | ByAnswer }));
    case "pick-labels":
      return raceSets(work, settleLabels(policy, targetsOf(work.system), objective.payoff as HitOrMiss));
    case "pick-value":
      return raceValues(work, settleOn(work, policy));
    case "rank-by":
      return raceOrders(work, settleRanking(policy));
  }
}
