import type { DecisionRecord } from "../../records/index.ts";
import type { RunningServer } from "../../server/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { number, someArguments, text, withDefault } from "../calling/options.ts";

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
      text("address", "the address to listen on; anything but loopback is open to the network"),
      "127.0.0.1",
    ),
  },
  examples: ["alidade serve system.mts", "alidade serve newsfeed/system.mts readmission/system.mts --port 8080"],
  async run(invocation) {
    const { args, options, cwd, clock, ids, stopwatch, version, io, signal } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const loaded = await loadSystems(args.systems, cwd);
    const systems = loaded.map(({ system }) => system);
    const { deciderOf } = await import("../../decide/index.ts");
    const { startServer } = await import("../../server/index.ts");
    const { journal } = await invocation.openState(true);
    const registry = await invocation.registry(true);
    const ports = (await invocation.backends()).modelPorts();
    const { lineLog } = await import("../serving/line-log.ts");
    const logger = lineLog(io.err, clock);
    const { openOnline } = await import("../serving/open-online.ts");
    const views = await openOnline(loaded, invocation, logger);
    const online = views?.online;
    const decider = await deciderOf(systems, { registry, journal, ports, online, clock, ids, stopwatch });
    const server = await startServer({
      ...options,
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

async function stopped(server: RunningServer, signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await server.close();
}
