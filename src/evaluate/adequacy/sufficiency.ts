import { type Column, isMissing, type Table } from "../../data/index.ts";

/** Fewer examples than this of a class, and every figure about it is shaky. */
export const ENOUGH_EXAMPLES = 100;
/**
 * Fewer events than this for each feature, and a model follows chance. Peduzzi and others. A simulation study of the number
 * of events per variable in logistic regression analysis. Journal of Clinical Epidemiology 49, 1996.
 */
export const ENOUGH_EVENTS = 10;

/** How much there is to learn from. */
export interface Sufficiency {
  /** Classes with fewer examples than are enough, the rarest first. */
  readonly rare: readonly { readonly class: number; readonly rows: number }[];
  /** Rows outside the commonest class, for each feature. */
  readonly eventsPerFeature: number;
}

/** Counts the examples of each of so many classes, and of all but the commonest for each feature. */
export function sufficiencyOf(label: Float64Array, classes: number, features: number): Sufficiency {
  const counts = new Float64Array(classes);
  for (const place of label) counts[place] = (counts[place] as number) + 1;
  const rare = Array.from(counts, (rows, place) => ({ class: place, rows })).filter(
    ({ rows }) => rows < ENOUGH_EXAMPLES,
  );
  return {
    rare: rare.sort((a, b) => a.rows - b.rows),
    eventsPerFeature: (label.length - Math.max(0, ...counts)) / Math.max(1, features),
  };
}

/** A feature with nearly one value. */
export interface NearConstant {
  readonly field: string;
  /** Rows with another value than the commonest (a missing one is a value too); 0: it says the same everywhere. */
  readonly others: number;
}

/** At most this share of rows, and fewer than are enough, hold another value. */
const NEARLY = 0.005;

/** Features that say the same in all rows, or in so many that the others are too few to learn from. */
export function nearConstants({ columns, rows }: Table): readonly NearConstant[] {
  const most = Math.min(ENOUGH_EXAMPLES - 1, NEARLY * rows);
  return columns.flatMap((column) => {
    const others = othersIn(column, rows, most);
    return others === undefined ? [] : [{ field: column.name, others }];
  });
}

/** Rows beside the commonest value; undefined beyond `most`. The commonest of nearly all is found by pairing off (Boyer and Moore, 1981). */
function othersIn(column: Column, rows: number, most: number): number | undefined {
  const cells = column.kind === "text" ? column.codes : column.values;
  const at = (row: number): number => (isMissing(column, row) ? Number.NaN : (cells[row] as number) + 0);
  let [candidate, lead] = [Number.NaN, 0];
  for (let row = 0; row < rows; row++) {
    if (lead === 0) candidate = at(row);
    lead += Object.is(at(row), candidate) ? 1 : -1;
  }
  let others = 0;
  for (let row = 0; row < rows; row++) if (!Object.is(at(row), candidate) && ++others > most) return undefined;
  return others;
}
