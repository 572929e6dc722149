import type { Blobs } from "../../store/index.ts";
import type { Table } from "../table.ts";
import { readAbout, type SnapshotPart } from "./about.ts";
import { cutTable, type PlacedPart, placedParts, putPart, soundPart } from "./parts.ts";

/** Rows of a snapshot that are not what they were. */
export interface DamagedRows extends Pick<PlacedPart, "from" | "rows"> {
  /** Id of the part that holds them. */
  readonly part: string;
  /** As the rest of a sentence: `are lost`. */
  readonly problem: string;
}

/** Every damaged part of a snapshot; undefined when there is no such snapshot, or it was kept before there were parts. */
export async function damageOf(blobs: Blobs, id: string): Promise<readonly DamagedRows[] | undefined> {
  const about = await readAbout(blobs, id);
  if (about?.parts === undefined) return undefined;
  const found: DamagedRows[] = [];
  for (const part of placedParts(about)) {
    const problem = await soundPart(blobs, part);
    if (typeof problem === "string") found.push({ part: part.id, from: part.from, rows: part.rows, problem });
  }
  return found;
}

/**
 * Mends the damaged parts of a snapshot from rows that were read again, and gives what is damaged still. The rows may be more
 * than they were: a part is mended when its rows are there again, as they were and next to each other.
 */
export async function mendFrom(
  blobs: Blobs,
  table: Table,
  damaged: readonly DamagedRows[],
): Promise<readonly DamagedRows[]> {
  const missing = new Set<SnapshotPart["id"]>(damaged.map(({ part }) => part));
  for (const part of cutTable(table)) {
    if (!missing.has(part.id)) continue;
    await putPart(blobs, part);
    missing.delete(part.id);
  }
  return damaged.filter(({ part }) => missing.has(part));
}
