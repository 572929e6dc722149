import { rowWords } from "../intake/prints.ts";
import type { Column, Table } from "../table.ts";

/** No part but the last has fewer rows. */
const FEWEST = 2_048;
/** One row in so many ends a part. A power of two. */
const ONE_IN = 8_192;
/** No part has more rows. */
export const MOST_PART_ROWS = 32_768;

/**
 * Where a table is cut into parts: the number of the row after each part's last. A row ends a part by what it holds, not by
 * its number, so that rows which are added, removed or changed move no cut but those around them (content-defined chunking;
 * Muthitacharoen, Chen and Mazières, 2001). A table without rows is one part.
 */
export function cutRows(table: Table): readonly number[] {
  const words = rowWords(table);
  const ends: number[] = [];
  let begun = 0;
  for (let row = 0; row < words.length; row++) {
    const rows = row + 1 - begun;
    if (rows < FEWEST || (((words[row] as number) & (ONE_IN - 1)) !== 0 && rows < MOST_PART_ROWS)) continue;
    ends.push(row + 1);
    begun = row + 1;
  }
  if (begun < table.rows || ends.length === 0) ends.push(table.rows);
  return ends;
}

/**
 * Takes ranges of rows out of a table, from the first of them (0) to before the last. A text keeps only the levels that
 * these rows hold, so that a part costs what its rows do, however long the table's dictionary.
 */
export function rangesOf(table: Table): (from: number, to: number) => Table {
  const takers = table.columns.map(taker);
  return (from, to) => ({ rows: to - from, columns: takers.map((take) => take(from, to)) });
}

function taker(column: Column): (from: number, to: number) => Column {
  if (column.kind !== "text") return (from, to) => ({ ...column, values: column.values.slice(from, to) });
  const { codes, levels } = column;
  const placed = new Int32Array(levels.length);
  const takenBy = new Int32Array(levels.length);
  let taken = 0;
  return (from, to) => {
    taken++;
    const own: string[] = [];
    const coded = codes.slice(from, to);
    for (let i = 0; i < coded.length; i++) {
      const code = coded[i] as number;
      if (code < 0) continue;
      if (takenBy[code] !== taken) {
        takenBy[code] = taken;
        placed[code] = own.push(levels[code] as string) - 1;
      }
      coded[i] = placed[code] as number;
    }
    return { ...column, codes: coded, levels: own };
  };
}
