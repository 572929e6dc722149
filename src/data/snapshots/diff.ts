import type { Blobs } from "../../store/index.ts";
import { snapshotTables } from "../snapshot-store.ts";
import type { Kind, Row, Table } from "../table.ts";
import { decodeTable } from "../table-codec.ts";
import { readAbout, type SnapshotAbout } from "./about.ts";
import type { ColumnDifference } from "./column-difference.ts";
import { ColumnTally } from "./column-difference.ts";
import { type PassResult, passOver } from "./diff-pass.ts";
import { cutTable, placedParts, readPart } from "./parts.ts";

export type { Change, ColumnDifference } from "./column-difference.ts";

export interface DiffOptions {
  /** Columns that tell rows apart. Empty: rows are the same when all their values are. */
  readonly key: readonly string[];
  /** So many rows of each kind are shown. Default 5. */
  readonly examples?: number;
  /** Cells that are held at once; more are compared in several passes. Default 20 million, about 200 MB. */
  readonly heldCells?: number;
  readonly signal?: { throwIfAborted(): void };
  readonly onProgress?: (share: number) => void;
}

/** What changed from one snapshot to another. */
export interface SnapshotDiff {
  readonly before: { readonly id: string; readonly rows: number; readonly contract: string };
  readonly after: { readonly id: string; readonly rows: number; readonly contract: string };
  /** What told rows apart; empty: all that they hold. */
  readonly key: readonly string[];
  readonly columns: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Columns of another kind. They are left out when rows are compared, as are those of one snapshot alone. */
    readonly kinds: readonly { readonly name: string; readonly from: Kind; readonly to: Kind }[];
  };
  readonly rows: { readonly same: number; readonly added: number; readonly removed: number; readonly changed: number };
  /** Parts that both have, and the rows in them: these were not even read. */
  readonly shared: { readonly parts: number; readonly rows: number };
  /** Columns that differ in rows of the same key, the most often changed first. */
  readonly changes: readonly ColumnDifference[];
  readonly examples: PassResult["examples"];
}

/** A part that can be read. */
export interface ReadablePart {
  readonly id: string;
  readonly rows: number;
  read(): Promise<Table>;
}

const HELD_CELLS = 20_000_000;
const EXAMPLES = 5;

/**
 * What changed from one snapshot to another. Parts that both hold are passed over; the others are compared in bounded memory,
 * by fingerprints of 128 bits. Undefined when one of them is not there. Throws `data.snapshot-damaged`.
 */
export async function diffSnapshots(
  blobs: Blobs,
  [before, after]: readonly [string, string],
  options: DiffOptions,
): Promise<SnapshotDiff | undefined> {
  const [was, is] = await Promise.all([readAbout(blobs, before), readAbout(blobs, after)]);
  if (was === undefined || is === undefined) return undefined;
  const [old, fresh] = [await readableParts(blobs, was), await readableParts(blobs, is)];
  const { columns, common } = await columnsOf(old, fresh);
  const { left, right, shared } = withoutShared(old, fresh);
  const tallies = common.map((name) => new ColumnTally(name));
  const key = options.key.filter((name) => common.includes(name));
  const found = await inPasses({ left, right, tallies, key }, options);
  return {
    before: { id: before, rows: rowsIn(old), contract: was.contract },
    after: { id: after, rows: rowsIn(fresh), contract: is.contract },
    key,
    columns,
    rows: { ...found.rows, same: found.rows.same + shared.rows },
    shared,
    changes: tallies
      .map((tally) => tally.result())
      .filter(({ changed }) => changed > 0)
      .sort((a, b) => b.changed - a.changed),
    examples: found.examples,
  };
}

async function readableParts(blobs: Blobs, about: SnapshotAbout): Promise<readonly ReadablePart[]> {
  if (about.parts !== undefined)
    return placedParts(about).map((part) => ({ ...part, read: async () => await readPart(blobs, about.id, part) }));
  const parts: ReadablePart[] = [];
  for await (const table of snapshotTables(blobs, about.id))
    for (const { id, rows, content } of cutTable(table))
      parts.push({ id, rows, read: async () => decodeTable(content) });
  return parts;
}

