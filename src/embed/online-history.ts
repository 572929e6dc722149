import type { OnlineHistory } from "../decide/index.ts";
import type { Place, SystemHere } from "./place.ts";
import { historyReaderFor, sourceReaderFor } from "./system-source.ts";

export type HistoryPlace = Pick<
  Place,
  "backends" | "cwd" | "directory" | "env" | "clock" | "openState" | "signal" | "progress"
>;

/**
 * What a system's online view begins with: the history of its streams and what was pushed into them so far. A file that
 * grows is pulled first, so that it is plain from where on it will be followed.
 */
export async function onlineHistoryOf(loaded: SystemHere, around: HistoryPlace): Promise<OnlineHistory> {
  const { system } = loaded;
  const { onlineEvents, readPushed, withPushed } = await import("../system/index.ts");
  const { pull } = await import("../data/index.ts");
  const { clock, signal, openState } = around;
  const { journal, records, blobs } = await openState(true);
  const step = around.progress.step(`Building the online view of ${system.name}`);
  const reader = await sourceReaderFor(loaded, around);
  for (const { source, contract } of Object.values(system.streams))
    if (source.source === "tail")
      await pull({ system: system.name, source, contract }, { reader, records, blobs, clock, signal });
  const pushed = await readPushed(journal, system.name);
  const read = withPushed(await historyReaderFor(loaded, undefined, around), system, pushed);
  const events = await onlineEvents(system, read);
  step.done();
  return { events, position: pushed.position };
}
