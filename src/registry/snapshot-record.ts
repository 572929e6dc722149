import type { Origin } from "../data/index.ts";
import type { Instant } from "../kernel/index.ts";
import type { Collection } from "../store/index.ts";
import type { Store } from "./series.ts";

/** Events beside a snapshot's rows. */
export interface SnapshotStream {
  /** Id of the snapshot of the events. */
  readonly snapshot: string;
  readonly origins: readonly Origin[];
}

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
  /** Version of the rows' contract, and where the rows came from; absent in what was registered before these were kept. */
  readonly contract?: string;
  readonly origins?: readonly Origin[];
  readonly streams?: Readonly<Record<string, SnapshotStream>>;
  readonly why: string;
}

/** One immutable version of a system's data. */
export interface Snapshot extends Omit<SnapshotDraft, "why"> {
  readonly createdAt: Instant;
  readonly by: string;
  /** Names that people gave it. */
  readonly tags?: readonly string[];
  /** When and by whom its content was thrown away; what is said of it here stays. */
  readonly dropped?: { readonly at: Instant; readonly by: string };
}

/** A system's snapshots as they are stored. */
export function snapshotsIn(store: Store, system: string): Collection<Snapshot> {
  return store.collection<Snapshot>(`snapshots/${system}`);
}
