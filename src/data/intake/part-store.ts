import { strFromU8, strToU8 } from "fflate";
import { defineError, type ErrorConstructor, hashBytes, hashValue } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SetAside } from "../contract/quarantine.ts";
import type { RawTable, RejectedRow } from "../raw.ts";
import { decodeTable, encodeTable } from "../table-codec.ts";

/** What a part holds: its rows as they came, what the source could not read, and what the contract of that day refused. */
export interface PartContent {
  readonly table: RawTable;
  /** Copies of rows of the table, each with its reasons. */
  readonly quarantined: readonly SetAside[];
  /** Fingerprints of the rows, when they have a key. */
  readonly prints?: Uint32Array;
}

interface Beside {
  readonly rejected: readonly RejectedRow[];
  readonly quarantined: readonly SetAside[];
  readonly notes: readonly string[];
}

interface Fault {
  readonly id: string;
  readonly problem: string;
}

export const partDamaged: ErrorConstructor<Fault> = defineError("data.part-damaged", {
  headline: "A kept part that is not what it was",
  message: ({ id, problem }: Fault) => `Part ${id} of what was pulled ${problem}.`,
  hint: () => "Restore the state from a backup, or pull again from the beginning with `--restart`.",
});

type Piece = "table" | "beside" | "prints";

function keyOf(id: string, piece: Piece): string {
  return `intake/${id}/${piece}`;
}

/** Keeps a part under the hash of its content; gives the hash and the size of the table. */
export async function putPart(
  blobs: Blobs,
  { table, quarantined, prints }: PartContent,
): Promise<{ readonly id: string; readonly bytes: number }> {
  const bytes = encodeTable(table);
  const rejected = table.rejected ?? [];
  const id = idOf(bytes, rejected);
  const beside: Beside = { rejected, quarantined, notes: table.notes ?? [] };
  await blobs.put(keyOf(id, "table"), bytes);
  await blobs.put(keyOf(id, "beside"), strToU8(JSON.stringify(beside)));
  if (prints !== undefined)
    await blobs.put(keyOf(id, "prints"), new Uint8Array(prints.buffer, prints.byteOffset, prints.byteLength));
  return { id, bytes: bytes.length };
}

/** A part, its content checked against its id; undefined when it is not there. Throws `data.part-damaged`. */
export async function getPart(blobs: Blobs, id: string): Promise<PartContent | undefined> {
  const [bytes, words] = await Promise.all([blobs.get(keyOf(id, "table")), blobs.get(keyOf(id, "beside"))]);
  if (bytes === undefined || words === undefined) return undefined;
  const beside = readBeside(words, id);
  if (idOf(bytes, beside.rejected) !== id)
    throw partDamaged({ id, problem: "was changed after it was written: its content does not hash to its id" });
  const { rejected, quarantined, notes } = beside;
  const table = { ...decodeTable(bytes), rejected, ...(notes.length > 0 ? { notes } : {}) };
  const prints = await getPrints(blobs, id);
  return { table, quarantined, ...(prints === undefined ? {} : { prints }) };
}

/** The fingerprints of a part's rows; undefined when it was kept without a key. */
export async function getPrints(blobs: Blobs, id: string): Promise<Uint32Array | undefined> {
  const bytes = await blobs.get(keyOf(id, "prints"));
  return bytes === undefined ? undefined : new Uint32Array(bytes.slice().buffer);
}

/** Forgets a part. */
export async function deletePart(blobs: Blobs, id: string): Promise<void> {
  for (const piece of ["beside", "prints", "table"] as const) await blobs.delete(keyOf(id, piece));
}

function idOf(bytes: Uint8Array, rejected: readonly RejectedRow[]): string {
  return hashValue({ table: hashBytes(bytes), rejected });
}

function readBeside(bytes: Uint8Array, id: string): Beside {
  try {
    return JSON.parse(strFromU8(bytes)) as Beside;
  } catch (error) {
    throw partDamaged({ id, problem: "has a damaged list of what was set aside" }, error);
  }
}
