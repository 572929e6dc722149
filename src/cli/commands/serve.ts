import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { choice, number, someArguments, text, withDefault } from "../calling/options.ts";
import { httpFlags } from "../http/http-flags.ts";
import type { LoadedSystem } from "../load-system.ts";
import type { Served, ServeWords } from "../serving/serve-words.ts";

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
    workers: withDefault(number("n", "threads that answer on the one port", { min: 1, max: 64, integer: true }), 1),
    durability: choice(["fsync", "os"], "what a decision is stored in before it is answered (default fsync: on disk)"),
    whenFull: choice(["refuse", "answer"], "what becomes of questions while the disk is full (default refuse)"),
    ...httpFlags,
  },
  examples: ["alidade serve system.mts", "alidade serve newsfeed/system.mts readmission/system.mts --port 8080"],
  // A request under way may take five seconds to finish, and what was stored until then is written.
  patienceMs: ({ drain }) => drain * 1_000 + 8_000,
  async run(invocation) {
    const { args, options, cwd, clock, io, signal } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const loaded = await loadSystems(args.systems, cwd);
    const { threadsFor } = await import("../serving/threads-for.ts");
    const threads = await threadsFor(options.workers, io.err);
    const served = await serve(loaded, invocation, { ...options, threads });
    const { servingDocument, servingJson } = await import("../serving/serving-view.ts");
    await invocation.show({ json: servingJson(served), document: servingDocument(served, clock.now()) });
    await told(signal);
    await served.close();
    io.err("Stopped.\n");
    return {};
  },
});

async function serve(
  loaded: readonly LoadedSystem[],
  invocation: Invocation,
  words: ServeWords & { readonly threads: number },
): Promise<Served> {
  if (words.threads === 1) return await (await import("../serving/serve-here.ts")).serveHere(loaded, invocation, words);
  return await (await import("../serving/serve-on-threads.ts")).serveOnThreads(loaded, invocation, words);
}

/** Resolves when the server is told to stop. */
async function told(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
