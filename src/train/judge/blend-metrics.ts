import { rocAuc } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { BlendHead } from "../../system/index.ts";
import type { HeadLabel } from "../dataset/head-label.ts";

/** What a common score said of some rows, and whose rows they are. */
interface Scored {
  /** Row numbers of the dataset, every goal known. */
  readonly rows: Int32Array;
  readonly scores: Float64Array;
  readonly clusters: Int32Array;
}

/**
 * How well a common score orders rows by each of its goals, as `clickedRocAuc`: the chance that a yes scores above a no. Of a
 * number, `minutesAboveMedianRocAuc`: that a row above the median scores above one that is not.
 */
export function blendMetrics(
  { labels }: Pick<BlendHead, "labels">,
  label: Pick<HeadLabel, "values" | "perRow">,
  { rows, scores, clusters }: Scored,
): Readonly<Record<string, Estimated>> {
  return Object.fromEntries(
    labels.map((goal, place) => {
      const truth = Float64Array.from(rows, (row) => label.values[row * label.perRow + place] as number);
      const isFlag = truth.every((value) => value === 0 || value === 1);
      const median = known(truth.slice().sort()[Math.floor(truth.length / 2)] ?? 0, "a median");
      const high = isFlag ? truth : truth.map((value) => (value > median ? 1 : 0));
      const name = isFlag ? `${goal}RocAuc` : `${goal}AboveMedianRocAuc`;
      return [name, rocAuc.compute({ scores, labels: high, clusters })];
    }),
  );
}
