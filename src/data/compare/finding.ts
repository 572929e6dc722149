import { isInsufficient } from "../../kernel/index.ts";
import { independence } from "../../stats/index.ts";
import type { ColumnProfile } from "../profile/profile.ts";
import type { Measure } from "./comparison.ts";

/** One side of a column's change: its measures, whether chance explains them, and how many rows of either table it rests on. */
export interface Finding {
  readonly measures: readonly Measure[];
  /** Of "nothing changed"; undefined where no test could be made. */
  readonly pValue: number | undefined;
  readonly rows: readonly [before: number, after: number];
}

/** The change of a column's share of missing values, as Cohen's h. Pearson's chi-square test. */
export function missingFinding(before: ColumnProfile, after: ColumnProfile): Finding {
  const rows = [before.count + before.missing, after.count + after.missing] as const;
  const test = independence([
    [before.missing, before.count],
    [after.missing, after.count],
  ]);
  const angle = ({ missing, count }: ColumnProfile): number =>
    2 * Math.asin(Math.sqrt(missing / Math.max(1, missing + count)));
  return {
    measures: [{ name: "missing", value: Math.abs(angle(after) - angle(before)) }],
    pValue: isInsufficient(test) ? undefined : test.pValue,
    rows,
  };
}
