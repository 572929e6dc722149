import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { chiSquareSurvival } from "../distributions/chi-square.ts";

/** Whether rows and columns of a table of counts go their own ways. */
export interface Independence {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** The smallest count that independence would lead one to expect: below 5 the p-value is a poor likeness. */
  readonly leastExpected: number;
  /** Cramér's V: the strength from 0 to 1, whatever the number of rows. Cramér. 1946. */
  readonly strength: number;
}

/** Pearson's chi-square test of a table of counts, rows of equal length, without correction. Rows and columns of zeros do not count. */
export function independence(counts: readonly ArrayLike<number>[]): Independence | Insufficient {
  const width = counts[0]?.length ?? 0;
  const rows = counts.map((row) => sum(row));
  const columns = Array.from({ length: width }, (_, j) => counts.reduce((all, row) => all + (row[j] as number), 0));
  const total = sum(rows);
  const [height, breadth] = [rows.filter((n) => n > 0).length, columns.filter((n) => n > 0).length];
  const least = Math.min(height, breadth);
  if (least < 2) return insufficient("too-few-categories", { need: 2, have: least });
  let [statistic, leastExpected] = [0, Infinity];
  for (const [i, row] of counts.entries())
    for (let j = 0; j < width; j++) {
      const expected = ((rows[i] as number) * (columns[j] as number)) / total;
      if (expected === 0) continue;
      leastExpected = Math.min(leastExpected, expected);
      statistic += ((row[j] as number) - expected) ** 2 / expected;
    }
  const df = (height - 1) * (breadth - 1);
  const strength = Math.min(1, Math.sqrt(statistic / (total * (least - 1))));
  return { statistic, df, pValue: chiSquareSurvival(statistic, df), leastExpected, strength };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
