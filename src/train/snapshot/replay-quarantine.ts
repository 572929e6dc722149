import {
  type Contract,
  contractId,
  type EnforceOptions,
  encodedSnapshotOf,
  getSnapshot,
  putSnapshot,
  type Quarantined,
  type Replayed,
  type ReplayOptions,
  replay,
  snapshotDamaged,
} from "../../data/index.ts";
import type { Registry, Snapshot } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import { coveringEvents, putStreamIds } from "./event-snapshots.ts";

interface Replaying extends Pick<EnforceOptions, "now">, Pick<ReplayOptions, "corrections"> {
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** That of the snapshot, or a corrected one. */
  readonly contract: Contract;
  /** Only say what would come of it. Default false. */
  readonly dryRun?: boolean;
}

/** What came of judging a snapshot's quarantine again. */
export interface ReplayedSnapshot extends Omit<Replayed, "table"> {
  readonly rows: number;
  /** The new snapshot; null when nothing moved, or nothing was to be kept. */
  readonly snapshot: string | null;
}

/** The rows that a contract set aside when a snapshot was taken; none is an empty quarantine. */
export async function quarantineOf(blobs: Blobs, id: string): Promise<Quarantined> {
  const bytes = await blobs.get(`quarantine/${id}.json`);
  if (bytes === undefined) return { rows: 0, share: 0, reasons: [], records: [] };
  return JSON.parse(new TextDecoder().decode(bytes)) as Quarantined;
}

/**
 * Judges what a snapshot's contract set aside again, and keeps the rows that are sound now with the others as a new
 * snapshot; those that are not stay in its quarantine. The old snapshot stays as it is, so that doing it twice, or being
 * killed in between, neither loses nor doubles a row. Throws `data.correction-unknown`, `data.column-missing`.
 */
export async function replayQuarantine(snapshot: Snapshot, replaying: Replaying): Promise<ReplayedSnapshot> {
  const { blobs, contract, now, corrections, dryRun = false } = replaying;
  const kept = await getSnapshot(blobs, snapshot.id);
  if (kept === undefined) throw snapshotDamaged({ id: snapshot.id, problem: "is not there any more" });
  const { records } = await quarantineOf(blobs, snapshot.id);
  const options = {
    contract,
    ...(now === undefined ? {} : { now }),
    ...(corrections === undefined ? {} : { corrections }),
  };
  const { table, ...found } = replay(kept.table, records, options);
  const id = dryRun || found.moved === 0 ? null : await keep(snapshot, { ...found, table }, replaying);
  return { ...found, rows: table.rows, snapshot: id };
}

async function keep(old: Snapshot, { table, moved, quarantined }: Replayed, around: Replaying): Promise<string> {
  const { blobs, registry, contract } = around;
  const { snapshot: rows, bytes } = encodedSnapshotOf({ ...EMPTY, table, quarantined }, contract);
  const ids = Object.fromEntries(Object.entries(old.streams ?? {}).map(([name, stream]) => [name, stream.snapshot]));
  const snapshot = coveringEvents(rows, bytes, ids);
  await putStreamIds(blobs, snapshot, { rows: rows.contract, ids });
  await putSnapshot(blobs, snapshot);
  await blobs.put(`contracts/${contractId(contract)}`, new TextEncoder().encode(JSON.stringify(contract)));
  if (quarantined.rows > 0)
    await blobs.put(`quarantine/${snapshot.id}.json`, new TextEncoder().encode(JSON.stringify(quarantined)));
  await registry.addSnapshot({
    id: snapshot.id,
    system: old.system,
    rows: snapshot.rows,
    quarantined: quarantined.rows,
    source: old.source,
    blob: `snapshots/${snapshot.id}`,
    contract: rows.contract,
    ...(old.origins === undefined ? {} : { origins: old.origins }),
    ...(old.streams === undefined ? {} : { streams: old.streams }),
    why: `${moved} rows from the quarantine of ${old.id.slice(0, 12)}`,
  });
  return snapshot.id;
}

const EMPTY = { excluded: [], missing: [], bounds: [], remarks: [], rowNumbers: new Int32Array(0) } as const;
