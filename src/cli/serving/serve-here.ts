import { modelShelf } from "../../decide/index.ts";
import { decideHere } from "../../embed/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { startServer } from "../../server/index.ts";
import { watching } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { meetingOf } from "../http/http-options.ts";
import type { LoadedSystem } from "../load-system.ts";
import { lineLog } from "./line-log.ts";
import { managing } from "./managing.ts";
import type { Served, ServeWords } from "./serve-words.ts";

/** Serves on the thread of the command itself: decisions, streams and changes side by side. */
export async function serveHere(
  loaded: readonly LoadedSystem[],
  invocation: Invocation,
  words: ServeWords,
): Promise<Served> {
  const { clock, stopwatch, version, io, signal } = invocation;
  const { host, port, durability, whenFull, modelMemory } = words;
  const { journal } = await invocation.openState(true, { durability, whenFull });
  const registry = await invocation.registry(true);
  const backends = await invocation.backends();
  const logger = lineLog(io.err, clock);
  const shelf = modelShelf(modelMemory * 2 ** 20);
  const compute = backends.compute(signal, 1);
  const watcher = watching({ stopwatch, later: setImmediate });
  const deciding = await decideHere(loaded, invocation, { registry, shelf, compute, watcher, log: logger });
  const { decider, online } = deciding;
  const { http, wordTokens } = await meetingOf(invocation, words);
  const manage = { ...(await managing(invocation)), watching: watcher };
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  const told = { version, logger, findDecision, whenFull };
  const server = await startServer({ host, port, http, manage, decider, online, ...told });
  return {
    server,
    decider,
    threads: 1,
    tokens: await wordTokens(),
    close: async () => {
      await server.close();
      await deciding.close();
    },
  };
}
