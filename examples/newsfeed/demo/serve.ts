import { deciderOf } from "../../../src/decide/index.ts";
import { seededIds } from "../../../src/kernel/index.ts";
import { servingBoard } from "../../../src/presets.ts";
import type { DecisionRecord } from "../../../src/records/index.ts";
import { registryOf } from "../../../src/registry/index.ts";
import { startServer } from "../../../src/server/index.ts";
import { watching } from "../../../src/watch/index.ts";
import type { Opened, Stage } from "./stage.ts";
import { openTraffic } from "./traffic.ts";

/** Milliseconds between two looks at a canary: virtual days pass in a second. */
const LOOKS = 100;

/** Opens the server on the virtual clock: decisions, outcomes, and canaries that it looks after by itself. */
export async function serve({ options, system, registry, state, clock, ...stage }: Stage): Promise<Opened> {
  const { journal, records } = state;
  const stopwatch = (): number => performance.now();
  const watcher = watching({ stopwatch, later: setImmediate });
  const ids = seededIds(options.seed);
  const decider = await deciderOf([system], { registry, journal, clock, ids, stopwatch, watcher });
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  const manage = {
    ...{ registry: (who: string) => registryOf({ state, clock, who }), board: servingBoard(state.location) },
    ...{ watching: watcher, records, clock, everyMs: LOOKS },
  };
  const server = await startServer({ decider, findDecision, manage, port: options.port });
  const { world, warehouse } = stage;
  const { signal, seed } = options;
  const traffic = openTraffic({ world, warehouse, clock, url: server.url, signal, seed });
  return { decider, server, traffic };
}
