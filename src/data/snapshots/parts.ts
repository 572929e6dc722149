import { hashBytes } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { Table } from "../table.ts";
import { decodeTable, encodeTable } from "../table-codec.ts";
import type { SnapshotAbout, SnapshotPart } from "./about.ts";
import { cutRows, rangesOf } from "./cuts.ts";
import { snapshotDamaged, wordRange } from "./errors.ts";

/** Where a part is kept. */
export function partKey(id: string): string {
  return `parts/${id}`;
}

/** A part with its bytes. */
export interface CutPart extends SnapshotPart {
  /** Number of its first row. */
  readonly from: number;
  readonly content: Uint8Array;
}

/** Cuts a table into its parts, one at a time. */
export function* cutTable(table: Table): Generator<CutPart> {
  const take = rangesOf(table);
  let from = 0;
  for (const end of cutRows(table)) {
    const content = encodeTable(take(from, end));
    yield { id: hashBytes(content), rows: end - from, bytes: content.length, from, content };
    from = end;
  }
}

/** Writes a part unless it is there as it should be; true when it was written. So a damaged one is mended. */
export async function putPart(blobs: Blobs, { id, content }: Pick<CutPart, "id" | "content">): Promise<boolean> {
  const there = await blobs.get(partKey(id));
  if (there !== undefined && isSame(there, content)) return false;
  await blobs.put(partKey(id), content);
  return true;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A part and the number of its first row in the snapshot. */
export interface PlacedPart extends SnapshotPart {
  readonly from: number;
}

/** A snapshot's parts, each with the number of its first row. */
export function placedParts({ parts = [] }: Pick<SnapshotAbout, "parts">): readonly PlacedPart[] {
  let from = 0;
  return parts.map((part) => {
    const placed = { ...part, from };
    from += part.rows;
    return placed;
  });
}

/** What is wrong with a stored part, as the rest of a sentence; its bytes when nothing is. */
export async function soundPart(blobs: Blobs, part: SnapshotPart): Promise<Uint8Array | string> {
  const bytes = await blobs.get(partKey(part.id));
  if (bytes === undefined) return "are lost";
  return hashBytes(bytes) === part.id ? bytes : "were changed after the snapshot was taken";
}

/** The rows of one part of a snapshot, checked against its hash. Throws `data.snapshot-damaged`, which says which rows are concerned. */
export async function readPart(blobs: Blobs, id: string, part: PlacedPart): Promise<Table> {
  const bytes = await soundPart(blobs, part);
  if (typeof bytes === "string")
    throw snapshotDamaged({ id, problem: `is damaged: ${wordRange(part)} ${bytes} (part ${part.id.slice(0, 12)})` });
  return decodeTable(bytes);
}
