import {
  type Enforced,
  getSnapshot,
  putSnapshot,
  type Snapshot,
  snapshotDamaged,
  snapshotOf,
  underContract,
} from "../../data/index.ts";
import { hashBytes, hashValue } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Events } from "./events.ts";

/** Ids of the streams' own snapshots, by name of the stream. */
type StreamIds = Readonly<Record<string, string>>;

/** Keeps every stream as a snapshot of its own; an unchanged one is kept once. */
export async function keepEvents(
  { streams }: SystemDefinition,
  read: Readonly<Record<string, Enforced>>,
  blobs: Blobs,
): Promise<{ readonly ids: StreamIds; readonly events: Events }> {
  const ids: Record<string, string> = {};
  const events: Record<string, Events[string]> = {};
  for (const [name, { contract }] of Object.entries(streams)) {
    const enforced = read[name];
    if (enforced === undefined) continue;
    const snapshot = snapshotOf(enforced, contract);
    await putSnapshot(blobs, snapshot);
    ids[name] = snapshot.id;
    events[name] = snapshot.table;
  }
  return { ids, events };
}

/**
 * A snapshot of rows whose id covers the events beside them. They enter where the contract's version does: what the rows
 * may see is then part of what let them through, and whoever reads the snapshot checks the id as always.
 */
export function coveringEvents(snapshot: Snapshot, bytes: Uint8Array, ids: StreamIds): Snapshot {
  if (Object.keys(ids).length === 0) return snapshot;
  const contract = hashValue({ contract: snapshot.contract, streams: ids });
  return Object.freeze({ ...snapshot, contract, id: underContract(hashBytes(bytes), contract) });
}

/** Notes which events belong to a snapshot. */
export async function putStreamIds(
  blobs: Blobs,
  { id }: Pick<Snapshot, "id">,
  about: { rows: string; ids: StreamIds },
): Promise<void> {
  if (Object.keys(about.ids).length === 0) return;
  await blobs.put(keyOf(id), new TextEncoder().encode(JSON.stringify({ contract: about.rows, streams: about.ids })));
}

/** The events that belong to a stored snapshot. Throws `data.snapshot-damaged`. */
export async function getEvents(system: SystemDefinition, { id, contract }: Snapshot, blobs: Blobs): Promise<Events> {
  if (Object.keys(system.streams).length === 0) return {};
  const bytes = await blobs.get(keyOf(id));
  if (bytes === undefined) throw snapshotDamaged({ id, problem: "has lost the list of its streams" });
  const about = JSON.parse(new TextDecoder().decode(bytes)) as { contract: string; streams: StreamIds };
  if (hashValue(about) !== contract)
    throw snapshotDamaged({ id, problem: "has another list of streams than when it was taken" });
  const events: Record<string, Events[string]> = {};
  for (const [name, stream] of Object.entries(about.streams)) {
    const found = await getSnapshot(blobs, stream);
    if (found === undefined) throw snapshotDamaged({ id, problem: `has lost its stream ${name}` });
    events[name] = found.table;
  }
  return events;
}

/** Whether the list of a snapshot's events is there and says this. */
export async function isStreamListSound(
  blobs: Blobs,
  id: string,
  about: { readonly contract: string; readonly streams: StreamIds },
): Promise<boolean> {
  const bytes = await blobs.get(keyOf(id));
  return bytes !== undefined && new TextDecoder().decode(bytes) === JSON.stringify(about);
}

function keyOf(id: string): string {
  return `snapshots/${id}/streams`;
}
