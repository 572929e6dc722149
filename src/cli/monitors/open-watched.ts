import type { Instant } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type GoodReference, type MonitorsState, type Reference, referenceBook } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { type KeptWatch, type WatchBeat, watchBook } from "../up/kept-watch.ts";
import { type MonitorStanding, monitorStandings } from "./monitor-standings.ts";
import { watchedSince } from "./watched-since.ts";

/** A system as its monitors left it. */
export interface WatchedSystem {
  readonly system: SystemDefinition;
  readonly now: Instant;
  /** Undefined before the first period was over, and so is the state. */
  readonly kept: KeptWatch | undefined;
  readonly state: MonitorsState | undefined;
  /** When somebody last had read all that was there. */
  readonly beat: WatchBeat | undefined;
  readonly standings: readonly MonitorStanding[];
  readonly good: GoodReference | undefined;
  /** The periods that were taken; null where there were none. */
  readonly watched: Awaited<ReturnType<typeof watchedSince>>;
  /** What is compared with; undefined where there is nothing. */
  readonly reference: Reference | undefined;
}

/** Reads what is kept of how a system is watched. Changes nothing. Throws `state.missing`. */
export async function openWatched(
  system: SystemDefinition,
  { openState, clock }: Pick<Invocation, "openState" | "clock">,
): Promise<WatchedSystem> {
  const state = await openState(false);
  const book = watchBook(state);
  const { kept } = await book.read(system.name);
  const learned = await book.monitors(kept);
  const references = referenceBook(state);
  const compared = kept?.reference?.id;
  return {
    ...{ system, now: clock.now(), kept, state: learned },
    beat: await book.beat(system.name),
    standings: monitorStandings({ system, state: learned, alarms: kept?.alarms ?? [] }),
    good: await references.good(system.name),
    watched: await watchedSince(system.name, state),
    reference: compared === undefined ? undefined : await references.get(compared),
  };
}
