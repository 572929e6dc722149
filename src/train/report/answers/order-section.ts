import { numbers } from "../../../data/index.ts";
import { rankCandidates, type SettledRanking } from "../../../policy/index.ts";
import { linePlot, type Point, type Section } from "../../../report/index.ts";
import { meanOf } from "../../answers/race.ts";
import { type Lists, listsOf, relevanceOf } from "../../answers/ranking-race.ts";
import type { AnswerFacts } from "../facts.ts";
import { metricList } from "../metric-list.ts";
import { outputsOf, workOf } from "./work.ts";

/** How relevant what it shows is, position by position. */
export function orderSections(facts: AnswerFacts): readonly Section[] {
  const { run, result } = facts;
  const settled = result.settled as SettledRanking;
  const lists = listsOf(workOf(facts));
  const relevance = relevanceOf(workOf(facts));
  const byRule = numbers(run.dataset.ruleAnswers, "rule");
  const open = (score: (place: number) => number): Float64Array =>
    Float64Array.from(run.rows, (row, place) => (run.dataset.blocked[row] === 1 ? Number.NaN : score(place)));
  const rule = open((place) => byRule[run.rows[place] as number] as number);
  const { outputs } = outputsOf(facts);
  const model = open((place) => outputs[place] as number);
  const mean = meanOf(relevance) ?? 0;
  const series = [
    { name: "this model", points: byPosition(settled, lists, { scores: model, relevance }) },
    { name: "the rule", points: byPosition(settled, lists, { scores: rule, relevance }) },
    { name: "a random order", points: [[1, mean] as const, [settled.top, mean] as const] },
  ];
  return [
    {
      title: "Does it show the right things first?",
      lead: `The mean of “${facts.outcome}” in each position, over ${lists.length.toLocaleString("en-US")} lists of ${(relevance.length / Math.max(1, lists.length)).toFixed(1)} candidates on average.`,
      blocks: [
        linePlot({
          title: "Relevance by position",
          x: { label: "Position" },
          y: { label: `“${facts.outcome}”, on average` },
          series,
        }),
        metricList(facts, ["ndcg", "mean-average-precision", "mean-reciprocal-rank"]),
      ],
    },
  ];
}

interface Scored {
  readonly scores: Float64Array;
  readonly relevance: Float64Array;
}

function byPosition(settled: SettledRanking, lists: Lists, { scores, relevance }: Scored): readonly Point[] {
  const shown = lists.map((list) =>
    rankCandidates(
      settled,
      list.map((place) => scores[place] as number),
    ).map((i) => relevance[list[i] as number] as number),
  );
  return Array.from({ length: settled.top }, (_, position) => {
    const there = shown.flatMap((list) => (list[position] === undefined ? [] : [list[position]]));
    return [position + 1, meanOf(there) ?? 0] as const;
  });
}
