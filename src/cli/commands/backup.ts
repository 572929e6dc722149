import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade backup <to>`: everything that is remembered, while servers go on. */
export const command: Command = defineCommand({
  name: "backup",
  summary: "Write a backup of the state, also while servers run",
  about:
    "Copies records, journal, models, snapshots and keys into a folder, or into one file when its name ends with .tar.gz. " +
    "Everything that was acknowledged before the command began is in it. Every file is written with its hash. The backup holds " +
    "what the state holds, personal data and the key of decision ids included: keep it as safe.",
  arguments: { to: argument("a folder to be made, or a file that ends with .tar.gz") },
  options: {},
  examples: ["alidade backup ../backups/monday", "alidade backup ../backups/monday.tar.gz"],
  async run({ args, backends, openState, directory, clock, cwd }) {
    const { resolve } = await import("node:path");
    // Opened first: a state of an older format is brought up to date before it is copied.
    await openState(false);
    const to = resolve(cwd, args.to);
    const { at, format, files } = await (await backends()).backupState({ from: directory, to, at: clock.now() });
    const { bytesIn, copiedDocument } = await import("../output/copied-document.ts");
    return {
      json: { to, from: directory, at, format, files: files.length, bytes: bytesIn(files) },
      document: copiedDocument(`Backed up ${directory}`, `It is in ${to}.`, files),
    };
  },
});
