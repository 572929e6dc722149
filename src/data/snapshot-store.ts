import { hashBytes } from "../kernel/index.ts";
import type { Blobs } from "../store/index.ts";
import { type Snapshot, underContract } from "./snapshot.ts";
import { keyOf, readAbout, type SnapshotAbout, type SnapshotPart, soundAbout, writeAbout } from "./snapshots/about.ts";
import { snapshotDamaged } from "./snapshots/errors.ts";
import { cutTable, partKey, placedParts, putPart, readPart } from "./snapshots/parts.ts";
import { joinTables } from "./source/join-tables.ts";
import type { Table } from "./table.ts";
import { decodeTable, encodeTable } from "./table-codec.ts";

/** What keeping a snapshot came to. */
export interface KeptSnapshot {
  readonly parts: readonly SnapshotPart[];
  /** Bytes that had to be written; the others were there, from this snapshot or another. */
  readonly written: number;
}

/**
 * Keeps a snapshot under its id, in parts: what another snapshot holds too is kept once. The same snapshot again changes
 * nothing, and mends what was damaged since.
 */
export async function putSnapshot(blobs: Blobs, snapshot: Snapshot): Promise<KeptSnapshot> {
  const { id, contract, quarantined } = snapshot;
  const kept = await putParts(blobs, snapshot.table);
  const about: SnapshotAbout = { id, contract, quarantined, parts: kept.parts };
  // The parts first: whoever finds `about` finds them.
  const there = await soundAbout(blobs, id);
  if (there === undefined || JSON.stringify(there.parts) !== JSON.stringify(about.parts)) {
    await writeAbout(blobs, about);
    // One that was kept whole before has been put into parts.
    await blobs.delete(keyOf(id, "table"));
  }
  // What is thrown away at the same moment cannot know of a snapshot that was not there yet.
  const present = new Set(await blobs.list("parts/"));
  const isThere = kept.parts.every((part) => present.has(partKey(part.id)));
  return isThere ? kept : { ...kept, ...(await putParts(blobs, snapshot.table)) };
}

async function putParts(blobs: Blobs, table: Table): Promise<KeptSnapshot> {
  const parts: SnapshotPart[] = [];
  let written = 0;
  for (const part of cutTable(table)) {
    const { id, rows, bytes } = part;
    if (await putPart(blobs, part)) written += bytes;
    parts.push({ id, rows, bytes });
  }
  return { parts, written };
}

/**
 * The snapshot of that id, its content checked against the id. Throws `data.snapshot-damaged`, which says which rows are
 * concerned.
 */
export async function getSnapshot(blobs: Blobs, id: string): Promise<Snapshot | undefined> {
  const about = await readAbout(blobs, id);
  if (about === undefined) return undefined;
  const { contract, quarantined } = about;
  const table = about.parts === undefined ? await wholeTable(blobs, id) : await joinedTable(blobs, about);
  if (underContract(hashBytes(encodeTable(table)), contract) !== id)
    throw snapshotDamaged({ id, problem: "was changed after it was taken: its content does not hash to its id" });
  return Object.freeze({ id, rows: table.rows, contract, quarantined, table });
}

/** The table of a snapshot that was kept before there were parts. */
async function wholeTable(blobs: Blobs, id: string): Promise<Table> {
  const bytes = await blobs.get(keyOf(id, "table"));
  if (bytes === undefined) throw snapshotDamaged({ id, problem: "has lost its table" });
  try {
    return decodeTable(bytes);
  } catch (error) {
    throw snapshotDamaged({ id, problem: "was changed after it was taken: its table cannot be read" }, error);
  }
}

async function joinedTable(blobs: Blobs, about: SnapshotAbout): Promise<Table> {
  const tables: Table[] = [];
  for (const part of placedParts(about)) tables.push(await readPart(blobs, about.id, part));
  const { rows, columns } = joinTables(tables);
  return { rows, columns };
}

/**
 * The rows of a snapshot, part by part, in bounded memory. Each part is checked against its own hash. Throws
 * `data.snapshot-damaged`; gives nothing when there is no such snapshot.
 */
export async function* snapshotTables(blobs: Blobs, id: string): AsyncGenerator<Table> {
  const about = await readAbout(blobs, id);
  if (about === undefined) return;
  if (about.parts === undefined) yield await wholeTable(blobs, id);
  for (const part of placedParts(about)) yield await readPart(blobs, id, part);
}
