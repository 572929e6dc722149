import { getSnapshot, type RawTable, snapshotDamaged } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { ReadSource } from "../../train/index.ts";
import type { Invocation } from "../calling/command.ts";
import { namedSnapshot } from "../snapshots/named-snapshot.ts";

/** Reads a snapshot, its streams included, in place of a system's sources. Throws `cli.input.snapshot-unknown`. */
export async function snapshotReader(
  what: string,
  { source, streams }: SystemDefinition,
  { registry, openState }: Pick<Invocation, "registry" | "openState">,
): Promise<ReadSource> {
  const { blobs } = await openState(false);
  const snapshot = await namedSnapshot(await registry(), what);
  const tableOf = async (id: string, origins: RawTable["origins"]): Promise<RawTable> => {
    const found = await getSnapshot(blobs, id);
    if (found === undefined) throw snapshotDamaged({ id, problem: "is not there any more" });
    return { ...found.table, ...(origins === undefined ? {} : { origins }) };
  };
  return async (ref) => {
    const [stream] = Object.keys(streams).filter((name) => streams[name]?.source === ref);
    const kept = stream === undefined ? undefined : snapshot.streams?.[stream];
    if (ref === source || stream === undefined) return await tableOf(snapshot.id, snapshot.origins);
    if (kept === undefined) throw snapshotDamaged({ id: snapshot.id, problem: `was taken without stream ${stream}` });
    return await tableOf(kept.snapshot, kept.origins);
  };
}
