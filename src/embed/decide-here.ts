import type { Decider, DecidingDeps, Online } from "../decide/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Log } from "../server/index.ts";
import { openOnline } from "./open-online.ts";
import type { Place, SystemHere } from "./place.ts";

export interface HereOptions extends Pick<DecidingDeps, "compute" | "shelf" | "watcher"> {
  readonly registry: Registry;
  readonly log: Log;
}

/** A decider over the state of a place. */
export interface DecidingHere {
  readonly decider: Decider;
  /** The windows over streams, where a system declares some. */
  readonly online: Online | undefined;
  /** Closes what was opened for it; the state stays open. */
  close(): Promise<void>;
}

/**
 * Opens systems for deciding, with all that the state has for it: one journal, counters for all processes, ids that other processes
 * recognise, the windows over streams. In a program, for a file and behind a server it is this same composition.
 */
export async function decideHere(
  systems: readonly SystemHere[],
  place: Place,
  { log, ...options }: HereOptions,
): Promise<DecidingHere> {
  const { deciderOf } = await import("../decide/index.ts");
  const { journal, counters, ids } = await place.openState(true);
  const ports = (await place.backends()).modelPorts();
  const { clock, stopwatch } = place;
  const views = await openOnline(systems, place, log);
  const online = views?.online;
  const close = async (): Promise<void> => await views?.close();
  try {
    const deps = { ...options, journal, counters, ids, ports, online, clock, stopwatch };
    const decider = await deciderOf(
      systems.map(({ system }) => system),
      deps,
    );
    return { decider, online, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
