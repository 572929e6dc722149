import { column, numbers } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import { bestQuantile, type PerUnit, priceValue } from "../../objective/index.ts";
import { chooseValue, type PickValue, type SettledValue, settleValue } from "../../policy/index.ts";
import { formatNumber } from "../../report/index.ts";
import { targetsOf } from "../../system/index.ts";
import { decisionsOf } from "../judge/candidate.ts";
import { type AnswerRace, type AnswerWork, meanOf, type Priced, runRace } from "./race.ts";

/** Settles a value policy on the residuals of the judged rows. */
export function settleOn(work: AnswerWork, declared: PickValue): SettledValue {
  const truth = trueValues(work);
  const residuals = truth.map((value, i) => value - (work.model?.outputs[i] ?? Number.NaN));
  return settleValue(declared, work.system.objective.payoff as PerUnit, residuals);
}

/** Runs a race of values. The constant is the one number that would have lost least. */
export function raceValues(work: AnswerWork, settled: SettledValue): AnswerRace {
  const { system, dataset, rows, model, champion } = work;
  const payoff = system.objective.payoff as PerUnit;
  const truth = trueValues(work);
  const price = (answers: Float64Array): Priced => priceAll(payoff, answers, truth);
  const rule = price(ruleValues(work));
  const constant = bestConstant(payoff, truth);
  return {
    settled,
    standings: runRace(decisionsOf(dataset, rows), {
      rule,
      model: model === null ? rule : price(chosenValues(settled, model.outputs)),
      constant: { name: `always ${formatNumber(constant, "number")}`, ...price(truth.map(() => constant)) },
      champion: champion === null ? null : price(chosenValues(champion.settled as SettledValue, champion.outputs)),
    }),
  };
}

/** The true value of every judged row. */
export function trueValues({ system, dataset, rows }: Pick<AnswerWork, "system" | "dataset" | "rows">): Float64Array {
  const { values } = known(dataset.labels[targetsOf(system)[0] ?? ""], "the value");
  return Float64Array.from(rows, (row) => values[row] as number);
}

/** What a head's predictions are answered with. */
export function chosenValues(settled: SettledValue, outputs: Float64Array): Float64Array {
  return outputs.map((prediction) => chooseValue(settled, prediction));
}

/** The rule's values; where it has none, the mean of those that it has. */
function ruleValues({ dataset, rows }: AnswerWork): Float64Array {
  const all = numbers(dataset.ruleAnswers, column(dataset.ruleAnswers, "rule").name);
  const values = Float64Array.from(rows, (row) => all[row] as number);
  const mean = meanOf(values.filter((value) => !Number.isNaN(value))) ?? 0;
  return values.map((value) => (Number.isNaN(value) ? mean : value));
}

function priceAll(payoff: PerUnit, answers: Float64Array, truth: Float64Array): Priced {
  const money = truth.map((value, i) => priceValue(payoff, answers[i] as number, value));
  const errors = truth.map((value, i) => (answers[i] as number) - value);
  return {
    money,
    facts: [
      { name: "Off by, on average", value: meanOf(errors.map(Math.abs)), unit: "number" },
      { name: "Too high", value: meanOf(errors.map((error) => (error > 0 ? 1 : 0))), unit: "percent" },
    ],
  };
}

function bestConstant(payoff: PerUnit, truth: Float64Array): number {
  const sorted = truth.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(bestQuantile(payoff) * sorted.length) - 1))] ?? 0;
}
