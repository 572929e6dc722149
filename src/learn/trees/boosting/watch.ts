import type { Prepared } from "../../training.ts";
import { binRows } from "../binning/binned.ts";
import type { BinnedTraining } from "../binning/binned-training.ts";
import type { Engine, FlatTree } from "../engine.ts";
import type { Measure } from "../losses/metrics.ts";
import { addTree, type Turn } from "./add-trees.ts";

/** Follows a measure on rows that boosting does not see; lower is better. */
export interface Watch {
  /** Adds a round and returns the measure after it. */
  add(round: readonly Turn[]): number;
  /** How many rounds ago it was lowest. */
  sinceBest(): number;
  bestRounds(): number;
}

interface Watched {
  readonly engine: Engine;
  readonly data: BinnedTraining;
  readonly measure: Measure;
  /** Before the first round, output after output. */
  readonly scores: Float64Array;
  readonly outputs: number;
  /** Rounds are averaged rather than added up. */
  readonly averages: boolean;
  readonly flat: FlatTree;
}

/** Starts watching. */
export function watch(validation: Prepared, watched: Watched): Watch {
  const { engine, data, measure, scores: initial, outputs, averages, flat } = watched;
  const rows = binRows(engine, data.features, validation);
  const sums = engine.arena.floats(initial.length);
  const scores = initial.slice();
  let lowest = measure(validation, scores);
  let best = 0;
  let seen = 0;
  return {
    add(round) {
      for (const turn of round) addTree(engine, { data: rows, scores: sums, outputs }, { ...turn, flat });
      seen++;
      const share = averages ? 1 / seen : 1;
      for (let i = 0; i < scores.length; i++) scores[i] = (initial[i] as number) + share * (sums[i] as number);
      const now = measure(validation, scores);
      if (now < lowest) {
        lowest = now;
        best = seen;
      }
      return now;
    },
    sinceBest: () => seen - best,
    bestRounds: () => best,
  };
}
