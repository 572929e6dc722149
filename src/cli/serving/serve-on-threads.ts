import { Worker } from "node:worker_threads";
import { openOnline } from "../../embed/index.ts";
import { startThreadedServer, type ThreadStart } from "../../server/index.ts";
import type { Invocation } from "../calling/command.ts";
import { meetingOf } from "../http/http-options.ts";
import type { LoadedSystem } from "../load-system.ts";
import { lineLog } from "./line-log.ts";
import { managing } from "./managing.ts";
import type { Served, ServeWords } from "./serve-words.ts";
import type { ThreadData } from "./serving-thread.ts";

/** Serves on threads of their own; this one controls them, and keeps the windows over streams for all. */
export async function serveOnThreads(
  loaded: readonly LoadedSystem[],
  invocation: Invocation,
  { threads, ...words }: ServeWords & { readonly threads: number },
): Promise<Served> {
  const { clock, version, io, signal, cwd } = invocation;
  const { host, port, durability, whenFull, modelMemory } = words;
  const state = await invocation.openState(true, { durability, whenFull });
  const registry = await invocation.registry(true);
  const backends = await invocation.backends();
  const data: Omit<ThreadData, "start"> = {
    files: loaded.map(({ file }) => file),
    cwd,
    pass: await backends.statePass(state, { whenFull }),
  };
  const logger = lineLog(io.err, clock);
  const views = await openOnline(loaded, invocation, logger);
  const { http, wordTokens } = await meetingOf(invocation, words);
  const server = await startThreadedServer({
    systems: loaded.map(({ system }) => system),
    threads,
    registry,
    compute: backends.compute(signal, 1),
    connect: () => backends.writerPorts(state),
    startThread: (start) => startThread({ ...data, start }, backends.threadEnvironment()),
    modelBytes: modelMemory * 2 ** 20,
    host,
    port,
    http,
    manage: await managing(invocation),
    version,
    logger,
    online: views?.online,
  });
  return {
    server,
    decider: server.decider,
    threads,
    tokens: await wordTokens(),
    close: async () => {
      await server.close();
      await views?.close();
    },
  };
}

const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";
const ENTRY = new URL(`./serving-thread.${ENDING}`, import.meta.url);
/** So that a system file finds Alidade from wherever it lies. */
const DOORS = new URL("../../../bin/doors.js", import.meta.url).href;

function startThread(data: ThreadData, env: NodeJS.ProcessEnv): Worker {
  const { talk }: ThreadStart = data.start;
  const execArgv = ["--disable-warning=ExperimentalWarning", "--import", DOORS];
  return new Worker(ENTRY, { env, execArgv, workerData: data, transferList: [talk] });
}
