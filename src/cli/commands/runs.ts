import { type Command, defineCommand } from "../command.ts";
import { listing, shortTime } from "../listing.ts";
import { namedSystem } from "../named-system.ts";
import { optionalArgument } from "../options.ts";

const TONES = { finished: "good", failed: "bad", running: "unknown" } as const;

/** `alidade runs`: every training run, newest first, those that failed included. */
export const command: Command = defineCommand({
  name: "runs",
  summary: "List the training runs of a system",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {},
  examples: ["alidade runs readmission"],
  async run({ args, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const found = [...(await (await registry()).runs(system))].reverse();
    const { quantity, table, words } = await import("../../report/index.ts");
    return listing({
      title: `Runs of ${system}`,
      json: { system, runs: found },
      none: "No run yet: `alidade train <system file>` starts the first.",
      table: table(
        ["Run", "Status", "Started", "Took", "Snapshot", "Models"],
        found.map(({ id, status, startedAt, endedAt, snapshot, models }) => [
          id,
          words(status, { tone: TONES[status] }),
          shortTime(startedAt),
          endedAt === null ? "" : quantity(endedAt - startedAt, "duration"),
          snapshot.slice(0, 12),
          models.join(", "),
        ]),
      ),
    });
  },
});
