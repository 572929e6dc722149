import { type Command, defineCommand } from "../calling/command.ts";
import { someArguments } from "../calling/options.ts";
import { serveFlags } from "../serving/serve-flags.ts";

/** `alidade serve <system...>`: decisions over HTTP until Ctrl-C. */
export const command: Command = defineCommand({
  name: "serve",
  summary: "Decide over HTTP",
  about:
    "Serves one or more systems on this machine: `POST /v1/decide`, `POST /v1/outcomes`, `POST /v1/events`, `/openapi.json`, `/metrics`. A " +
    "system that was never trained serves its rule. The windows over its streams are kept up to date with every event that is pushed, " +
    "and with every line that is added to a `tail` file. Every decision is on disk before it is answered. Ctrl-C stops.",
  arguments: { systems: someArguments("system files, or their folders") },
  options: { ...serveFlags },
  examples: ["alidade serve system.mts", "alidade serve newsfeed/system.mts readmission/system.mts --port 8080"],
  // A request under way may take five seconds to finish, and what was stored until then is written.
  patienceMs: ({ drain }) => drain * 1_000 + 8_000,
  async run(invocation) {
    const { args, options, cwd, clock, io, signal } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const loaded = await loadSystems(args.systems, cwd);
    const { serveLoaded } = await import("../serving/serve-loaded.ts");
    const served = await serveLoaded(loaded, invocation, options);
    io.err(served.tokens);
    const { servingDocument, servingJson } = await import("../serving/serving-view.ts");
    await invocation.show({ json: servingJson(served), document: servingDocument(served, clock.now()) });
    await told(signal);
    await served.close();
    io.err("Stopped.\n");
    return {};
  },
});

/** Resolves when the server is told to stop. */
async function told(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
