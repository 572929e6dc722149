import { strFromU8 } from "fflate";
import type { Blobs } from "../../store/index.ts";
import { keptAbouts, keyOf, type SnapshotPart } from "./about.ts";
import { partKey } from "./parts.ts";

/** What throwing snapshots away frees. */
export interface Dropped {
  readonly bytes: number;
  readonly parts: number;
  /** Parts of theirs that stay, because snapshots that stay hold them too. */
  readonly shared: number;
}

/**
 * Throws the content of snapshots away: the parts that no other snapshot holds, the events beside their rows that no other
 * snapshot names, and what their contract set aside. Only counts when `dryRun`. Not while a snapshot is being taken.
 */
export async function dropSnapshots(
  blobs: Blobs,
  ids: readonly string[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<Dropped> {
  const all = await keptAbouts(blobs);
  const dropped = await withEvents(
    blobs,
    ids,
    all.map(({ id }) => id),
  );
  const kept = new Set(all.filter(({ id }) => !dropped.has(id)).flatMap(({ parts = [] }) => parts.map(({ id }) => id)));
  const theirs = new Map<string, SnapshotPart>();
  for (const { id, parts = [] } of all) if (dropped.has(id)) for (const part of parts) theirs.set(part.id, part);
  const free = [...theirs.values()].filter(({ id }) => !kept.has(id));
  const wholes = await Promise.all([...dropped].map(async (id) => await blobs.get(keyOf(id, "table"))));
  const bytes = [...free.map((part) => part.bytes), ...wholes.map((whole) => whole?.length ?? 0)];
  if (!dryRun) await deleteAll(blobs, dropped, free);
  return { bytes: bytes.reduce((sum, n) => sum + n, 0), parts: free.length, shared: theirs.size - free.length };
}

async function deleteAll(blobs: Blobs, ids: ReadonlySet<string>, free: readonly SnapshotPart[]): Promise<void> {
  for (const id of ids) {
    // First what makes it a snapshot: whoever dies here leaves parts behind, not a snapshot without them.
    for (const piece of ["about", "table", "streams"] as const) await blobs.delete(keyOf(id, piece));
    await blobs.delete(`quarantine/${id}.json`);
  }
  for (const { id } of free) await blobs.delete(partKey(id));
}

/** These snapshots, and those of the events beside them that no other names. */
async function withEvents(blobs: Blobs, ids: readonly string[], all: readonly string[]): Promise<ReadonlySet<string>> {
  const dropped = new Set(ids);
  const named = async (some: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(some.map((id) => eventsOf(blobs, id)))).flat();
  const kept = new Set(await named(all.filter((id) => !dropped.has(id))));
  for (const id of await named(ids)) if (!kept.has(id)) dropped.add(id);
  return dropped;
}

/** Ids of the snapshots of events that belong to a snapshot of rows. */
export async function eventsOf(blobs: Blobs, id: string): Promise<readonly string[]> {
  const bytes = await blobs.get(keyOf(id, "streams"));
  if (bytes === undefined) return [];
  const { streams } = JSON.parse(strFromU8(bytes)) as { readonly streams: Record<string, string> };
  return Object.values(streams);
}
