import { didYouMean } from "../../kernel/index.ts";
import type { Contract } from "../contract/contract.ts";
import { inspect } from "../contract/enforce.ts";
import { rowsWhere } from "../contract/quarantine.ts";
import { columnMissing } from "../file-errors.ts";
import type { RawTable } from "../raw.ts";
import { joinTables } from "../source/join-tables.ts";
import type { Batch } from "../source/source.ts";
import { type Table, takeRows } from "../table.ts";
import type { Moving, Part } from "./intake.ts";
import { deletePart, getPart, getPrints, type PartContent, putPart } from "./part-store.ts";
import { ROW_WORDS, rowPrints, SeenPrints } from "./prints.ts";
import type { PullDeps, Pulled } from "./pulling.ts";

/** Gathers batches into parts and keeps them. */
export interface Keeper {
  readonly counts: Omit<Pulled, "intake">;
  add(batch: Batch): Promise<void>;
  /** Keeps what was gathered. */
  flush(): Promise<void>;
}

interface Into {
  readonly moving: Moving;
  readonly contract: Contract;
  readonly key: readonly string[];
}

const PART_ROWS = 100_000;
/** A part of more cells would take more than some 32 MB. */
const PART_CELLS = 4_000_000;
const KEEP_EVERY = 5_000;
const MOST_ORIGINS = 20;

type Deps = Pick<PullDeps, "blobs" | "clock" | "partRows" | "keepEvery">;

/** Keeps parts of about 100,000 rows; a part that stayed small is written anew together with what comes next. */
export function keeper(into: Into, deps: Deps): Keeper {
  const { clock, partRows = PART_ROWS, keepEvery = KEEP_EVERY } = deps;
  const counts = { rows: 0, resent: 0, quarantined: 0 };
  const fresh = freshRows(into, deps);
  let gathered: Batch[] = [];
  let since = clock.now();
  const flush = async (): Promise<void> => {
    const batches = gathered;
    gathered = [];
    since = clock.now();
    if (batches.length > 0) counts.quarantined += await keepPart(batches, into, { ...deps, partRows });
  };
  return {
    counts,
    flush,
    async add(batch) {
      const table = await fresh(batch.table);
      counts.rows += table.rows;
      counts.resent += batch.table.rows - table.rows;
      gathered.push({ ...batch, table });
      const rows = gathered.reduce((sum, one) => sum + one.table.rows, 0);
      const isFull = rows >= partRows || rows * table.columns.length >= PART_CELLS;
      if (isFull || clock.now() - since >= keepEvery) await flush();
    },
  };
}

/** Leaves out the rows that are kept already, exactly as they are. */
function freshRows({ moving, key }: Into, { blobs }: Deps): (table: RawTable) => Promise<RawTable> {
  if (key.length === 0) return async (table) => table;
  let seen: Promise<SeenPrints> | undefined;
  return async (table) => {
    if (table.rows === 0) return table;
    checkKey(table, key);
    seen ??= seenIn(moving.intake.parts, key, blobs);
    const known = await seen;
    const prints = rowPrints(table, key);
    const rows = rowsWhere(table.rows, (row) => known.add(prints, row));
    if (rows.length === table.rows) return table;
    const { lines, rejected = [], notes = [] } = table;
    const kept = lines === undefined ? {} : { lines: rows.map((row) => lines[row] as number) };
    return { ...takeRows(table, rows), ...kept, rejected, notes };
  };
}

function checkKey({ columns }: Table, key: readonly string[]): void {
  const names = columns.map(({ name }) => name);
  const absent = key.find((name) => !names.includes(name));
  if (absent !== undefined)
    throw columnMissing({ column: absent, columns: names, suggestion: didYouMean(absent, names) });
}

async function seenIn(parts: readonly Part[], key: readonly string[], blobs: Deps["blobs"]): Promise<SeenPrints> {
  const seen = new SeenPrints();
  for (const { id } of parts) {
    const prints = (await getPrints(blobs, id)) ?? rowPrints((await getPart(blobs, id))?.table ?? EMPTY, key);
    for (let row = 0; row * ROW_WORDS < prints.length; row++) seen.add(prints, row);
  }
  return seen;
}

const EMPTY: Table = { rows: 0, columns: [] };

/** Writes one part and counts it, cursor and all; gives how many of its rows the contract sets aside. */
async function keepPart(
  batches: readonly Batch[],
  { moving, contract, key }: Into,
  deps: Deps & { readonly partRows: number },
): Promise<number> {
  const cursor = batches.at(-1)?.cursor ?? null;
  const table = joinTables(batches.map((batch) => batch.table));
  const { parts } = moving.intake;
  if (table.rows + (table.rejected?.length ?? 0) === 0) {
    if (cursor !== moving.intake.cursor) await moving.move({ cursor });
    return 0;
  }
  const { quarantined } = inspect(table, contract);
  const added = { table, quarantined: quarantined.records };
  const small = await smallLast(parts, added, deps);
  const content = small === undefined ? added : merged(small.content, added);
  const prints = key.length === 0 ? {} : { prints: rowPrints(content.table, key) };
  const { id, bytes } = await putPart(deps.blobs, { ...content, ...prints });
  const origins = [...(small?.part.origins ?? []), ...batches.map(({ origin }) => origin)];
  const part: Part = {
    id,
    rows: content.table.rows,
    bytes,
    quarantined: (small?.part.quarantined ?? 0) + quarantined.rows,
    at: deps.clock.now(),
    origins: [...new Set(origins)].slice(-MOST_ORIGINS),
  };
  await moving.move({ cursor, parts: [...(small === undefined ? parts : parts.slice(0, -1)), part] });
  // Nothing names it any more. A reader that just began asks the record again.
  const isUnnamed = small !== undefined && !moving.intake.parts.some((one) => one.id === small.part.id);
  if (isUnnamed) await deletePart(deps.blobs, small.part.id);
  return quarantined.rows;
}

interface Small {
  readonly part: Part;
  readonly content: PartContent;
}

/** The last part, when it and what comes fit into one and have the same columns. */
async function smallLast(
  parts: readonly Part[],
  { table }: PartContent,
  { blobs, partRows }: Pick<Deps, "blobs"> & { readonly partRows: number },
): Promise<Small | undefined> {
  const part = parts.at(-1);
  if (part === undefined || part.rows + table.rows > partRows) return undefined;
  const content = await getPart(blobs, part.id);
  if (content === undefined || shapeOf(content.table) !== shapeOf(table)) return undefined;
  return { part, content };
}

function shapeOf({ columns }: Table): string {
  return JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
}

function merged(small: PartContent, added: PartContent): PartContent {
  // Lines of two readings do not go together.
  const [first, second] = [small.table, added.table].map(({ lines: _, ...table }) => table);
  const table = joinTables([first ?? EMPTY, second ?? EMPTY]);
  return { table, quarantined: [...small.quarantined, ...added.quarantined] };
}
