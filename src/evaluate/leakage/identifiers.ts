import { type Column, isMissing, type NumericColumn, type Table, type TextColumn } from "../../data/index.ts";

/** A feature that names rows or entities instead of describing them: what is learned of it says nothing of the next one. */
export interface IdentifierSuspect {
  readonly field: string;
  /** Text that hardly repeats, numbers that count rows, or a second name of the entity. */
  readonly why: "hardly-repeats" | "counts-rows" | "names-entity";
  /** Different values, and how many rows hold one. */
  readonly distinct: number;
  readonly rows: number;
}

export interface IdentifierCase {
  readonly features: Table;
  /** Number of the entity of every row. Default: every row for itself. */
  readonly entity?: Int32Array;
}

/** Fewer rows or entities than this tell an identifier from a description too badly. */
const FEWEST = 50;
/** Texts of which so many differ are no categories. */
const HARDLY = 0.9;
/** Chance alone would leave whole numbers without a repeat less often than this. */
const BY_CHANCE = 0.001;

/** Looks for features that are identifiers. */
export function identifierSuspects({ features, entity }: IdentifierCase): readonly IdentifierSuspect[] {
  const entities = entity === undefined ? 0 : new Set(entity).size;
  return features.columns.flatMap((column) => {
    if (column.kind === "time" || column.kind === "flag") return [];
    const perRow = column.kind === "text" ? hardlyRepeats(column) : countsRows(column);
    if (perRow !== undefined) return [perRow];
    if (entity === undefined || entities < FEWEST || entities > HARDLY * features.rows) return [];
    return namesEntity(column, entity, entities);
  });
}

function hardlyRepeats({ name, codes }: TextColumn): IdentifierSuspect | undefined {
  const present = codes.filter((code) => code >= 0);
  const distinct = new Set(present).size;
  if (present.length < FEWEST || distinct < HARDLY * present.length) return undefined;
  return { field: name, why: "hardly-repeats", distinct, rows: present.length };
}

function countsRows({ name, values }: NumericColumn): IdentifierSuspect | undefined {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  return isCounter(present)
    ? { field: name, why: "counts-rows", distinct: present.length, rows: present.length }
    : undefined;
}

/**
 * Whole numbers, all different, so many within their range that chance would have repeated one: n of them within R
 * places are all different with a chance of about exp(−n² / 2R).
 */
function isCounter(sorted: Float64Array): boolean {
  const count = sorted.length;
  if (count < FEWEST) return false;
  const range = (sorted[count - 1] as number) - (sorted[0] as number) + 1;
  if (Math.exp(-(count ** 2) / (2 * range)) > BY_CHANCE) return false;
  return sorted.every((value, i) => Number.isInteger(value) && value !== sorted[i - 1]);
}

/** One value for each entity, and another for each. Numbers must be a counter besides: an entity's own measure may be its own. */
function namesEntity(column: Column, entity: Int32Array, entities: number): readonly IdentifierSuspect[] {
  const cells = column.kind === "text" ? column.codes : column.values;
  const numberOf = new Map<number, number>();
  let rows = 0;
  for (let row = 0; row < cells.length; row++) {
    if (isMissing(column, row)) continue;
    rows++;
    const [value, known] = [cells[row] as number, numberOf.get(entity[row] as number)];
    if (known !== undefined && known !== value) return [];
    numberOf.set(entity[row] as number, value);
  }
  const values = Float64Array.from(numberOf.values()).sort();
  const distinct = new Set(values).size;
  if (distinct < FEWEST || distinct < HARDLY * entities) return [];
  if (column.kind === "number" && !isCounter(values)) return [];
  return [{ field: column.name, why: "names-entity", distinct, rows }];
}
