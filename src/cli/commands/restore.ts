import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade restore <from>`: a state made from a backup. */
export const command: Command = defineCommand({
  name: "restore",
  summary: "Make a state from a backup",
  about:
    "Compares every file of the backup with the hash that was written beside it, and then makes the state: all of it or none. " +
    "The state's directory (`--dir`) must not be there yet, or be empty: nothing is overwritten.",
  arguments: { from: argument("the folder or the file that `alidade backup` wrote") },
  options: {},
  examples: ["alidade restore ../backups/monday.tar.gz", "alidade restore ../backups/monday --dir .alidade-monday"],
  async run({ args, backends, directory, cwd }) {
    const { resolve } = await import("node:path");
    const from = resolve(cwd, args.from);
    const { at, format, files } = await (await backends()).restoreState({ from, to: directory });
    const { bytesIn, copiedDocument } = await import("../output/copied-document.ts");
    return {
      json: { from, to: directory, at, format, files: files.length, bytes: bytesIn(files) },
      document: copiedDocument(`Restored ${directory}`, `As it was at ${new Date(at).toISOString()}.`, files),
    };
  },
});
