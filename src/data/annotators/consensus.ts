import { isInsufficient } from "../../kernel/index.ts";
import { type Estimated, proportion } from "../../stats/index.ts";
import { columnOf, type Table } from "../table.ts";
import { dawidSkene } from "./dawid-skene.ts";
import { type Ratings, votesOf } from "./ratings.ts";

/** How several labels of an item become one: the most frequent, or the likeliest given how good each annotator is. */
export type ConsensusMethod = "majority" | "dawid-skene";

/** What the annotators together say of one item. */
export interface ItemConsensus {
  readonly item: string;
  readonly label: string;
  /** How likely each class is, in the order of the classes. */
  readonly soft: readonly number[];
  /** 0 where nobody doubts it, 1 where every class is as likely: the entropy of `soft`. */
  readonly contested: number;
  readonly ratings: number;
}

/** How good an annotator is. */
export interface AnnotatorQuality {
  readonly annotator: string;
  readonly ratings: number;
  /** Share of the annotator's labels that are the consensus, as likely as it is. */
  readonly accuracy: Estimated;
  /** The mistake made most often, when any is made: what the items were, what they were called, and how often. */
  readonly mistake: { readonly truth: string; readonly called: string; readonly share: number } | null;
}

export interface Consensus {
  readonly classes: readonly string[];
  /** In the order of the ratings. */
  readonly items: readonly ItemConsensus[];
  /** The least accurate first. */
  readonly annotators: readonly AnnotatorQuality[];
}

/** Makes one label, and soft ones, of several annotators' ratings. Ties of a majority go to the class that comes first. */
export function consensusOf(ratings: Ratings, method: ConsensusMethod = "dawid-skene"): Consensus {
  const { classes, items } = ratings;
  const size = classes.length;
  const votes = votesOf(ratings);
  const counts = items.map((_, item) => votes.subarray(item * size, (item + 1) * size).reduce((sum, n) => sum + n, 0));
  const soft =
    method === "majority"
      ? votes.map((n, i) => n / (counts[Math.floor(i / size)] as number))
      : dawidSkene(ratings).soft;
  return {
    classes,
    items: items.map((item, place) =>
      itemConsensus(item, {
        soft: soft.subarray(place * size, (place + 1) * size),
        classes,
        ratings: counts[place] as number,
      }),
    ),
    annotators: qualities(ratings, soft),
  };
}

interface OfItem {
  readonly soft: Float64Array;
  readonly classes: readonly string[];
  readonly ratings: number;
}

function itemConsensus(item: string, { soft, classes, ratings }: OfItem): ItemConsensus {
  const best = soft.indexOf(soft.reduce((a, b) => Math.max(a, b), 0));
  const entropy = soft.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);
  return { item, label: classes[best] ?? "", soft: [...soft], contested: entropy / Math.log(classes.length), ratings };
}

function qualities(
  { annotators, annotator, item, label, classes }: Ratings,
  soft: Float64Array,
): readonly AnnotatorQuality[] {
  const size = classes.length;
  const called = annotators.map(() => new Float64Array(size * size));
  for (let i = 0; i < item.length; i++) {
    const own = called[annotator[i] as number] as Float64Array;
    for (let truth = 0; truth < size; truth++) {
      const at = truth * size + (label[i] as number);
      own[at] = (own[at] as number) + (soft[(item[i] as number) * size + truth] as number);
    }
  }
  const found = annotators.map((name, place) => qualityOf(name, called[place] as Float64Array, classes));
  const least = ({ accuracy }: AnnotatorQuality): number => (isInsufficient(accuracy) ? 1 : accuracy.value);
  return found.sort((a, b) => least(a) - least(b));
}

function qualityOf(annotator: string, called: Float64Array, classes: readonly string[]): AnnotatorQuality {
  const size = classes.length;
  const all = called.reduce((sum, n) => sum + n, 0);
  const right = classes.reduce((sum, _, cls) => sum + (called[cls * size + cls] as number), 0);
  const wrong = called.map((n, i) => (Math.floor(i / size) === i % size ? 0 : n));
  const worst = wrong.indexOf(wrong.reduce((a, b) => Math.max(a, b), 0));
  const share = (wrong[worst] as number) / all;
  const mistake = { truth: classes[Math.floor(worst / size)] ?? "", called: classes[worst % size] ?? "", share };
  return {
    annotator,
    ratings: Math.round(all),
    accuracy: proportion(Math.min(right, all), all),
    mistake: share < 0.005 ? null : mistake,
  };
}

/** The items that annotators disagree about most, first those with the fewest ratings among equals: to be looked at again. */
export function mostContested({ items }: Consensus): readonly ItemConsensus[] {
  return items
    .filter(({ contested }) => contested > 0)
    .toSorted((a, b) => b.contested - a.contested || a.ratings - b.ratings);
}

/**
 * One row for each item: `item`, `label`, `contested`, `ratings`, and `soft.<class>` for each class, which a learner of soft
 * labels (`gbdt({ objective: "crossEntropy" })`) takes as they are.
 */
export function consensusTable({ items, classes }: Consensus): Table {
  const all = items.map((one) => one);
  return {
    rows: all.length,
    columns: [
      columnOf(
        "item",
        "text",
        all.map(({ item }) => item),
      ),
      columnOf(
        "label",
        "text",
        all.map(({ label }) => label),
      ),
      columnOf(
        "contested",
        "number",
        all.map(({ contested }) => contested),
      ),
      columnOf(
        "ratings",
        "number",
        all.map(({ ratings }) => ratings),
      ),
      ...classes.map((name, cls) =>
        columnOf(
          `soft.${name}`,
          "number",
          all.map(({ soft }) => soft[cls] ?? 0),
        ),
      ),
    ],
  };
}
