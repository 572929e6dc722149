import { type Change, change, type Registered, type RegistryContext } from "./change.ts";
import { type Snapshot, type SnapshotDraft, snapshotsIn } from "./snapshot-record.ts";
import { type Retention, type RetentionOptions, retain } from "./snapshot-retention.ts";
import { type SnapshotTag, tagged, untagged } from "./snapshot-tags.ts";
import { snapshotUnknown } from "./unknown.ts";

/** Snapshots: registered once; their content never changes. */
export interface Snapshots {
  /** The same id again gives the first record and `known: true`. */
  addSnapshot(draft: SnapshotDraft): Promise<Registered<Snapshot>>;
  /** Throws `registry.snapshot-unknown`. */
  findSnapshot(system: string, id: string): Promise<Snapshot>;
  /** A system's snapshots, oldest first. */
  snapshots(system: string): Promise<readonly Snapshot[]>;
  /**
   * Gives a snapshot a name, which another of the system loses. Throws `registry.snapshot-unknown`, `registry.tag-invalid`.
   */
  tagSnapshot(tag: SnapshotTag): Promise<Snapshot>;
  /** Takes a name back; the snapshot that had it. Throws `registry.tag-unknown`. */
  untagSnapshot(tag: Omit<SnapshotTag, "id">): Promise<Snapshot>;
  /** Throws away the content of snapshots that nobody needs, or only says which these are. */
  retainSnapshots(system: string, options: RetentionOptions): Promise<Retention>;
}

export function snapshotsOf(context: RegistryContext): Snapshots {
  const { records } = context.state;
  const snapshots: Snapshots["snapshots"] = async (system) =>
    (await snapshotsIn(records, system).list()).map(({ value }) => value);
  return {
    snapshots,
    findSnapshot: async (system, id) => {
      const found = await snapshotsIn(records, system).get(id);
      if (found === undefined) throw snapshotUnknown({ id, known: (await snapshots(system)).map((one) => one.id) });
      return found.value;
    },
    addSnapshot: (draft) => change(context, (open) => add(open, draft)),
    tagSnapshot: (tag) => change(context, (open) => tagged(open, tag)),
    untagSnapshot: (tag) => change(context, (open) => untagged(open, tag)),
    retainSnapshots: (system, options) => retain(context, system, options),
  };
}

async function add({ store, at, by, note }: Change, { why, ...draft }: SnapshotDraft): Promise<Registered<Snapshot>> {
  const { id, system, rows, quarantined, source } = draft;
  const all = snapshotsIn(store, system);
  const first = await all.get(id);
  if (first !== undefined) {
    const { dropped, ...known } = first.value;
    if (dropped === undefined && known.origins !== undefined) return { record: first.value, known: true };
    // Its content is there again, or it says now where it comes from.
    const record: Snapshot = { ...draft, ...known };
    await all.compareAndSet(id, first.version, record);
    return { record, known: true };
  }
  const record: Snapshot = { ...draft, createdAt: at, by };
  await all.insert(id, record);
  await note(system, { what: "snapshot.added", subject: id, why, facts: { rows, quarantined, source } });
  return { record, known: false };
}
