import type { DecisionRecord } from "../../records/index.ts";
import type { ManageOptions, RunningServer } from "../../server/index.ts";
import type { State } from "../../store/index.ts";
import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { choice, number, someArguments, text, withDefault } from "../calling/options.ts";
import type { Backends } from "../host/host.ts";
import { httpFlags } from "../http/http-flags.ts";

const PORT = 7070;

/** `alidade serve <system...>`: decisions over HTTP until Ctrl-C. */
export const command: Command = defineCommand({
  name: "serve",
  summary: "Decide over HTTP",
  about:
    "Serves one or more systems on this machine: `POST /v1/decide`, `POST /v1/outcomes`, `POST /v1/events`, `/openapi.json`, `/metrics`. A " +
    "system that was never trained serves its rule. The windows over its streams are kept up to date with every event that is pushed, " +
    "and with every line that is added to a `tail` file. Every decision is on disk before it is answered. Ctrl-C stops.",
  arguments: { systems: someArguments("system files, or their folders") },
  options: {
    port: withDefault(number("n", "0 takes a free one", { min: 0, max: 65_535, integer: true }), PORT),
    host: withDefault(
      text("address", "the address to listen on; anything but loopback asks for tokens, and the first is made then"),
      "127.0.0.1",
    ),
    modelMemory: withDefault(
      number("MiB", "memory for opened models; those unused longest wait as bytes", { min: 1 }),
      512,
    ),
    durability: choice(["fsync", "os"], "what a decision is stored in before it is answered (default fsync: on disk)"),
    whenFull: choice(["refuse", "answer"], "what becomes of questions while the disk is full (default refuse)"),
    ...httpFlags,
  },
  examples: ["alidade serve system.mts", "alidade serve newsfeed/system.mts readmission/system.mts --port 8080"],
  async run(invocation) {
    const { args, options, cwd, clock, stopwatch, version, io, signal } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const loaded = await loadSystems(args.systems, cwd);
    const systems = loaded.map(({ system }) => system);
    const { deciderOf, modelShelf } = await import("../../decide/index.ts");
    const { startServer } = await import("../../server/index.ts");
    const { durability, whenFull } = options;
    const state = await invocation.openState(true, { durability, whenFull });
    const { journal, counters, ids } = state;
    const registry = await invocation.registry(true);
    const backends = await invocation.backends();
    const ports = backends.modelPorts();
    const { lineLog } = await import("../serving/line-log.ts");
    const logger = lineLog(io.err, clock);
    const { openOnline } = await import("../serving/open-online.ts");
    const views = await openOnline(loaded, invocation, logger);
    const online = views?.online;
    const shelf = modelShelf((options.modelMemory ?? 512) * 2 ** 20);
    const compute = backends.compute(signal, 1);
    const { watching } = await import("../../watch/index.ts");
    const watcher = watching({ stopwatch, later: setImmediate });
    const deps = { registry, journal, counters, ports, online, clock, ids, stopwatch, shelf, compute, watcher };
    const decider = await deciderOf(systems, deps);
    const { httpOptionsOf } = await import("../http/http-options.ts");
    const http = await httpOptionsOf(invocation, options);
    const server = await startServer({
      host: options.host,
      port: options.port,
      http,
      manage: { ...managing(state, invocation, backends), watching: watcher },
      decider,
      online,
      version,
      logger,
      findDecision: async (id) => (await journal.find("decision", id)) as DecisionRecord | undefined,
    });
    const { servingDocument, servingJson } = await import("../serving/serving-view.ts");
    await invocation.show({
      json: servingJson(server, decider),
      document: servingDocument(server, decider, clock.now()),
    });
    await stopped(server, signal);
    await views?.close();
    io.err("Stopped.\n");
    return {};
  },
});

/** Changes that are made over HTTP carry the name of who made them, and reach every server of the state. */
function managing(state: State, { clock }: Pick<Invocation, "clock">, { servingBoard }: Backends): ManageOptions {
  return {
    registry: async (who) => (await import("../../registry/index.ts")).registryOf({ state, clock, who }),
    board: servingBoard(state.location),
    clock,
  };
}

async function stopped(server: RunningServer, signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await server.close();
}
