import { isInsufficient, known } from "../../../kernel/index.ts";
import { predictionSet } from "../../../model/index.ts";
import type { PickLabel, SettledLabel } from "../../../policy/index.ts";
import {
  count,
  type KeyValues,
  keyValues,
  percent,
  type Section,
  type TableBlock,
  table,
} from "../../../report/index.ts";
import { choose, truthOf } from "../../answers/label-race.ts";
import { meanOf } from "../../answers/race.ts";
import type { AnswerFacts } from "../facts.ts";
import { metricList } from "../metric-list.ts";
import { share } from "../wording.ts";
import { believedSection } from "./believed.ts";
import { clustersOf, outputsOf, workOf } from "./work.ts";

/** So many labels are shown one by one, the commonest first; and so many as columns too. */
const MOST = 12;
const MOST_COLUMNS = 5;

/** Which labels it takes for which, and whether its probabilities can be believed. */
export function labelSections(facts: AnswerFacts): readonly Section[] {
  const head = outputsOf(facts);
  const answers = choose(facts.result.settled as SettledLabel, head);
  const truth = truthOf(workOf(facts));
  const place = new Map(head.classes.map((label, i) => [label, i]));
  const sure = answers.map((label, i) => head.outputs[i * head.classes.length + (place.get(label) ?? Number.NaN)]);
  const isClass = Int32Array.from(answers.keys()).filter((i) => sure[i] !== undefined);
  const clusters = clustersOf(facts);
  const isMatrix = new Set([...truth, ...answers]).size <= MOST_COLUMNS;
  return [
    {
      title: "Which does it take for which?",
      lead: isMatrix
        ? "Rows are what was true, columns what it answered, as shares of a row."
        : `How often each label is recognised, and what it is taken for most often. The ${MOST} commonest labels.`,
      blocks: [
        isMatrix ? confusionTable(truth, answers) : mistakesTable(truth, answers),
        metricList(facts, ["multiclass-accuracy", "top-three-accuracy", "coarse-accuracy", "multiclass-log-loss"]),
        ...setFacts(facts, truth),
      ],
    },
    believedSection({
      scores: Float64Array.from(isClass, (i) => known(sure[i], "a probability")),
      truth: Float64Array.from(isClass, (i) => (answers[i] === truth[i] ? 1 : 0)),
      clusters: isClass.map((i) => clusters[i] as number),
      outcome: "the answer is right",
    }),
  ];
}

/** How large the sets of labels are and how often they held the true one, on the rows that they were made from. */
function setFacts(facts: AnswerFacts, truth: readonly string[]): readonly KeyValues[] {
  const { coverage } = facts.system.policy as PickLabel;
  if (coverage === undefined || facts.head === null) return [];
  const { model } = facts.head;
  const { outputs, classes } = outputsOf(facts);
  const width = classes.length;
  const sets = truth.map((_, i) => predictionSet(model, outputs.subarray(i * width, (i + 1) * width), coverage));
  const found = sets.flatMap((set) => (isInsufficient(set) ? [] : [set]));
  if (found.length === 0)
    return [keyValues({ Set: `too few rows to know one that holds the true label ${share(coverage)} of the time` })];
  const holds = sets.map((set, i) => (!isInsufficient(set) && set.some((k) => classes[k] === truth[i]) ? 1 : 0));
  const alone = found.filter((set) => set.length === 1).length / found.length;
  return [
    keyValues([
      {
        name: "Set of labels",
        value: `${Number((meanOf(found.map((set) => set.length)) ?? 0).toPrecision(3))} of ${width} on average`,
        note: `One label alone in ${share(Number(alone.toPrecision(2)))} of the decisions; split conformal.`,
      },
      {
        name: "Holds the true label",
        value: percent(meanOf(holds) ?? 0),
        note: `Asked for: ${share(coverage)}. On the rows that it was made from.`,
      },
    ]),
  ];
}

function confusionTable(truth: readonly string[], answers: readonly string[]): TableBlock {
  const columns = commonest([...truth, ...answers]).map(([label]) => label);
  const rows = commonest(truth).map(([label, all]) => {
    const given = new Map(commonest(answersWhere(truth, answers, label)));
    return [label, count(all), ...columns.map((answer) => percent((given.get(answer) ?? 0) / all))];
  });
  return table(["True", "Rows", ...columns.map((name) => ({ name: `→ ${name}`, align: "right" as const }))], rows);
}

function mistakesTable(truth: readonly string[], answers: readonly string[]): TableBlock {
  const rows = commonest(truth)
    .slice(0, MOST)
    .map(([label, all]) => {
      const given = commonest(answersWhere(truth, answers, label));
      const right = given.find(([answer]) => answer === label)?.[1] ?? 0;
      const [wrong, times = 0] = given.find(([answer]) => answer !== label) ?? [];
      return [
        label,
        count(all),
        percent(right / all),
        wrong ?? "nothing else",
        wrong === undefined ? "" : percent(times / all),
      ];
    });
  const right = (name: string) => ({ name, align: "right" as const });
  return table(["True", "Rows", right("Right"), "Else most often", right("How often")], rows);
}

function answersWhere(truth: readonly string[], answers: readonly string[], label: string): readonly string[] {
  return answers.filter((_, i) => truth[i] === label);
}

/** Every label with how often it occurs, the commonest first. */
function commonest(labels: readonly string[]): readonly (readonly [label: string, times: number])[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
