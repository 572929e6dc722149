import type { Instant } from "../kernel/index.ts";
import { change, type Registered, type RegistryContext } from "./change.ts";
import { snapshotUnknown } from "./unknown.ts";

export interface SnapshotDraft {
  /** Hash of the logical content. */
  readonly id: string;
  readonly system: string;
  readonly rows: number;
  /** Rows that the contract refused. */
  readonly quarantined: number;
  /** Where the rows came from, in words. */
  readonly source: string;
  /** Blob key of the content. */
  readonly blob: string;
  readonly why: string;
}

/** One immutable version of a system's data. */
export interface Snapshot extends Omit<SnapshotDraft, "why"> {
  readonly createdAt: Instant;
  readonly by: string;
}

/** Snapshots: registered once, never changed. */
export interface Snapshots {
  /** The same id again gives the first record and `known: true`. */
  addSnapshot(draft: SnapshotDraft): Promise<Registered<Snapshot>>;
  /** Throws `registry.snapshot-unknown`. */
  findSnapshot(system: string, id: string): Promise<Snapshot>;
  /** A system's snapshots, oldest first. */
  snapshots(system: string): Promise<readonly Snapshot[]>;
}

export function snapshotsOf(context: RegistryContext): Snapshots {
  const { records } = context.state;
  const of = (system: string) => `snapshots/${system}`;
  const snapshots: Snapshots["snapshots"] = async (system) =>
    (await records.collection<Snapshot>(of(system)).list()).map(({ value }) => value);
  return {
    snapshots,
    findSnapshot: async (system, id) => {
      const found = await records.collection<Snapshot>(of(system)).get(id);
      if (found === undefined) throw snapshotUnknown({ id, known: (await snapshots(system)).map((one) => one.id) });
      return found.value;
    },
    addSnapshot: ({ why, ...draft }) =>
      change(context, async ({ store, at, by, note }) => {
        const { id, system, rows, quarantined, source } = draft;
        const first = await store.collection<Snapshot>(of(system)).get(id);
        if (first !== undefined) return { record: first.value, known: true };
        const record: Snapshot = { ...draft, createdAt: at, by };
        await store.collection<Snapshot>(of(system)).insert(id, record);
        await note(system, { what: "snapshot.added", subject: id, why, facts: { rows, quarantined, source } });
        return { record, known: false };
      }),
  };
}
