import { deciderOf, modelShelf } from "../../decide/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { startServer } from "../../server/index.ts";
import { watching } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { meetingOf } from "../http/http-options.ts";
import type { LoadedSystem } from "../load-system.ts";
import { lineLog } from "./line-log.ts";
import { managing } from "./managing.ts";
import { openOnline } from "./open-online.ts";
import type { Served, ServeWords } from "./serve-words.ts";

/** Serves on the thread of the command itself: decisions, streams and changes side by side. */
export async function serveHere(
  loaded: readonly LoadedSystem[],
  invocation: Invocation,
  words: ServeWords,
): Promise<Served> {
  const { clock, stopwatch, version, io, signal } = invocation;
  const { host, port, durability, whenFull, modelMemory } = words;
  const { journal, counters, ids } = await invocation.openState(true, { durability, whenFull });
  const registry = await invocation.registry(true);
  const backends = await invocation.backends();
  const ports = backends.modelPorts();
  const logger = lineLog(io.err, clock);
  const views = await openOnline(loaded, invocation, logger);
  const online = views?.online;
  const shelf = modelShelf(modelMemory * 2 ** 20);
  const compute = backends.compute(signal, 1);
  const watcher = watching({ stopwatch, later: setImmediate });
  const deps = { registry, journal, counters, ports, online, clock, ids, stopwatch, shelf, compute, watcher };
  const decider = await deciderOf(
    loaded.map(({ system }) => system),
    deps,
  );
  const { http, wordTokens } = await meetingOf(invocation, words);
  const manage = { ...(await managing(invocation)), watching: watcher };
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  const server = await startServer({ host, port, http, manage, decider, online, version, logger, findDecision });
  return {
    server,
    decider,
    threads: 1,
    tokens: await wordTokens(),
    close: async () => {
      await server.close();
      await views?.close();
    },
  };
}
