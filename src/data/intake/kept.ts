import type { Blobs, Records } from "../../store/index.ts";
import type { Contract } from "../contract/contract.ts";
import type { Origin } from "../origin.ts";
import type { RawTable } from "../raw.ts";
import { joinTables } from "../source/join-tables.ts";
import type { SourceRef } from "../source/ref.ts";
import type { SourceReader } from "../source/source.ts";
import { findIntake, type Intake } from "./intake.ts";
import { latestByKey } from "./latest.ts";
import { getPart, partDamaged } from "./part-store.ts";
import { pullKey } from "./pulling.ts";

/** Where kept rows are looked for. */
export interface KeptIn {
  readonly system: string;
  readonly contract: Contract;
  readonly records: Pick<Records, "collection">;
  readonly blobs: Blobs;
}

/**
 * All rows that were pulled from a source, as they came; of rows with the same key the latest. Undefined when nothing
 * was pulled. A note says up to when they are complete. Throws `data.part-damaged`.
 */
export async function readKept(source: SourceRef, kept: KeptIn): Promise<RawTable | undefined> {
  const { system, records, blobs, contract } = kept;
  for (let tries = 0; ; tries++) {
    const intake = await findIntake(records, system, source);
    if (intake === undefined || intake.parts.length === 0) return undefined;
    const parts = await partsOf(intake, blobs);
    if (typeof parts !== "string") {
      const table = latestByKey(joinTables(parts), pullKey(source, contract));
      const { lines: _, ...rest } = table;
      return { ...rest, notes: [...(table.notes ?? []), freshness(intake)], origins: originsOf(intake) };
    }
    // A pull that ran meanwhile has put a small part together with the next: what the record says now is there.
    if (tries === MOST_TRIES) throw partDamaged({ id: parts, problem: "has lost its table" });
  }
}

const MOST_TRIES = 3;

/** The parts, with where each was read from. */
function originsOf({ source, parts }: Intake): readonly Origin[] {
  return parts.map(({ id, rows, bytes, at, origins }) => ({
    ...{ kind: "part", place: source, rows, bytes, part: id, from: origins, at },
  }));
}

/** The tables of all parts, or the id of one that is not there. */
async function partsOf({ parts }: Intake, blobs: Blobs): Promise<readonly RawTable[] | string> {
  const tables: RawTable[] = [];
  for (const { id } of parts) {
    const part = await getPart(blobs, id);
    if (part === undefined) return id;
    tables.push(part.table);
  }
  return tables;
}

/** How fresh kept rows are, in a sentence without its full stop. */
export function freshness({ completeAt, source, parts }: Intake): string {
  const newest = parts.at(-1)?.at;
  if (completeAt !== null) return `rows kept from ${source}, complete as of ${shown(completeAt)}`;
  return `rows kept from ${source} so far; the last pull, at ${shown(newest ?? 0)}, did not reach the end`;
}

function shown(at: number): string {
  return new Date(at)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
}

/** Reads a source for learning: what was pulled from it, where it is incremental and was pulled; else all of it, now. */
export function keptReader(reader: SourceReader, kept: KeptIn): (ref: SourceRef) => Promise<RawTable> {
  return async (ref) => {
    if (!(await reader.incremental(ref))) return await reader.read(ref);
    return (await readKept(ref, kept)) ?? (await reader.read(ref));
  };
}
