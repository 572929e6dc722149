import {
  type Enforced,
  enforce,
  putSnapshot,
  type RawTable,
  type Snapshot,
  type SourceRef,
  snapshotOf,
} from "../data/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Blobs } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";

/** Reads a source whole. Composition decides how. */
export type ReadSource = (ref: SourceRef) => Promise<RawTable>;

export interface SnapshotDeps {
  readonly read: ReadSource;
  readonly registry: Registry;
  readonly blobs: Blobs;
}

/** A snapshot, and what the contract set aside to make it. */
export interface TakenSnapshot {
  readonly snapshot: Snapshot;
  readonly enforced: Enforced;
}

/** Reads the source and holds it against the contract. Throws the errors of both; stores nothing. */
export async function readUnderContract(system: SystemDefinition, read: ReadSource): Promise<Enforced> {
  return enforce(await read(system.source), system.contract);
}

/**
 * Takes a snapshot and stores it: the rows that the contract lets through, and beside them the rows that it set aside with
 * their reasons, so that nothing is lost. The same content has the same id and is stored once.
 */
export async function takeSnapshot(system: SystemDefinition, deps: SnapshotDeps): Promise<TakenSnapshot> {
  const enforced = await readUnderContract(system, deps.read);
  const snapshot = snapshotOf(enforced, system.contract);
  await putSnapshot(deps.blobs, snapshot);
  await keepQuarantine(enforced, snapshot.id, deps.blobs);
  await deps.registry.addSnapshot({
    id: snapshot.id,
    system: system.name,
    rows: snapshot.rows,
    quarantined: snapshot.quarantined,
    source: `${system.source.source} ${system.source.path}`,
    blob: `snapshots/${snapshot.id}`,
    why: "training",
  });
  return { snapshot, enforced };
}

async function keepQuarantine({ quarantined }: Enforced, id: string, blobs: Blobs): Promise<void> {
  if (quarantined.rows === 0) return;
  await blobs.put(`quarantine/${id}.json`, new TextEncoder().encode(JSON.stringify(quarantined)));
}
