import { type Column, isMissing, type Table } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { type Estimated, proportion } from "../../stats/index.ts";

/** What was found of rows that are on both sides of a split. */
export interface Twins {
  /** Rows that were looked at. */
  readonly looked: number;
  /** Share of them with a row of the same values among those that were learned from. */
  readonly exact: Estimated;
  /**
   * Share of them that look like a copy: a row of the same values, or of all but one, is among those that were learned
   * from, and none that differs in one more. Rows that are alike by chance have more neighbours the farther one looks.
   */
  readonly copies: Estimated;
  /** Of the copies, how many have the label of the row that they are a copy of. */
  readonly agreeing: number;
  readonly copied: number;
  /** A few copies: the row that is judged, and the one that was learned from. */
  readonly examples: readonly (readonly [judged: number, taught: number])[];
}

export interface TwinsCase {
  readonly features: Table;
  readonly label: Float64Array;
  readonly taught: Int32Array;
  readonly judged: Int32Array;
  /** Rows of the same entity are no twins. Default: every row for itself. */
  readonly entity?: Int32Array;
  readonly seed: number;
}

/** So many of the judged rows are looked at, drawn at random. */
const SAMPLE = 1_000;
const EXAMPLES = 3;
/** Numbers nearer than this share of their column's standard deviation are the same. */
const SAME = 0.01;
/** Rows that differ in more columns than this are no neighbours. */
const FARTHEST = 2;

/** Looks for judged rows that the model has learned from under another name: the same values, or all but one. */
export function twinsAcross({ features, label, taught, judged, entity, seed }: TwinsCase): Twins {
  const looked = rng({ seed, purpose: "leakage.twins" })
    .shuffled([...judged])
    .slice(0, SAMPLE);
  const columns = mostDiverseFirst(features);
  const isOther = (a: number, b: number): boolean => entity === undefined || entity[a] !== entity[b];
  const found = looked.map((row) => neighboursOf(row, columns, { taught, isOther }));
  const copies = found.flatMap(({ counts, nearest }, i) =>
    isCopy(counts) ? [[looked[i] as number, nearest] as const] : [],
  );
  const agreeing = copies.filter(([a, b]) => label[a] === label[b]).length;
  return {
    looked: looked.length,
    exact: proportion(found.filter(({ counts }) => (counts[0] as number) > 0).length, looked.length),
    copies: proportion(copies.length, looked.length),
    agreeing,
    copied: copies.length,
    examples: copies.slice(0, EXAMPLES),
  };
}

/** One neighbour at least, and none one step farther. */
function isCopy([same = 0, one = 0, two = 0]: readonly number[]): boolean {
  return same > 0 ? one === 0 : one > 0 && two === 0;
}

interface Cells {
  readonly values: ArrayLike<number>;
  /** How near is the same. */
  readonly within: number;
}

/** Columns in which rows differ most often come first, so that most pairs are soon seen to be different. */
function mostDiverseFirst({ columns, rows }: Table): readonly Cells[] {
  const told = columns.map((column) => ({ cells: cellsOf(column), commonest: commonest(column, rows) }));
  return told
    .filter(({ commonest: most }) => most < rows)
    .sort((a, b) => a.commonest - b.commonest)
    .map(({ cells }) => cells);
}

/** A missing value equals another missing one, and nothing else. */
const MISSING = 1e300;

function cellsOf(column: Column): Cells {
  if (column.kind === "text") return { values: column.codes, within: 0 };
  const [count, sum, squares] = column.values.reduce(
    ([n, s, q], value) => (Number.isNaN(value) ? [n, s, q] : [n + 1, s + value, q + value * value]),
    [0, 0, 0] as [number, number, number],
  );
  const deviation = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  const values = column.values.map((value) => (Number.isNaN(value) ? MISSING : value));
  return { values, within: SAME * deviation || 0 };
}

function commonest(column: Column, rows: number): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (let row = 0; row < rows; row++) {
    const value = isMissing(column, row)
      ? MISSING
      : ((column.kind === "text" ? column.codes : column.values)[row] as number);
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) most = count;
  }
  return most;
}

interface Neighbours {
  /** Rows that differ in none, one, two columns. */
  readonly counts: readonly number[];
  /** The nearest of them; -1 without any. */
  readonly nearest: number;
}

interface Among {
  readonly taught: Int32Array;
  isOther(a: number, b: number): boolean;
}

function neighboursOf(row: number, columns: readonly Cells[], { taught, isOther }: Among): Neighbours {
  const counts = [0, 0, 0];
  let [nearest, least] = [-1, FARTHEST + 1];
  for (let i = 0; i < taught.length; i++) {
    const other = taught[i] as number;
    const different = differences(row, other, columns);
    if (different > FARTHEST || !isOther(row, other)) continue;
    counts[different] = (counts[different] as number) + 1;
    if (different < least) [nearest, least] = [other, different];
  }
  return { counts, nearest };
}

/** In how many columns two rows differ, counted until they are no neighbours. */
function differences(a: number, b: number, columns: readonly Cells[]): number {
  let different = 0;
  for (let i = 0; i < columns.length; i++) {
    const { values, within } = columns[i] as Cells;
    const distance = (values[a] as number) - (values[b] as number);
    if ((distance > within || distance < -within) && ++different > FARTHEST) return different;
  }
  return different;
}
