import type { Column } from "../../data/index.ts";

/** A number for each entity, the same in all columns that are asked about. */
export interface EntityCodes {
  /** The numbers of a column's entities; -1 for one that is missing or, unless `grow`, not known yet. */
  codesOf(entities: Column, grow: boolean): Int32Array;
  size(): number;
}

/** Numbers entities from 0 in order of first appearance. */
export function entityCodes(): EntityCodes {
  const numberOf = new Map<string | number, number>();
  const code = (key: string | number, grow: boolean): number => {
    const found = numberOf.get(key);
    if (found !== undefined || !grow) return found ?? -1;
    numberOf.set(key, numberOf.size);
    return numberOf.size - 1;
  };
  return {
    size: () => numberOf.size,
    codesOf: (entities, grow) =>
      entities.kind === "text"
        ? codesOfTexts(entities, (key) => code(key, grow))
        : codesOfNumbers(entities, (key) => code(key, grow)),
  };
}

function codesOfTexts({ codes, levels }: Column & { kind: "text" }, code: (key: string) => number): Int32Array {
  const byLevel = new Int32Array(levels.length).fill(-2);
  const out = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const level = codes[row] as number;
    if (level >= 0 && byLevel[level] === -2) byLevel[level] = code(levels[level] as string);
    out[row] = level < 0 ? -1 : (byLevel[level] as number);
  }
  return out;
}

function codesOfNumbers(entities: Column, code: (key: number) => number): Int32Array {
  const values = entities.kind === "text" ? new Float64Array(0) : entities.values;
  const span = spanOf(values);
  const out = new Int32Array(values.length);
  if (span === undefined) {
    for (let row = 0; row < values.length; row++) {
      const value = (values[row] as number) + 0;
      out[row] = Number.isNaN(value) ? -1 : code(value);
    }
    return out;
  }
  const table = new Int32Array(span.size).fill(-2);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    const place = value - span.least;
    if (table[place] === -2) table[place] = code(value + 0);
    out[row] = Number.isNaN(value) ? -1 : (table[place] as number);
  }
  return out;
}

/** Whole numbers that lie close together: a table is asked about each instead of a map. */
function spanOf(values: Float64Array): { readonly least: number; readonly size: number } | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    if (Math.floor(value) !== value) return undefined;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const size = most - least + 1;
  return size <= 4 * values.length + 1024 ? { least, size: Math.max(0, size) } : undefined;
}
