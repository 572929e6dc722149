import {
  type Contract,
  contractId,
  type Enforced,
  encodedSnapshotOf,
  enforce,
  type Origin,
  putSnapshot,
  type RawTable,
  type Snapshot,
  type SourceRef,
} from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { enforceSystem } from "../../system/index.ts";
import { keepFeatures } from "../catalogue/kept-features.ts";
import { coveringEvents, keepEvents, putStreamIds } from "./event-snapshots.ts";
import { type Events, eventsIn, withEvents } from "./events.ts";

/** Reads a source whole. Composition decides how. */
export type ReadSource = (ref: SourceRef) => Promise<RawTable>;

export interface SnapshotDeps {
  readonly read: ReadSource;
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** What the clock shows, in milliseconds; without it neither freshness nor the future is judged. */
  readonly now?: number | undefined;
  /** Kept with it where it is a new one. Default "training". */
  readonly why?: string | undefined;
}

/** A snapshot, and what the contract set aside to make it. */
export interface TakenSnapshot {
  readonly snapshot: Snapshot;
  readonly enforced: Enforced;
  /** The events beside its rows. */
  readonly events: Events;
  /** What the source says of the reading, such as how fresh the rows are. */
  readonly notes: readonly string[];
}

/**
 * Reads the source and holds it against the contract. The rows come with what they saw of the streams, one column for
 * each window. Throws the errors of sources and contracts; stores nothing.
 */
export async function readUnderContract(system: SystemDefinition, read: ReadSource): Promise<Enforced> {
  const { rows, streams } = await enforceSystem(system, read, { judge: enforce });
  return { ...rows, table: withEvents(system, rows.table, eventsIn(streams)) };
}

/**
 * Takes a snapshot and stores it: the rows that the contract lets through, and beside them the rows that it set aside with
 * their reasons, so that nothing is lost, and the events of the system's streams. The same content has the same id and is
 * stored once.
 */
export async function takeSnapshot(system: SystemDefinition, deps: SnapshotDeps): Promise<TakenSnapshot> {
  const traced = tracedRead(deps.read);
  const {
    raw,
    rows: enforced,
    streams: read,
  } = await enforceSystem(system, traced.read, { now: deps.now, judge: enforce });
  const { snapshot: rows, bytes } = encodedSnapshotOf(enforced, system.contract);
  const { ids, events } = await keepEvents(system, read, deps.blobs);
  for (const [name, id] of Object.entries(ids)) await keepQuarantine(known(read[name], "a stream"), id, deps.blobs);
  const snapshot = coveringEvents(rows, bytes, ids);
  await putStreamIds(deps.blobs, snapshot, { rows: rows.contract, ids });
  await putSnapshot(deps.blobs, snapshot);
  await keepQuarantine(enforced, snapshot.id, deps.blobs);
  await keepContract(system.contract, deps.blobs);
  await keepFeatures(system, deps.blobs);
  const streams = Object.entries(system.streams).map(([name, { source }]) => [
    name,
    { snapshot: known(ids[name], "a stream's snapshot"), origins: traced.originsOf(source) },
  ]);
  await deps.registry.addSnapshot({
    id: snapshot.id,
    system: system.name,
    rows: snapshot.rows,
    quarantined: snapshot.quarantined,
    source: wordSource(system.source),
    blob: `snapshots/${snapshot.id}`,
    contract: rows.contract,
    origins: traced.originsOf(system.source),
    ...(streams.length === 0 ? {} : { streams: Object.fromEntries(streams) }),
    why: deps.why ?? "training",
  });
  return { snapshot, enforced, events, notes: raw.notes ?? [] };
}

function wordSource({ source, path }: SourceRef): string {
  return `${source} ${path}`;
}

/** So many origins are kept of a source; more would not fit into a record. */
const MOST_ORIGINS = 5_000;

/** The same reading, which remembers where the rows came from. */
function tracedRead(read: ReadSource): { readonly read: ReadSource; originsOf(ref: SourceRef): readonly Origin[] } {
  const found = new Map<SourceRef, readonly Origin[]>();
  return {
    read: async (ref) => {
      const raw = await read(ref);
      found.set(ref, raw.origins ?? [{ kind: "source", place: wordSource(ref), rows: raw.rows }]);
      return raw;
    },
    originsOf: (ref) => (found.get(ref) ?? []).slice(0, MOST_ORIGINS),
  };
}

/** Keeps a contract under its version, so that two snapshots can be told apart by theirs. */
async function keepContract(contract: Contract, blobs: Blobs): Promise<void> {
  const key = `contracts/${contractId(contract)}`;
  if ((await blobs.get(key)) === undefined) await blobs.put(key, new TextEncoder().encode(JSON.stringify(contract)));
}

async function keepQuarantine({ quarantined }: Enforced, id: string, blobs: Blobs): Promise<void> {
  if (quarantined.rows === 0) return;
  await blobs.put(`quarantine/${id}.json`, new TextEncoder().encode(JSON.stringify(quarantined)));
}
