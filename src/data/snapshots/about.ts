import { strFromU8, strToU8 } from "fflate";
import { isObject } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";
import { snapshotDamaged } from "./errors.ts";

/** Some consecutive rows of a snapshot, named by the hash of their bytes. Snapshots that share rows share parts. */
export interface SnapshotPart {
  /** SHA-256 of the stored bytes. */
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What is kept of a snapshot beside its parts. */
export interface SnapshotAbout {
  readonly id: string;
  /** Version of the contract that let the rows through. */
  readonly contract: string;
  readonly quarantined: number;
  /** In the order of the rows; undefined for a snapshot that was kept whole, before there were parts. */
  readonly parts?: readonly SnapshotPart[];
}

/** Where a piece of a snapshot is kept. `table` is that of a snapshot kept whole. */
export function keyOf(id: string, piece: "about" | "table" | "streams"): string {
  return `snapshots/${id}/${piece}`;
}

/** What is kept beside a snapshot's parts; undefined when there is no such snapshot. Throws `data.snapshot-damaged`. */
export async function readAbout(blobs: Blobs, id: string): Promise<SnapshotAbout | undefined> {
  const bytes = await blobs.get(keyOf(id, "about"));
  if (bytes === undefined) return undefined;
  const found = parsed(bytes);
  if (found === undefined) throw snapshotDamaged({ id, problem: "has a damaged contract beside its table" });
  return { ...found, id };
}

/** The same, undefined where it is damaged. */
export async function soundAbout(blobs: Blobs, id: string): Promise<SnapshotAbout | undefined> {
  const bytes = await blobs.get(keyOf(id, "about"));
  const found = bytes === undefined ? undefined : parsed(bytes);
  return found === undefined ? undefined : { ...found, id };
}

export async function writeAbout(blobs: Blobs, { id, ...about }: SnapshotAbout): Promise<void> {
  await blobs.put(keyOf(id, "about"), strToU8(JSON.stringify(about)));
}

function parsed(bytes: Uint8Array): Omit<SnapshotAbout, "id"> | undefined {
  try {
    const found: unknown = JSON.parse(strFromU8(bytes));
    return isObject(found) && typeof found.contract === "string" ? (found as unknown as SnapshotAbout) : undefined;
  } catch {
    return undefined;
  }
}

/** Every snapshot whose parts are kept, without reading them. */
export async function keptAbouts(blobs: Blobs): Promise<readonly SnapshotAbout[]> {
  const keys = (await blobs.list("snapshots/")).filter((key) => key.endsWith("/about"));
  const found = await Promise.all(keys.map((key) => soundAbout(blobs, key.split("/")[1] ?? "")));
  return found.filter((about) => about !== undefined);
}
