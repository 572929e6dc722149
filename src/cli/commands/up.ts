import { type Command, defineCommand } from "../calling/command.ts";
import { flag, number, someArguments, text, withDefault } from "../calling/options.ts";
import { serveFlags } from "../serving/serve-flags.ts";

/** `alidade up <system...>`: serves, watches, tells of what is wrong, and retrains, in one process with one screen. */
export const command: Command = defineCommand({
  name: "up",
  summary: "Serve, watch, alert and retrain, with one status screen",
  about:
    "Serves as `alidade serve` does, and beside it, in a thread of its own, reads the journal on: monitors look at every period that is " +
    "over, what they find becomes alerts, alerts are told, and where the system file declares `retrain` the loop goes from a trigger to " +
    "a champion. Everything is kept in the state: after a crash, or beside a second `up`, nothing is lost and nothing is done twice. " +
    "On a terminal the screen is redrawn in place; elsewhere events are lines; with --json every look is a line. Ctrl-C stops.",
  arguments: { systems: someArguments("system files, or their folders") },
  options: {
    ...serveFlags,
    every: withDefault(text("duration", "from one look to the next"), "10s"),
    period: text(
      "duration",
      "length of the periods that monitors look at (default: what the system declares, else 1h)",
    ),
    noRetrain: flag("begin no retraining and go on with none"),
    once: flag("read the journal to its end, tell of what is wrong, and end; nothing is served"),
    replay: text("file", "rows of the past, served as decisions and outcomes on a clock of their own"),
    speed: text("time/s", "time of the past in a second, at most, with --replay (default 1d/s)"),
    perDay: number("n", "rows a day, where the system declares no time of its rows, with --replay (default 500)", {
      ...{ min: 1, max: 1_000_000, integer: true },
    }),
  },
  examples: [
    "alidade up system.mts",
    "alidade up newsfeed/system.mts readmission/system.mts --workers 2",
    "alidade up system.mts --once",
    "alidade up examples/readmission --replay history.csv --speed 2d/s --dir replayed",
  ],
  // As long as a server takes, and what a loop has begun is put back.
  patienceMs: ({ drain }) => drain * 1_000 + 10_000,
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const loaded = await loadSystems(args.systems, cwd);
    const { commandUp } = await import("../up/command-up.ts");
    return await commandUp(loaded, options, invocation);
  },
});
