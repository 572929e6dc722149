import { resolve } from "node:path";
import { modelShelf, startRefreshing } from "../decide/index.ts";
import { registryOf } from "../registry/index.ts";
import type { Log } from "../server/index.ts";
import type { System } from "../system/index.ts";
import { decideHere } from "./decide-here.ts";
import { type EmbeddedDecider, embedded } from "./embedded-decider.ts";
import { systemsUnfit } from "./errors.ts";
import { type OwnPlace, type OwnPlaceOptions, ownPlace } from "./own-place.ts";
import { underWay } from "./under-way.ts";

export interface OpenDeciderOptions extends Omit<OwnPlaceOptions, "dir"> {
  /** The state's directory, made where it is not there. Default `.alidade`, in the working directory. */
  readonly dir?: string | undefined;
  /** The folder of the system file, from which the sources of its streams are looked for. Default: the working directory. */
  readonly from?: string | undefined;
  /** Megabytes for opened models. Default 512. */
  readonly modelMemory?: number | undefined;
  /** Is told of what is taken up, and of what cannot be. A logger of pino fits as it is. Default: silence. */
  readonly logger?: Log | undefined;
  /** How often to look for what was released since, in milliseconds. Default 1000. */
  readonly refreshMs?: number | undefined;
  /** Who is named in the history of a system that nobody served before. Default "a program". */
  readonly who?: string | undefined;
}

/**
 * Opens systems for deciding in this process: what `alidade serve` answers over HTTP, by the same code, from the same state, and beside
 * servers on it. A system that was never trained starts with its rule. Throws `state.*`, `decide.systems-unfit` and what the registry
 * throws; nothing stays open then.
 *
 * @example
 * const decider = await openDecider([readmission], { dir: ".alidade" });
 * const { id, action } = await decider.decide(readmission, { entity: 42, given: { visits: 3 } });
 * await decider.report({ decision: id, outcome: "readmitted" });
 * await decider.close();
 */
export async function openDecider<const All extends readonly System[]>(
  systems: All,
  { dir = ".alidade", ...options }: OpenDeciderOptions = {},
): Promise<EmbeddedDecider<All[number]>> {
  checkSystems(systems);
  const place = await ownPlace({ ...options, dir });
  try {
    return await openIn(place, systems, options);
  } catch (thrown) {
    await place.close();
    throw thrown;
  }
}

async function openIn<S extends System>(
  place: OwnPlace,
  systems: readonly S[],
  options: OpenDeciderOptions,
): Promise<EmbeddedDecider<S>> {
  const { from = place.cwd, modelMemory = 512, logger: log = silent, refreshMs = 1_000, who = "a program" } = options;
  const state = await place.openState(true);
  const registry = registryOf({ state, clock: place.clock, who });
  const compute = (await place.backends()).compute(place.signal, 1);
  const shelf = modelShelf(modelMemory * 2 ** 20);
  const folder = resolve(from);
  const here = systems.map((system) => ({ system, folder }));
  const deciding = await decideHere(here, place, { registry, compute, shelf, log });
  const fresh = startRefreshing(deciding.decider, { log, everyMs: refreshMs });
  const work = underWay();
  return embedded<S>(deciding, {
    ...{ work, clock: place.clock },
    close: async () => {
      await work.end();
      await fresh.stop();
      await deciding.close().finally(place.close);
    },
  });
}

const silent: Log = Object.freeze({ info: () => {}, warn: () => {}, error: () => {} });

function checkSystems(systems: readonly System[]): void {
  if (!Array.isArray(systems) || systems.length === 0) throw systemsUnfit({ problem: "Got none" });
  const names = new Set<string>();
  for (const system of systems as readonly (Partial<System> | null | undefined)[]) {
    if (system?.is !== "alidade.system" || system.name === undefined)
      throw systemsUnfit({ problem: "Got something that is no system" });
    if (names.has(system.name)) throw systemsUnfit({ problem: `Got "${system.name}" twice` });
    names.add(system.name);
  }
}
