import { type Dropped, dropSnapshots } from "../data/index.ts";
import { change, type RegistryContext } from "./change.ts";
import type { ModelVersion } from "./models.ts";
import type { StoredRun } from "./run-record.ts";
import type { Store } from "./series.ts";
import { type Snapshot, snapshotsIn } from "./snapshot-record.ts";

export interface RetentionOptions {
  /** So many of the newest stay, whatever else. */
  readonly keep: number;
  /** Says what would go, and changes nothing. */
  readonly dryRun: boolean;
  readonly why: string;
}

/** Why a snapshot stays. */
export interface Retained {
  readonly snapshot: Snapshot;
  /** `tagged golden`, `used by mdl_…`, `one of the 3 newest`. */
  readonly because: string;
}

/** What a clearing came to, or would come to. */
export interface Retention extends Dropped {
  readonly kept: readonly Retained[];
  readonly dropped: readonly Snapshot[];
}

/**
 * Keeps what is tagged, what a registered model or a running training learned from, and the newest; throws the content of
 * the others away. Their records stay, so that lineage still says what they were.
 */
export async function retain(
  context: RegistryContext,
  system: string,
  { keep, dryRun, why }: RetentionOptions,
): Promise<Retention> {
  const { records, blobs } = context.state;
  const all = (await snapshotsIn(records, system).list()).map(({ value }) => value);
  const here = all.filter(isThere);
  const reasons = await reasonsToKeep(records, system, here.slice(here.length - Math.min(keep, here.length)));
  const kept = here.flatMap((snapshot) => {
    const because = snapshot.tags?.length ? `tagged ${snapshot.tags.join(", ")}` : reasons.get(snapshot.id);
    return because === undefined ? [] : [{ snapshot, because }];
  });
  const stays = new Set(kept.map(({ snapshot }) => snapshot.id));
  const dropped = here.filter(({ id }) => !stays.has(id));
  if (!dryRun) for (const snapshot of dropped) await markDropped(context, snapshot, why);
  const elsewhere = await keptElsewhere(records, system);
  // Those before too: a clearing that was killed may have left their content behind.
  const ids = all.flatMap(({ id }) => (stays.has(id) || elsewhere.has(id) ? [] : [id]));
  return { kept, dropped, ...(await dropSnapshots(blobs, ids, { dryRun })) };
}

function isThere({ dropped }: Snapshot): boolean {
  return dropped === undefined;
}

async function reasonsToKeep(
  store: Store,
  system: string,
  newest: readonly Snapshot[],
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  const one = newest.length === 1 ? "the newest" : `one of the ${newest.length} newest`;
  for (const { id } of newest) reasons.set(id, one);
  const running = { where: [{ path: ["status"], is: "=", value: "running" }] } as const;
  for (const { value: run } of (await store.collection<StoredRun>(`runs/${system}`).find(running)).items)
    if (run.snapshot !== undefined) reasons.set(run.snapshot, `used by ${run.id}, which runs`);
  for (const { value: model } of await store.collection<ModelVersion>("models").list())
    reasons.set(model.lineage.snapshot, `used by ${model.id}`);
  return reasons;
}

/** Snapshots that other systems have too: the content is one. */
async function keptElsewhere(store: Store, system: string): Promise<ReadonlySet<string>> {
  const others = (await store.collection<number>("lengths").list())
    .flatMap(({ id }) => (id.startsWith("history/") ? [id.slice("history/".length)] : []))
    .filter((name) => name !== system);
  const lists = await Promise.all(others.map((name) => snapshotsIn(store, name).list()));
  return new Set(lists.flat().flatMap(({ value }) => (isThere(value) ? [value.id] : [])));
}

async function markDropped(context: RegistryContext, { id, system }: Snapshot, why: string): Promise<void> {
  await change(context, async ({ store, at, by, note }) => {
    const all = snapshotsIn(store, system);
    const found = await all.get(id);
    if (found === undefined) return;
    await all.compareAndSet(id, found.version, { ...found.value, dropped: { at, by } });
    await note(system, { what: "snapshot.dropped", subject: id, why });
  });
}
