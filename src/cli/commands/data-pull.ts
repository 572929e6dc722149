import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag } from "../calling/options.ts";

/** `alidade data pull <system>`: what is new in an incremental source, kept. */
export const command: Command = defineCommand({
  name: "pull",
  summary: "Read what is new in a system's source, and keep it",
  about:
    "Goes on where the last pull stopped. What was read is kept in the state, part by part, so that a pull that is killed " +
    "neither loses a row nor doubles one, and `alidade train` learns from all that is kept. For sources to which rows are " +
    "added: a folder or a pattern of files, a file that grows, a PostgreSQL table with a cursor, an API with pages, the " +
    "decisions of a system.",
  arguments: { system: argument("the system file, or its folder") },
  options: { restart: flag("read from the beginning; rows with a declared key are not doubled") },
  examples: ["alidade data pull system.mts", "alidade data pull system.mts --json"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { pullLoaded } = await import("../loading/pull-loaded.ts");
    return await pullLoaded(await loadSystem(args.system, cwd), options.restart, invocation);
  },
});
