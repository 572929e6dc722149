import { cell, column } from "../../data/index.ts";
import { known, rng } from "../../kernel/index.ts";
import {
  answersOf,
  type ByAnswer,
  expectedByAnswer,
  parentOf,
  priceLabel,
  type RightOrWrong,
} from "../../objective/index.ts";
import { chooseLabel, drawLabel, labelShares, type SettledLabel, UNSEEN, withResidual } from "../../policy/index.ts";
import { targetsOf } from "../../system/index.ts";
import { decisionsOf } from "../judge/candidate.ts";
import { type AnswerFact, type AnswerRace, type AnswerWork, type Priced, type RowOutputs, runRace } from "./race.ts";

type LabelAnswers = readonly (string | null)[];

/** Runs a race of labels. The constant is the one label that would have been worth most for everybody. */
export function raceLabels(work: AnswerWork, settled: SettledLabel): AnswerRace {
  const { dataset, rows, model, champion } = work;
  const truth = truthOf(work);
  const price = (answers: LabelAnswers): Priced => priceAll(settled.payoff, answers, truth);
  const rule = price(ruleOf(work));
  const always = bestAlways(settled.payoff, truth, known(dataset.labels[target(work)], "the label").classes);
  return {
    settled,
    standings: runRace(decisionsOf(dataset, rows), {
      rule,
      model: model === null ? rule : price(choose(settled, model)),
      constant: { name: `always “${always}”`, ...price(truth.map(() => always)) },
      champion: champion === null ? null : price(choose(champion.settled as SettledLabel, champion)),
    }),
  };
}

/**
 * Settles what Thompson sampling believes of each answer: what it brought on the judged rows beyond what was expected of it.
 * Every row tells of every answer, because its true label prices them all.
 */
export function settleLabel(work: AnswerWork, settled: SettledLabel): SettledLabel {
  const { model } = work;
  if (settled.explore?.explore !== "thompson" || model === null) return settled;
  const { payoff } = settled;
  const [answers, truth] = [answersOf(payoff, model.classes), truthOf(work)];
  const width = model.classes.length;
  const expectedOf = expectedByAnswer(payoff, model.classes);
  const seen = answers.map(() => UNSEEN);
  truth.forEach((label, row) => {
    const expected = expectedOf(model.outputs.subarray(row * width, (row + 1) * width));
    for (const [i, answer] of answers.entries())
      seen[i] = withResidual(seen[i] ?? UNSEEN, priceLabel(payoff, answer, label) - (expected[i] as number));
  });
  return { ...settled, posteriors: Object.fromEntries(answers.map((answer, i) => [answer, seen[i] ?? UNSEEN])) };
}

function target({ system }: AnswerWork): string {
  return known(targetsOf(system)[0], "the outcome of a label");
}

/** The true label of every judged row. */
export function truthOf(work: Pick<AnswerWork, "system" | "dataset" | "rows">): readonly string[] {
  const name = known(targetsOf(work.system)[0], "the outcome of a label");
  const { values, classes } = known(work.dataset.labels[name], "the label");
  return Array.from(work.rows, (row) => classes[values[row] as number] as string);
}

/** What a head's probabilities are answered with, row by row; where the policy explores, as chance has it. */
export function choose(settled: SettledLabel, { outputs, classes }: RowOutputs): readonly string[] {
  const width = classes.length;
  const chosen = chooseLabel(settled, classes);
  const shares = settled.explore === undefined ? undefined : labelShares(settled, classes);
  const draws = rng({ seed: 0, purpose: "judge.explore" });
  return Array.from({ length: outputs.length / width }, (_, i) => {
    const row = outputs.subarray(i * width, (i + 1) * width);
    const drawn = shares === undefined ? undefined : drawLabel(shares(row), draws.at(i));
    return drawn?.answer ?? chosen(row).answer;
  });
}

function ruleOf({ dataset, rows }: AnswerWork): LabelAnswers {
  const answers = column(dataset.ruleAnswers, "rule");
  return Array.from(rows, (row) => cell(answers, row) as string | null);
}

function priceAll(payoff: SettledLabel["payoff"], answers: LabelAnswers, truth: readonly string[]): Priced {
  const money = Float64Array.from(truth, (label, i) => priceLabel(payoff, answers[i] as string | null, label));
  const share = (isCounted: (answer: string | null, label: string) => boolean): number | null =>
    truth.length === 0
      ? null
      : truth.filter((label, i) => isCounted(answers[i] as string | null, label)).length / truth.length;
  const right: AnswerFact = { name: "Right", value: share((answer, label) => answer === label), unit: "percent" };
  if (truth.every((label) => parentOf(label) === "")) return { money, facts: [right] };
  const isNear = (answer: string | null, label: string): boolean =>
    answer !== null && parentOf(answer) === parentOf(label);
  return { money, facts: [right, { name: "Right branch", value: share(isNear), unit: "percent" }] };
}

/** The label that would have come to most, given to everybody. */
function bestAlways(payoff: RightOrWrong | ByAnswer, truth: readonly string[], classes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  let best = { answer: "", money: -Infinity };
  for (const answer of answersOf(payoff, classes)) {
    let money = 0;
    for (const [label, count] of counts) money += count * priceLabel(payoff, answer, label);
    if (money > best.money) best = { answer, money };
  }
  return best.answer;
}
