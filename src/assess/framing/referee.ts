import { competitor, type Decisions, moneyPerRow } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import {
  type ByAnswer,
  type PerUnit,
  priceLabel,
  priceValue,
  type RightOrWrong,
  stakesOf,
} from "../../objective/index.ts";
import { type AnsweringSystem, isActing, type SystemDefinition } from "../../system/index.ts";
import { capacityOf, type Dataset, judgedOf, raceAnswers, ruleScores } from "../../train/index.ts";
import { decisionsOf } from "../answers/answer-worth.ts";
import type { Answers, Places } from "./answers.ts";
import type { Bench } from "./bench.ts";
import { rowsByDecision } from "./framed.ts";

/** Prices answers under the declared objective, on the decisions that every framing answers. */
export interface Referee {
  readonly places: Places;
  readonly decisions: Decisions;
  /** Money of each decision. */
  price(answers: Answers): Float64Array;
  /** The same of the declared rule. */
  readonly rule: Float64Array;
}

/** The referee of the judged decisions that all framings have in common. `isCommon` says so of a decision. */
export function refereeFor(bench: Bench, isCommon: (decision: number) => boolean): Referee {
  const { framed, plan } = bench;
  const rowsOf = rowsByDecision(framed);
  const judged = plan.judged.flatMap((fit) => Array.from(known(plan.fits[fit], "a planned fit").score));
  const decided = [...new Set(judged.map((row) => framed.decision[row] as number))].filter(isCommon);
  const rows = Int32Array.from(decided.flatMap((decision) => rowsOf.get(decision) ?? []));
  const places = new Map(decided.map((decision, place) => [decision, place]));
  const priced = { bench, rows };
  return { places, decisions: decisionsOf(framed.dataset, rows), ...pricesOf(priced) };
}

interface Priced {
  readonly bench: Bench;
  /** Rows of the judged decisions: one each, or all of their lists. */
  readonly rows: Int32Array;
}

function pricesOf({ bench, rows }: Priced): Pick<Referee, "price" | "rule"> {
  const { system, framed } = bench;
  if (isActing(system)) return actPrices(system, framed.dataset, { bench, rows });
  const work = { system: system as AnsweringSystem, dataset: framed.dataset, rows, model: null, champion: null };
  const rule = raceAnswers(work).standings.rule.money;
  const { payoff } = system.objective;
  const { values, classes } = bench.label;
  const truth = rows.map((row) => row);
  return {
    rule,
    price: (answers) => {
      if (answers.kind === "value")
        return Float64Array.from(truth, (row, i) =>
          priceValue(payoff as PerUnit, answers.values[i] as number, values[row] as number),
        );
      if (answers.kind === "label")
        return Float64Array.from(truth, (row, i) =>
          priceLabel(
            payoff as RightOrWrong | ByAnswer,
            answers.labels[i] ?? null,
            classes[values[row] as number] ?? "",
          ),
        );
      if (answers.kind !== "order") return new Float64Array(0);
      const outputs = Float64Array.from(rows, (row) => answers.scores[framed.row[row] as number] as number);
      return raceAnswers({ ...work, model: { outputs, classes: [] } }).standings.model.money;
    },
  };
}

/** Everybody acts under the same capacity. */
function actPrices(
  system: SystemDefinition,
  dataset: Dataset,
  { bench, rows }: Priced,
): Pick<Referee, "price" | "rule"> {
  const judged = judgedOf(dataset, bench.label.values, rows);
  const stakes = stakesOf(system.objective);
  const terms = { capacity: capacityOf(system) };
  const earned = (score: Float64Array, threshold: number): Float64Array =>
    moneyPerRow(judged, stakes, competitor(judged, { name: "framing", score, threshold }, terms));
  return {
    rule: earned(ruleScores(dataset, rows), 1),
    price: (answers) => (answers.kind === "act" ? earned(answers.score, answers.threshold) : new Float64Array(0)),
  };
}
