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

/** Keeps a snapshot under its id. The same snapshot is kept once. */
export async function putSnapshot(blobs: Blobs, { id, table, contract, quarantined }: Snapshot): Promise<void> {
  const about: About = { contract, quarantined };
  // The table first: whoever finds `about` finds the table.
  await blobs.putIfMatch(keyOf(id, "table"), encodeTable(table), null);
  await blobs.putIfMatch(keyOf(id, "about"), strToU8(JSON.stringify(about)), null);
}

/** The snapshot of that id, its content checked against the id. Throws `data.snapshot-damaged`. */
export async function getSnapshot(blobs: Blobs, id: string): Promise<Snapshot | undefined> {
  const about = await blobs.get(keyOf(id, "about"));
  if (about === undefined) return undefined;
  const bytes = await blobs.get(keyOf(id, "table"));
  if (bytes === undefined) throw snapshotDamaged({ id, problem: "has lost its table" });
  const { contract, quarantined } = JSON.parse(strFromU8(about)) as About;
  if (underContract(hashBytes(bytes), contract) !== id)
    throw snapshotDamaged({ id, problem: "was changed after it was taken: its content does not hash to its id" });
  const table = decodeTable(bytes);
  return Object.freeze({ id, rows: table.rows, contract, quarantined, table });
}

function keyOf(id: string, part: "table" | "about"): string {
  return `snapshots/${id}/${part}`;
}
