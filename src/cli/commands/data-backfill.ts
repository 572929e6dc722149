import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade data backfill <system>`: the online view, built anew. */
export const command: Command = defineCommand({
  name: "backfill",
  summary: "Build a system's online view anew",
  about:
    "Replays the history of the system's streams and every event that was pushed through the same state machine that serves, " +
    "beside the view that is there, and puts the new one in its place in one step. A server that runs goes on with it. " +
    "Needed after the history has changed; a change of the declared windows is noticed by `serve` itself.",
  arguments: { system: argument("the system file, or its folder") },
  options: {},
  examples: ["alidade data backfill system.mts"],
  async run(invocation) {
    const { loadSystem } = await import("../load-system.ts");
    const { backfillLoaded } = await import("../serving/backfill-loaded.ts");
    return await backfillLoaded(await loadSystem(invocation.args.system, invocation.cwd), invocation);
  },
});
