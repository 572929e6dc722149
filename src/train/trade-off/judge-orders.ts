import type { Standing } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { Goal } from "../../learn/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type BlendHead, isAnswering, type SystemDefinition } from "../../system/index.ts";
import { judgeAnswers } from "../answers/judge-answers.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
import { leadOf, moneyEntry } from "../search/lead.ts";
import { decoupledScores, servingWeights, spreadsOf } from "./decoupled.ts";
import type { OrderWorth, TradedGoal, TradeOffResult, TradePoint } from "./result.ts";
import { type Outcomes, outcomesOn, type Stage, shownGain, shownMean, stageOf } from "./shown.ts";
import type { Trained } from "./tried.ts";
import type { WeightPoint } from "./weights.ts";

/** What orders are judged with. */
export interface Judging {
  readonly system: SystemDefinition;
  /** Of the head. */
  readonly name: string;
  readonly head: BlendHead;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  readonly goals: readonly Goal[];
}

interface Trainings {
  /** One for each setting of the weights. */
  readonly blended: readonly Trained[];
  /** One for each goal. */
  readonly alone: Readonly<Record<string, Trained>>;
}

/** What each setting of the weights comes to on the judged rows, in one score and in a head for each goal. */
export function judgeOrders(
  judging: Judging,
  points: readonly WeightPoint[],
  { blended, alone }: Trainings,
): Pick<TradeOffResult, "rows" | "shown" | "goals" | "points" | "lead" | "heads"> {
  const { system, dataset, rows, goals } = judging;
  const bench: Bench = {
    judging,
    stage: stageOf(system, dataset, rows),
    truths: Object.fromEntries(goals.map(({ name }) => [name, outcomesOn(dataset, name, rows)])),
  };
  const spreads = spreadsOf(dataset, goals);
  const outputs = Object.fromEntries(Object.entries(alone).map(([goal, { scores }]) => [goal, scores]));
  const entity = rows.map((row) => dataset.entity[row] as number);
  const earning = blended.flatMap(({ scores }, candidate) => {
    const found = standingOf(judging, scores);
    return found === null ? [] : [moneyEntry({ candidate, way: "" }, found.money, entity)];
  });
  return {
    lead: leadOf("money", earning),
    rows: rows.length,
    shown: bench.stage.words,
    goals: goals.map((goal) => tradedGoal(bench, goal)),
    heads: Object.fromEntries(Object.entries(alone).map(([goal, { took }]) => [goal, took])),
    points: points.map((point, i) => {
      const serving = servingWeights(point.weights, spreads);
      return pointOf(bench, point, {
        blended: known(blended[i], "a trained setting"),
        combined: decoupledScores(outputs, serving),
        serving,
      });
    }),
  };
}

interface Bench {
  readonly judging: Judging;
  readonly stage: Stage;
  readonly truths: Readonly<Record<string, Outcomes>>;
}

function tradedGoal({ judging, truths }: Bench, { name, loss }: Goal): TradedGoal {
  const of = known(truths[name], "a goal's outcomes");
  const kind = judging.system.outcomes[name]?.kind === "flag" ? "flag" : "number";
  return { name, kind, loss, everywhere: shownMean(of, new Uint8Array(of.truth.length).fill(1)) };
}

interface Scored {
  readonly blended: Trained;
  readonly combined: Float64Array;
  readonly serving: TradePoint["weights"];
}

function pointOf(bench: Bench, point: WeightPoint, { blended, combined, serving }: Scored): TradePoint {
  const { stage, truths } = bench;
  const [mine, theirs] = [stage.pick(blended.scores), stage.pick(combined)];
  return {
    ...point,
    blended: { ...worthOf(bench, blended.scores, mine), retraining: blended.took },
    decoupled: { ...worthOf(bench, combined, theirs), retraining: 0, weights: serving },
    gain: perGoal(truths, (of) => shownGain(of, mine, theirs)),
  };
}

function worthOf({ judging, truths }: Bench, scores: Float64Array, picked: Uint8Array): OrderWorth {
  const money = standingOf(judging, scores)?.perDecision ?? null;
  return { goals: perGoal(truths, (of) => shownMean(of, picked)), money };
}

function perGoal(truths: Bench["truths"], of: (outcomes: Outcomes) => Estimated): Readonly<Record<string, Estimated>> {
  return Object.fromEntries(Object.entries(truths).map(([goal, outcomes]) => [goal, of(outcomes)]));
}

/** What the orders of a system that ranks come to under its objective. */
function standingOf({ system, dataset, rows }: Judging, scores: Float64Array): Standing | null {
  if (!isAnswering(system) || system.policy.policy !== "rank-by") return null;
  const work = { system, dataset, rows, model: { outputs: scores, classes: [] }, champion: null };
  return judgeAnswers(work, 0).race.standings.model;
}
