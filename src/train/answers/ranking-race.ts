import { cell, numbers, takeRows } from "../../data/index.ts";
import type { Decisions } from "../../evaluate/index.ts";
import { known, rng } from "../../kernel/index.ts";
import { type PerRelevant, priceRanking } from "../../objective/index.ts";
import { type Contender, fillSlots, type SettledRanking } from "../../policy/index.ts";
import { targetsOf } from "../../system/index.ts";
import { type AnswerRace, type AnswerWork, meanOf, type Priced, runRace } from "./race.ts";

/** The judged rows by the list in which they compete: places in the order of the judged rows. */
export type Lists = readonly (readonly number[])[];

/** Runs a race of orders: one decision for each list. The constant is a random order. */
export function raceOrders(work: AnswerWork, settled: SettledRanking): AnswerRace {
  const { system, dataset, rows, model, champion } = work;
  const payoff = system.objective.payoff as PerRelevant;
  const lists = listsOf(work);
  const terms: Terms = { payoff, settled, lists, relevance: relevanceOf(work), alike: alikeOf(work, settled) };
  const price = (scores: Float64Array): Priced => priceAll(terms, openOnly(work, scores));
  // The same arrangement for everybody; only models explore.
  const { explore: _explore, ...plain } = settled;
  const priceRule = (scores: Float64Array): Priced => priceAll({ ...terms, settled: plain }, openOnly(work, scores));
  const byRule = numbers(dataset.ruleAnswers, "rule");
  const rule = priceRule(Float64Array.from(rows, (row) => orLast(byRule[row] as number)));
  return {
    settled,
    standings: runRace(decisionsOfLists(work, lists), {
      rule,
      model: model === null ? rule : price(model.outputs),
      constant: { name: "a random order", ...priceAtRandom(terms, openOnly(work, new Float64Array(rows.length))) },
      champion: champion === null ? null : price(champion.outputs),
    }),
  };
}

/** A candidate of which the rule says nothing comes last. */
function orLast(score: number): number {
  return Number.isNaN(score) ? -Number.MAX_VALUE : score;
}

/** The lists of the judged rows. */
export function listsOf({ dataset, rows }: Pick<AnswerWork, "dataset" | "rows">): Lists {
  const of = known(dataset.lists, "the lists of a ranking");
  const lists = new Map<number, number[]>();
  rows.forEach((row, place) => {
    const list = of[row] as number;
    const found = lists.get(list);
    if (found === undefined) lists.set(list, [place]);
    else found.push(place);
  });
  return [...lists.values()];
}

/** How relevant each judged row turned out to be. */
export function relevanceOf({ system, dataset, rows }: Pick<AnswerWork, "system" | "dataset" | "rows">): Float64Array {
  const { values } = known(dataset.labels[targetsOf(system)[0] ?? ""], "the relevance");
  return Float64Array.from(rows, (row) => values[row] as number);
}

/** A list is a decision about the entity of its first row, in that row's slices. */
function decisionsOfLists({ dataset, rows }: AnswerWork, lists: Lists): Decisions {
  const first = Int32Array.from(lists, ([place]) => rows[place as number] as number);
  return {
    rows: lists.length,
    entity: first.map((row) => dataset.entity[row] as number),
    slices: takeRows(dataset.slices, first),
    weight: new Float64Array(lists.length).fill(1),
  };
}

/** Without the candidates that a filter takes away. */
function openOnly({ dataset, rows }: AnswerWork, scores: Float64Array): Float64Array {
  return scores.map((score, place) => (dataset.blocked[rows[place] as number] === 1 ? Number.NaN : score));
}

interface Terms {
  readonly payoff: PerRelevant;
  readonly settled: SettledRanking;
  readonly lists: Lists;
  readonly relevance: Float64Array;
  /** By judged row, its values of the fields by which the shown are to be diverse. */
  readonly alike: (place: number) => Contender["alike"];
}

/** Reads the fields of diversity. The history knows no sources, so that nobody is alike in theirs. */
function alikeOf({ dataset, rows }: AnswerWork, { diversity = [] }: SettledRanking): Terms["alike"] {
  const columns = diversity.map(({ by }) => dataset.before.columns.find(({ name }) => name === by));
  return (place) => columns.map((field) => (field === undefined ? null : cell(field, rows[place] as number)));
}

function priceAll({ payoff, settled, lists, relevance, alike }: Terms, scores: Float64Array): Priced {
  const shown = lists.map((list, i) => {
    const contenders = list.map((place) => ({ score: scores[place] as number, alike: alike(place) }));
    const draws = rng({ seed: 0, unit: i, purpose: "judge.explore" });
    return fillSlots(settled, contenders, draws.at).map((slot) => relevance[list[slot.contender] as number] as number);
  });
  return {
    money: Float64Array.from(shown, (list) => priceRanking(payoff, list)),
    facts: factsOf(
      meanOf(shown.map((list) => list.reduce((sum, one) => sum + one, 0))),
      meanOf(shown.map((list) => list[0] ?? 0)),
    ),
  };
}

/** What a random order comes to on average: every position shows the mean relevance of its list. */
function priceAtRandom({ payoff, settled, lists, relevance }: Terms, scores: Float64Array): Priced {
  const means = lists.map((list) => {
    const open = list.filter((place) => !Number.isNaN(scores[place] as number));
    const mean = meanOf(open.map((place) => relevance[place] as number)) ?? 0;
    return { mean, shown: Math.min(settled.top, open.length) };
  });
  return {
    money: Float64Array.from(means, ({ mean, shown }) => priceRanking(payoff, new Array(shown).fill(mean))),
    facts: factsOf(meanOf(means.map(({ mean, shown }) => mean * shown)), meanOf(means.map(({ mean }) => mean))),
  };
}

function factsOf(shown: number | null, first: number | null): Priced["facts"] {
  return [
    { name: "Relevance shown", value: shown, unit: "number" },
    { name: "In first position", value: first, unit: "number" },
  ];
}
