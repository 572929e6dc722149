import { rowLosses } from "../../evaluate/index.ts";
import { insufficient } from "../../kernel/index.ts";
import { clusteredMean, clusterTotals, type Estimated, mapEstimate } from "../../stats/index.ts";
import type { Head } from "../../system/index.ts";

/** What a head said of some rows that it had not seen, and what is true of them. */
export interface SkillCase {
  readonly task: Head["task"];
  /** Rows × outputs. */
  readonly outputs: Float64Array;
  /** Rows × labels. */
  readonly truth: Float64Array;
  /** What somebody would say who looks at nothing: one number per output. */
  readonly blind: readonly number[];
  readonly entity: Int32Array;
  /** Of a ranking: the list of each row. */
  readonly lists: Int32Array | null;
}

/**
 * How much of what is open a head settles on unseen rows: 0 is knowing nothing but how common everything is, 1 is knowing
 * all. Labels: the share of the cross-entropy that is gone; values: of the squared error; orders: pairs of one list that
 * are put right less those put wrong, of all pairs that differ (Somers, 1962).
 */
export function skillOf(work: SkillCase): Estimated {
  return work.lists === null ? lossSkill(work) : orderSkill(work, work.lists);
}

function lossSkill({ task, outputs, truth, blind, entity }: SkillCase): Estimated {
  const kind = task === "ranking" || task === "blend" ? "regression" : task;
  const rows = entity.length;
  const perRow = truth.length / rows;
  const none = Float64Array.from({ length: rows * blind.length }, (_, i) => blind[i % blind.length] as number);
  const [mine, theirs] = [rowLosses(kind, outputs, truth), rowLosses(kind, none, truth)];
  const sums = new Float64Array(rows);
  let open = 0;
  mine.forEach((loss, i) => {
    const row = Math.floor(i / perRow);
    sums[row] = (sums[row] as number) + (theirs[i] as number) - loss;
    open += theirs[i] as number;
  });
  if (!(open > 0)) return insufficient("zero-variance");
  const gone = clusteredMean(clusterTotals({ sums, clusters: entity }));
  return "value" in gone ? mapEstimate(gone, (loss) => (loss * rows) / open) : gone;
}

function orderSkill({ outputs, truth, entity }: SkillCase, of: Int32Array): Estimated {
  const lists = new Map<number, number[]>();
  of.forEach((list, row) => {
    const found = lists.get(list);
    if (found === undefined) lists.set(list, [row]);
    else found.push(row);
  });
  const pairs = [...lists.values()].map((rows) => ({ ...pairsOf(rows, outputs, truth), entity: entity[rows[0] ?? 0] }));
  return clusteredMean(
    clusterTotals({
      sums: Float64Array.from(pairs, ({ right }) => right),
      sizes: Float64Array.from(pairs, ({ all }) => all),
      clusters: Int32Array.from(pairs, ({ entity: who }) => who as number),
    }),
  );
}

/** Pairs that differ in truth, and of these the right less the wrong ones; a pair that is held for equal is neither. */
function pairsOf(
  rows: readonly number[],
  outputs: Float64Array,
  truth: Float64Array,
): { readonly right: number; readonly all: number } {
  let [right, all] = [0, 0];
  rows.forEach((a, i) => {
    for (const b of rows.slice(i + 1)) {
      const real = Math.sign((truth[a] as number) - (truth[b] as number));
      if (Math.abs(real) !== 1) continue;
      all++;
      right += real * Math.sign((outputs[a] as number) - (outputs[b] as number));
    }
  });
  return { right, all };
}
