import { resolve } from "node:path";
import { wallClock } from "../kernel/index.ts";
import { silentProgress } from "../report/index.ts";
import type { JournalPromises } from "../store/index.ts";
import type { HereBackends, Place } from "./place.ts";

/** The place of a program, and what closes its state. */
export interface OwnPlace extends Place {
  close(): Promise<void>;
}

export interface OwnPlaceOptions extends JournalPromises {
  readonly dir: string;
  readonly clock?: Place["clock"] | undefined;
}

/** Opens the state in `dir`, which is made where it is not there. Throws `state.*`. */
export async function ownPlace({ dir, clock = wallClock, durability, whenFull }: OwnPlaceOptions): Promise<OwnPlace> {
  const backends: HereBackends = await import("../presets.ts");
  const directory = resolve(dir);
  const state = await backends.openState(directory, { create: true, journal: { durability, whenFull } });
  const ending = new AbortController();
  return {
    cwd: process.cwd(),
    directory,
    env: process.env,
    clock,
    ids: state.ids,
    stopwatch: () => performance.now(),
    progress: silentProgress,
    signal: ending.signal,
    backends: async () => backends,
    openState: async () => state,
    close: async () => {
      ending.abort();
      await state.close();
    },
  };
}
