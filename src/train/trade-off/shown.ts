import { known } from "../../kernel/index.ts";
import { rankCandidates } from "../../policy/index.ts";
import { formatNumber } from "../../report/index.ts";
import {
  type ClusterTotals,
  clusteredMean,
  clusterTotals,
  type Estimated,
  pairedDifference,
} from "../../stats/index.ts";
import { capacityShare, type SystemDefinition } from "../../system/index.ts";
import { listsOf } from "../answers/ranking-race.ts";
import type { Dataset } from "../dataset/dataset.ts";

/** The rows that an order by score puts first: what the goals are judged on. */
export interface Stage {
  /** In words, as the end of "on average over …". */
  readonly words: string;
  /** 1 for every judged row that a score puts first. */
  pick(scores: Float64Array): Uint8Array;
}

/** Without lists and without a capacity, so much of all rows is looked at. */
const SHARE = 0.2;

/** Of a system that ranks, the first rows of every list; else the share of rows that the policy has room for. */
export function stageOf(system: SystemDefinition, dataset: Dataset, rows: Int32Array): Stage {
  const { policy } = system;
  const isOpen = (place: number): boolean => dataset.blocked[rows[place] as number] === 0;
  if (policy.policy === "rank-by") {
    const lists = listsOf({ dataset, rows }).map((list) => list.filter(isOpen));
    return { words: `the first ${policy.top} of each list`, pick: (scores) => firstOfEach(lists, scores, policy.top) };
  }
  const capacity = policy.policy === "act-if" && policy.capacity !== undefined ? capacityShare(system) : undefined;
  const open = Array.from(rows.keys()).filter(isOpen);
  const top = Math.max(1, Math.round((capacity ?? SHARE) * open.length));
  return {
    words: `the ${formatNumber(capacity ?? SHARE, "percent")} of rows with the highest scores`,
    pick: (scores) => firstOfEach([open], scores, top),
  };
}

function firstOfEach(lists: readonly (readonly number[])[], scores: Float64Array, top: number): Uint8Array {
  const picked = new Uint8Array(scores.length);
  for (const list of lists) {
    const own = list.map((place) => scores[place] as number);
    for (const i of rankCandidates({ top }, own)) picked[list[i] as number] = 1;
  }
  return picked;
}

/** What one outcome comes to over the rows that are shown. */
export interface Outcomes {
  /** One value per judged row. */
  readonly truth: Float64Array;
  /** Whose row it is. */
  readonly entity: Int32Array;
}

/** The outcome on average over the picked rows; the rows of one entity count as one observation. */
export function shownMean(of: Outcomes, picked: Uint8Array): Estimated {
  return clusteredMean(totals(of, picked));
}

/** By how much one pick has more of the outcome than another, paired by entity. */
export function shownGain(of: Outcomes, mine: Uint8Array, theirs: Uint8Array): Estimated {
  return pairedDifference(totals(of, mine), totals(of, theirs));
}

function totals({ truth, entity }: Outcomes, picked: Uint8Array): ClusterTotals {
  const sizes = truth.map((value, i) => (Number.isNaN(value) ? 0 : (picked[i] as number)));
  const sums = truth.map((value, i) => (sizes[i] === 1 ? value : 0));
  return clusterTotals({ sums, sizes, clusters: entity });
}

/** The values of one outcome on the judged rows; a row that does not know it counts for nothing. */
export function outcomesOn(dataset: Dataset, goal: string, rows: Int32Array): Outcomes {
  const { values } = known(dataset.labels[goal], `label ${goal}`);
  return {
    truth: Float64Array.from(rows, (row) => values[row] as number),
    entity: rows.map((row) => dataset.entity[row] as number),
  };
}
