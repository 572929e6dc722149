import { type Column, takeRows } from "../../data/index.ts";
import { competitor, divideRows, type Judged, moneyPerRow, subtractMoney } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { breakEven, stakesOf } from "../../objective/index.ts";
import { clusteredPoint, clusterTotals, type Point, shrink, shrinkable } from "../../stats/index.ts";
import { isActing } from "../../system/index.ts";
import { capacityOf, judgedOf, pricedOutcome, pricedTruth } from "../../train/index.ts";
import { type Ground, halvesOf } from "./ground.ts";
import { type Opportunity, overYear } from "./opportunity.ts";

/** Fewer judged rows are no traffic. */
const FEWEST = 100;
/** Fields with more parts than this are names. */
const MOST_PARTS = 12;
/** Told at most. */
const MOST_TOLD = 5;
/** Scores of a part are looked at in so many bins of the same size. */
const BINS = 6;
/** So many rows of what the head says stand beside those of a bin: what few rows say is not taken at its word. */
const PRIOR = 20;

interface PartGap {
  readonly field: string;
  readonly value: string;
  readonly rows: number;
  /** Over all decisions: what they would bring more, were those of this part decided by what really happens there. */
  readonly point: Point;
}

/**
 * Parts in which the head is wrong: what decisions would bring more by what happens there at the same scores, learned on one half
 * of the entities and measured on the other. What nobody can know costs everywhere and is no opportunity. All parts are drawn
 * towards what they have in common (`shrink`), so that the worst of many looks is not taken at its word, and intervals are
 * widened for as many looks as there are (Bonferroni).
 */
export function sliceGaps(ground: Ground): readonly Opportunity[] {
  const { dataset, rows } = ground;
  const work = workOf(ground);
  if (work === undefined) return [];
  const columns = takeRows({ rows: dataset.rows, columns: sliceColumns(ground) }, rows).columns;
  const gaps = shrinkable(
    columns.flatMap((column) => partsOf(work, column)),
    ({ point }) => point,
  );
  const shrunk = shrink(
    gaps.map(({ point }) => point),
    1 - 0.05 / Math.max(1, gaps.length),
  );
  if (isInsufficient(shrunk)) return [];
  return gaps
    .flatMap(({ item }, i) => {
      const gain = shrunk.effects[i];
      return gain === undefined || gain.value <= 0 ? [] : [{ ...item, gain }];
    })
    .sort((a, b) => b.gain.value - a.gain.value)
    .slice(0, MOST_TOLD)
    .map(({ field, value, rows: count, gain }) => {
      const share = Math.round((100 * count) / rows.length);
      const { file, system } = ground;
      const declared = system.slices.includes(field) ? "" : " (no declared slice)";
      return {
        kind: "slice",
        name: `${field} = ${value}`,
        says: `Where ${field}${declared} is ${value} (${share}% of decisions) the model is wrong more often than elsewhere at the same scores.`,
        perDecision: gain,
        perYear: overYear(gain, ground.decisionsPerYear),
        basis: "measured",
        rests: `Deciding there by what really happens at each score. One of ${gaps.length} parts that were looked at, drawn towards what they have in common.`,
        next: [`alidade train ${file} --why "features for ${field} = ${value}"`, `alidade data profile ${file}`],
      };
    });
}

/** Everything that the parts of one ground share. */
interface Work {
  readonly judged: Judged;
  /** What the head says of each judged row: the probability of a yes. */
  readonly chance: Float64Array;
  readonly halves: Uint8Array;
  /** Money of every decision, were chances as these. */
  readonly earn: (chance: Float64Array) => Float64Array;
  readonly money: Float64Array;
}

function workOf(ground: Ground): Work | undefined {
  const { system, dataset, rows, said } = ground;
  if (!isActing(system)) return undefined;
  const outcome = pricedOutcome(system);
  const head = Object.entries(system.heads).find(([, one]) => one.task === "binary" && one.label === outcome)?.[0];
  const outputs = said[head ?? ""]?.outputs;
  if (outputs === undefined || outputs.length !== rows.length) return undefined;
  const stakes = stakesOf(system.objective);
  const judged = judgedOf(dataset, pricedTruth(dataset, outcome), rows);
  const [threshold, capacity] = [breakEven(stakes), capacityOf(system)];
  const earn = (score: Float64Array): Float64Array =>
    moneyPerRow(judged, stakes, competitor(judged, { name: "chance", score, threshold }, { capacity }));
  return { judged, chance: outputs, halves: halvesOf(ground), earn, money: earn(outputs) };
}

/** Declared slices, and what is known before of few values. */
function sliceColumns({ dataset: { slices, before } }: Ground): readonly Column[] {
  const declared = new Set(slices.columns.map(({ name }) => name));
  return [...slices.columns, ...before.columns.filter(({ name }) => !declared.has(name))];
}

function partsOf(work: Work, column: Column): readonly PartGap[] {
  const parts = divideRows(column);
  if (parts.length < 2 || parts.length > MOST_PARTS) return [];
  return parts.flatMap(({ value, rows }): readonly PartGap[] => {
    if (rows.length < FEWEST) return [];
    const gain = subtractMoney(work.earn(corrected(work, rows)), work.money);
    const point = clusteredPoint(clusterTotals({ sums: gain, clusters: work.judged.entity }));
    return isInsufficient(point) ? [] : [{ field: column.name, value, rows: rows.length, point }];
  });
}

/** The chances with those of a part as they really are: by bins of the score, each half's from the other half. */
function corrected({ judged, chance, halves }: Work, places: Int32Array): Float64Array {
  const sorted = Float64Array.from(places, (place) => chance[place] as number).sort();
  const edges = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] as number,
  );
  const binOf = (place: number): number => edges.filter((edge) => (chance[place] as number) >= edge).length;
  const sums = Array.from({ length: 2 * BINS }, () => ({ n: 0, truth: 0, said: 0 }));
  for (const place of places) {
    const sum = sums[binOf(place) + BINS * (halves[place] as number)];
    if (sum === undefined) continue;
    sum.n++;
    sum.truth += judged.truth[place] as number;
    sum.said += chance[place] as number;
  }
  const after = chance.slice();
  for (const place of places) {
    const other = sums[binOf(place) + BINS * (1 - (halves[place] as number))];
    if (other === undefined || other.n === 0) continue;
    const push = (other.truth - other.said) / (other.n + PRIOR);
    after[place] = Math.min(1, Math.max(0, (chance[place] as number) + push));
  }
  return after;
}
