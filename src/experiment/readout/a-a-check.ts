import { type Insufficient, isInsufficient, type Rng } from "../../kernel/index.ts";
import { type Estimated, goodnessOfFit, proportion } from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import type { Metric } from "./metric.ts";
import { readStatistics } from "./read-statistics.ts";
import { summarise } from "./summarise.ts";
import type { UnitTable } from "./unit-table.ts";

/** How a metric behaves where nothing can be found. */
export interface AACheck {
  readonly metric: string;
  /** Share of the splits in which a difference was called at 5 %, with its 99.9 % interval. */
  readonly found: Estimated;
  /** Of "p-values are spread evenly from 0 to 1". */
  readonly pValue: number | Insufficient;
  /** False when either says that the metric's p-values cannot be trusted on such data. */
  readonly ok: boolean;
}

export interface AARequest {
  /** The units; what arm they were in is put aside. */
  readonly table: UnitTable;
  readonly metrics: readonly Metric[];
  /** How often they are split in two. 500 takes seconds on ten thousand units. */
  readonly splits: number;
  readonly random: Rng;
}

const NOMINAL = 0.05;
const BANDS = 10;
const ALPHA = 0.001;

/**
 * Splits the same units in two by lot, again and again, and reads each split: whatever is found is false. More than one in
 * twenty says that the metric's variance is wrong (a tail, a hidden cluster), before an experiment is believed.
 * Kohavi, Tang, Xu. Trustworthy Online Controlled Experiments. 2020, chapter 19.
 */
export function aaCheck({ table, metrics, splits, random }: AARequest): readonly AACheck[] {
  const names = ["a", "b"];
  const design: Design = { name: "a-a", control: "a", unit: "entity", arms: names.map((arm) => ({ arm, share: 0.5 })) };
  const pValues = metrics.map((): number[] => []);
  for (let split = 0; split < splits; split++) {
    const codes = new Uint16Array(table.arms.codes.length).map(() => random.integer(2));
    const statistics = summarise(
      { ...table, arms: { codes, names } },
      { experiment: "a-a", part: `${split}`, metrics },
    );
    readStatistics({ design, statistics }).metrics.forEach(({ effects }, m) => {
      const fixed = effects[0]?.fixed;
      if (fixed !== undefined && !isInsufficient(fixed)) pValues[m]?.push(fixed.pValue);
    });
  }
  return metrics.map(({ name }, m) => judge(name, pValues[m] ?? []));
}

function judge(metric: string, pValues: readonly number[]): AACheck {
  const found = proportion(pValues.filter((p) => p < NOMINAL).length, pValues.length, 1 - ALPHA);
  const bands = Array.from(
    { length: BANDS },
    (_, band) => pValues.filter((p) => Math.min(BANDS - 1, Math.floor(p * BANDS)) === band).length,
  );
  const even = goodnessOfFit(
    bands,
    bands.map(() => 1),
  );
  const pValue = isInsufficient(even) ? even : even.pValue;
  const uneven = !isInsufficient(pValue) && pValue < ALPHA;
  const often = !isInsufficient(found) && (found.low > NOMINAL || found.high < NOMINAL);
  return { metric, found, pValue, ok: !uneven && !often };
}
