import { known } from "../../kernel/index.ts";
import { rowsWhere } from "../contract/quarantine.ts";
import { ROW_WORDS, rowPrints } from "../intake/prints.ts";
import { joinTables } from "../source/join-tables.ts";
import { type Cell, type Column, cell, type Row, rowOf, type Table, takeRows } from "../table.ts";
import type { ColumnTally } from "./column-difference.ts";
import { PrintIndex } from "./print-index.ts";

/** A row whose key stayed and whose values did not. */
export interface ChangedRow {
  readonly key: Row;
  readonly changes: Readonly<Record<string, { readonly from: Cell; readonly to: Cell }>>;
}

/** What one pass found. */
export interface PassResult {
  readonly rows: { readonly same: number; readonly added: number; readonly removed: number; readonly changed: number };
  readonly examples: {
    readonly added: readonly Row[];
    readonly removed: readonly Row[];
    readonly changed: readonly ChangedRow[];
  };
}

interface Part {
  readonly rows: number;
  read(): Promise<Table>;
}

export interface Comparing {
  readonly left: readonly Part[];
  readonly right: readonly Part[];
  /** One for each column that is compared. */
  readonly tallies: readonly ColumnTally[];
  readonly key: readonly string[];
}

export interface Pass {
  readonly pass: number;
  readonly passes: number;
  readonly examples: number;
  readonly signal?: { throwIfAborted(): void };
}

/** Rows of one pass and their fingerprints. */
interface Held {
  readonly table: Table;
  readonly prints: Uint32Array;
}

/** Compares the rows whose fingerprint falls to a pass: those of the first snapshot are held, those of the second go by. */
export async function passOver(comparing: Comparing, pass: Pass): Promise<PassResult> {
  const { left, right, key } = comparing;
  const parts: Table[] = [];
  for (const part of left) parts.push((await fallingTo(part, comparing, pass)).table);
  const { rows, columns } = joinTables(parts);
  const table: Table = { rows, columns };
  const index = new PrintIndex(rowPrints(table, key), key.length === 0 ? "row" : "key");
  const pairing = pairingOf({ table, index }, comparing, pass.examples);
  for (const part of right) pairing.add(await fallingTo(part, comparing, pass));
  return pairing.result();
}

/** The rows of a part that fall to a pass, with the compared columns alone. */
async function fallingTo(part: Part, { key, tallies }: Comparing, { pass, passes, signal }: Pass): Promise<Held> {
  signal?.throwIfAborted();
  const whole = await part.read();
  const wanted = new Set(tallies.map(({ name }) => name));
  const table: Table = { rows: whole.rows, columns: whole.columns.filter(({ name }) => wanted.has(name)) };
  const prints = rowPrints(table, key);
  if (passes === 1) return { table, prints };
  const first = key.length === 0 ? ROW_WORDS / 2 : 0;
  const rows = rowsWhere(table.rows, (row) => (prints[row * ROW_WORDS + first] as number) % passes === pass);
  const own = new Uint32Array(rows.length * ROW_WORDS);
  for (const [i, row] of rows.entries())
    own.set(prints.subarray(row * ROW_WORDS, (row + 1) * ROW_WORDS), i * ROW_WORDS);
  return { table: takeRows(table, rows), prints: own };
}

interface Pairing {
  add(held: Held): void;
  result(): PassResult;
}

function pairingOf(
  { table, index }: { readonly table: Table; readonly index: PrintIndex },
  { tallies, key }: Comparing,
  most: number,
): Pairing {
  const counts = { same: 0, added: 0, changed: 0 };
  const added: Row[] = [];
  const changed: ChangedRow[] = [];
  const before = columnsBy(table, tallies);
  const addRow = (held: Held, after: readonly Column[], row: number): void => {
    const found = index.take(held.prints, row);
    if (found < 0) {
      counts.added++;
      if (added.length < most) added.push(rowOf(held.table, row));
    } else if (index.isSame(held.prints, { row, held: found })) counts.same++;
    else {
      counts.changed++;
      const changes = changesIn(tallies, [before, found], [after, row]);
      if (changed.length < most) changed.push({ key: keyOf(held.table, row, key), changes });
    }
  };
  return {
    add: (held) => {
      const after = columnsBy(held.table, tallies);
      for (let row = 0; row < held.table.rows; row++) addRow(held, after, row);
    },
    result: () => {
      const gone = rowsWhere(table.rows, (row) => index.taken[row] === 0);
      const removed = Array.from(gone.slice(0, most), (row) => rowOf(table, row));
      return { rows: { ...counts, removed: gone.length }, examples: { added, removed, changed } };
    },
  };
}

function changesIn(
  tallies: readonly ColumnTally[],
  [before, was]: readonly [readonly Column[], number],
  [after, is]: readonly [readonly Column[], number],
): ChangedRow["changes"] {
  const changes: Record<string, { readonly from: Cell; readonly to: Cell }> = {};
  tallies.forEach((tally, i) => {
    const [old, fresh] = [known(before[i], "a column"), known(after[i], "a column")];
    if (tally.add([old, was], [fresh, is])) changes[tally.name] = { from: cell(old, was), to: cell(fresh, is) };
  });
  return changes;
}

function columnsBy({ columns, rows }: Table, tallies: readonly ColumnTally[]): readonly Column[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  // No row, no column: nothing will be read.
  return rows === 0 ? [] : tallies.map(({ name }) => known(byName.get(name), `column ${name}`));
}

function keyOf(table: Table, row: number, key: readonly string[]): Row {
  return Object.fromEntries(Object.entries(rowOf(table, row)).filter(([name]) => key.includes(name)));
}
