import { strFromU8, strToU8 } from "fflate";
import { defineError, type ErrorConstructor, hashBytes } from "../kernel/index.ts";
import type { Blobs } from "../store/index.ts";
import { type Snapshot, underContract } from "./snapshot.ts";
import { decodeTable, encodeTable } from "./table-codec.ts";

interface Fault {
  readonly id: string;
  readonly problem: string;
}

export const snapshotDamaged: ErrorConstructor<Fault> = defineError("data.snapshot-damaged", {
  headline: "A snapshot that is not what it was",
  message: ({ id, problem }: Fault) => `Snapshot ${id} ${problem}.`,
  hint: () => "Restore it from a backup, or take it again from its source.",
});

/** What is kept beside the table. */
type About = Pick<Snapshot, "contract" | "quarantined">;

/** Keeps a snapshot under its id. The same snapshot is kept once, and one that was damaged since is mended. */
export async function putSnapshot(blobs: Blobs, { id, table, contract, quarantined }: Snapshot): Promise<void> {
  const about: About = { contract, quarantined };
  // The table first: whoever finds `about` finds the table. Its id says what it holds, so writing it again is harmless.
  await blobs.put(keyOf(id, "table"), encodeTable(table));
  const kept = await blobs.get(keyOf(id, "about"));
  if (kept === undefined || readAbout(kept) === undefined)
    await blobs.put(keyOf(id, "about"), strToU8(JSON.stringify(about)));
}

/** The snapshot of that id, its content checked against the id. Throws `data.snapshot-damaged`. */
export async function getSnapshot(blobs: Blobs, id: string): Promise<Snapshot | undefined> {
  const about = await blobs.get(keyOf(id, "about"));
  if (about === undefined) return undefined;
  const bytes = await blobs.get(keyOf(id, "table"));
  if (bytes === undefined) throw snapshotDamaged({ id, problem: "has lost its table" });
  const found = readAbout(about);
  if (found === undefined) throw snapshotDamaged({ id, problem: "has a damaged contract beside its table" });
  const { contract, quarantined } = found;
  if (underContract(hashBytes(bytes), contract) !== id)
    throw snapshotDamaged({ id, problem: "was changed after it was taken: its content does not hash to its id" });
  const table = decodeTable(bytes);
  return Object.freeze({ id, rows: table.rows, contract, quarantined, table });
}

function readAbout(bytes: Uint8Array): About | undefined {
  try {
    return JSON.parse(strFromU8(bytes)) as About;
  } catch {
    return undefined;
  }
}

function keyOf(id: string, part: "table" | "about"): string {
  return `snapshots/${id}/${part}`;
}