function rowsIn(parts: readonly ReadablePart[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

/** The parts of each that the other lacks. A part that one holds twice counts twice. */
function withoutShared(
  old: readonly ReadablePart[],
  fresh: readonly ReadablePart[],
): {
  readonly left: readonly ReadablePart[];
  readonly right: readonly ReadablePart[];
  readonly shared: SnapshotDiff["shared"];
} {
  const counts = new Map<string, number>();
  for (const { id } of fresh) counts.set(id, (counts.get(id) ?? 0) + 1);
  const shared = new Map<string, number>();
  const left = old.filter(({ id }) => {
    const count = counts.get(id) ?? 0;
    if (count === 0) return true;
    counts.set(id, count - 1);
    shared.set(id, (shared.get(id) ?? 0) + 1);
    return false;
  });
  const cancelled = new Map(shared);
  const right = fresh.filter(({ id }) => {
    const count = cancelled.get(id) ?? 0;
    if (count > 0) cancelled.set(id, count - 1);
    return count === 0;
  });
  return { left, right, shared: { parts: old.length - left.length, rows: rowsIn(old) - rowsIn(left) } };
}

interface FoundColumns {
  readonly columns: SnapshotDiff["columns"];
  /** Names that both have, of the same kind. */
  readonly common: readonly string[];
}

async function columnsOf(old: readonly ReadablePart[], fresh: readonly ReadablePart[]): Promise<FoundColumns> {
  const [was, is] = await Promise.all([kindsIn(old), kindsIn(fresh)]);
  const kinds = [...was].flatMap(([name, from]) => {
    const to = is.get(name);
    return to === undefined || to === from ? [] : [{ name, from, to }];
  });
  return {
    columns: {
      added: [...is.keys()].filter((name) => !was.has(name)),
      removed: [...was.keys()].filter((name) => !is.has(name)),
      kinds,
    },
    common: [...was].flatMap(([name, kind]) => (is.get(name) === kind ? [name] : [])),
  };
}

/** Every part has the same columns. */
async function kindsIn([first]: readonly ReadablePart[]): Promise<ReadonlyMap<string, Kind>> {
  const { columns } = first === undefined ? { columns: [] } : await first.read();
  return new Map(columns.map(({ name, kind }) => [name, kind]));
}

/** What is compared. */
export interface Compared {
  readonly left: readonly ReadablePart[];
  readonly right: readonly ReadablePart[];
  readonly tallies: readonly ColumnTally[];
  readonly key: readonly string[];
}

/** As many passes as it takes to hold only so many cells at once; each looks at the rows whose fingerprint falls to it. */
async function inPasses(compared: Compared, options: DiffOptions): Promise<PassResult> {
  const { examples = EXAMPLES, heldCells = HELD_CELLS } = options;
  const cells = rowsIn(compared.left) * Math.max(1, compared.tallies.length);
  const passes = Math.max(1, Math.ceil(cells / heldCells));
  const sum = { same: 0, added: 0, removed: 0, changed: 0 };
  const shown = {
    added: [] as Row[],
    removed: [] as Row[],
    changed: [] as PassResult["examples"]["changed"][number][],
  };
  for (let pass = 0; pass < passes; pass++) {
    const { rows, examples: some } = await passOver(compared, { pass, passes, examples, ...options });
    for (const name of ["same", "added", "removed", "changed"] as const) sum[name] += rows[name];
    shown.added.push(...some.added);
    shown.removed.push(...some.removed);
    shown.changed.push(...some.changed);
    options.onProgress?.((pass + 1) / passes);
  }
  const few = <T>(list: readonly T[]): readonly T[] => list.slice(0, examples);
  return {
    rows: sum,
    examples: { added: few(shown.added), removed: few(shown.removed), changed: few(shown.changed) },
  };
}
