import { column } from "../../data/index.ts";
import { type Standing, standing } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { type HitOrMiss, labelPayoff, priceOneLabel } from "../../objective/index.ts";
import { chooseLabels, type SettledLabels } from "../../policy/index.ts";
import { targetsOf } from "../../system/index.ts";
import { truths } from "../dataset/dataset.ts";
import { decisionsOf } from "../judge/candidate.ts";
import { type AnswerRace, type AnswerWork, type Priced, type RowOutputs, runRace } from "./race.ts";

/** For every label in order, 1 where it is given or true, by judged row. */
export type LabelFlags = readonly Float64Array[];

/** Runs a race of sets of labels. The constant gives everybody the labels that are worth giving to everybody. */
export function raceSets(work: AnswerWork, settled: SettledLabels): AnswerRace {
  const { system, dataset, rows, model, champion } = work;
  const labels = targetsOf(system);
  const payoff = system.objective.payoff as HitOrMiss;
  const truth = trueFlags(work);
  const price = (given: LabelFlags): Priced => priceAll({ payoff, labels, truth }, given);
  const rule = price(labels.map((label) => pick(truths(column(dataset.ruleAnswers, label)), rows)));
  const always = bestAlways({ payoff, labels, truth });
  const named = labels.filter((_, place) => always[place]?.[0] === 1);
  return {
    settled,
    standings: runRace(decisionsOf(dataset, rows), {
      rule,
      model: model === null ? rule : price(givenFlags(settled, labels, model)),
      constant: { name: named.length === 0 ? "no label at all" : `always ${named.join(" and ")}`, ...price(always) },
      champion: champion === null ? null : price(givenFlags(champion.settled as SettledLabels, labels, champion)),
    }),
  };
}

/** Which labels are true of the judged rows. */
export function trueFlags({ system, dataset, rows }: Pick<AnswerWork, "system" | "dataset" | "rows">): LabelFlags {
  return targetsOf(system).map((name) => pick(known(dataset.labels[name], `label ${name}`).values, rows));
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] as number);
}

/** Which labels a head's probabilities are answered with. */
export function givenFlags(settled: SettledLabels, labels: readonly string[], head: RowOutputs): LabelFlags {
  const width = head.classes.length;
  const rows = head.outputs.length / width;
  const flags = labels.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++)
    for (const label of chooseLabels(settled, head.classes, head.outputs.subarray(row * width, (row + 1) * width))) {
      const of = flags[labels.indexOf(label)];
      if (of !== undefined) of[row] = 1;
    }
  return flags;
}

/** What labels that were given in some other way come to for each decision. */
export function priceFlags(work: Pick<AnswerWork, "system" | "dataset" | "rows">, given: LabelFlags): Standing {
  const { system, dataset, rows } = work;
  const payoff = system.objective.payoff as HitOrMiss;
  const { money } = priceAll({ payoff, labels: targetsOf(system), truth: trueFlags(work) }, given);
  return standing(decisionsOf(dataset, rows), "given", money);
}

interface Terms {
  readonly payoff: HitOrMiss;
  readonly labels: readonly string[];
  readonly truth: LabelFlags;
}

function priceAll({ payoff, labels, truth }: Terms, given: LabelFlags): Priced {
  const rows = truth[0]?.length ?? 0;
  const money = new Float64Array(rows);
  let [gave, hit, wanted] = [0, 0, 0];
  labels.forEach((label, place) => {
    const prices = labelPayoff(payoff, label);
    for (let row = 0; row < rows; row++) {
      const [isGiven, isTrue] = [given[place]?.[row] === 1, truth[place]?.[row] === 1];
      money[row] = (money[row] as number) + priceOneLabel(prices, isGiven, isTrue);
      gave += isGiven ? 1 : 0;
      wanted += isTrue ? 1 : 0;
      hit += isGiven && isTrue ? 1 : 0;
    }
  });
  const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    money,
    facts: [
      { name: "Labels given", value: ratio(gave, rows), unit: "number" },
      { name: "Of these true", value: ratio(hit, gave), unit: "percent" },
      { name: "True ones found", value: ratio(hit, wanted), unit: "percent" },
    ],
  };
}

/** Each label for everybody or for nobody, whichever would have come to more. */
function bestAlways({ payoff, labels, truth }: Terms): LabelFlags {
  return labels.map((label, place) => {
    const prices = labelPayoff(payoff, label);
    const column = truth[place] as Float64Array;
    const yes = column.reduce((sum, value) => sum + value, 0);
    const total = (isGiven: boolean): number =>
      yes * priceOneLabel(prices, isGiven, true) + (column.length - yes) * priceOneLabel(prices, isGiven, false);
    return new Float64Array(column.length).fill(total(true) > total(false) ? 1 : 0);
  });
}
