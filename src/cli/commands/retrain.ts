import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, text } from "../calling/options.ts";
import { snapshotApart, trainApart } from "../loop/apart-actions.ts";

/** `alidade retrain <system>`: where the loop from triggers to a champion stands, and what a person may say to it. */
export const command: Command = defineCommand({
  name: "retrain",
  looks: ({ dryRun }) => dryRun,
  summary: "Show, preview, begin, approve or stop the retraining loop",
  about:
    "The loop goes from a trigger to a champion: snapshot, recalibration or training, gate, shadow, canary, A/B test, champion; or back. " +
    "Where calibration alone may be off, the models that serve get another calibration first, and are trained where that is not enough. " +
    "`alidade up` looks after it; a killed process is gone on with where it stopped. Without an option, shows where it stands and whether it is time. " +
    "`--now` begins one; with `--wait` this command goes on with it until it needs traffic, a person or nothing more, and ends with 1 " +
    "where it was refused or failed. What serves meanwhile goes on serving; `alidade rollback` undoes a change of it.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    dryRun: flag("say what would be done next and why; change nothing"),
    now: flag("begin a loop, whatever the triggers, the cool-down and the budget say"),
    wait: flag("go on with it here, as far as it goes without traffic"),
    approve: text("who", "say yes to the step that waits for it; one whom the file names"),
    stop: flag("end the one under way, and let none begin by itself"),
    again: flag("let loops begin by themselves again"),
    why: text("reason", "kept in the history"),
  },
  examples: [
    "alidade retrain system.mts",
    "alidade retrain system.mts --dry-run",
    "alidade retrain system.mts --now --wait",
    'alidade retrain system.mts --approve "clinical lead"',
    'alidade retrain system.mts --stop --why "the source is being moved"',
  ],
  actions: [snapshotApart, trainApart],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { commandRetrain } = await import("../loop/command-retrain.ts");
    return await commandRetrain(loaded, options, invocation);
  },
});
