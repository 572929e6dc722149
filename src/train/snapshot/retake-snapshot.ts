import { encodedSnapshotOf, inspect, type Snapshot, snapshotOf } from "../../data/index.ts";
import type { Snapshot as Registered } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import { enforceSystem, type SystemDefinition } from "../../system/index.ts";
import { coveringEvents, isStreamListSound, putStreamIds } from "./event-snapshots.ts";
import type { ReadSource } from "./snapshot.ts";

/** A system's data as its sources give them now, cleaned and held against its contracts as for learning. */
export interface RetakenSnapshot {
  readonly rows: Snapshot;
  /** Those of the system's streams, by name. */
  readonly streams: Readonly<Record<string, Snapshot>>;
}

/** Reads a system's sources again. Stores nothing. */
export async function retakeSnapshot(system: SystemDefinition, read: ReadSource): Promise<RetakenSnapshot> {
  const found = await enforceSystem(system, read, { judge: inspect });
  const streams: Record<string, Snapshot> = {};
  for (const [name, { contract }] of Object.entries(system.streams)) {
    const enforced = found.streams[name];
    if (enforced !== undefined) streams[name] = snapshotOf(enforced, contract);
  }
  const ids = Object.fromEntries(Object.entries(streams).map(([name, { id }]) => [name, id]));
  const { snapshot, bytes } = encodedSnapshotOf(found.rows, system.contract);
  return { rows: coveringEvents(snapshot, bytes, ids), streams };
}

/** Whether the list of the streams that belong to a registered snapshot is what it was. */
export async function isStreamListWhole(blobs: Blobs, registered: Registered): Promise<boolean> {
  const list = listOf(registered);
  return list === undefined || (await isStreamListSound(blobs, registered.id, list));
}

/** Writes that list again. */
export async function mendStreamList(blobs: Blobs, registered: Registered): Promise<void> {
  const list = listOf(registered);
  if (list !== undefined) await putStreamIds(blobs, registered, { rows: list.contract, ids: list.streams });
}

interface StreamList {
  readonly contract: string;
  readonly streams: Readonly<Record<string, string>>;
}

/** Undefined for a snapshot without streams. */
function listOf({ contract, streams }: Registered): StreamList | undefined {
  if (contract === undefined || streams === undefined) return undefined;
  return {
    contract,
    streams: Object.fromEntries(Object.entries(streams).map(([name, { snapshot }]) => [name, snapshot])),
  };
}
