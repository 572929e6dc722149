import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, someArguments, text } from "../calling/options.ts";
import { HOLDBACK } from "../releases/holdback.ts";

/** `alidade release <system> <model>`: chosen models, or the rule, serve everybody from now on. */
export const command: Command = defineCommand({
  name: "release",
  summary: "Serve a trained model, or the rule, to everybody",
  about:
    "Makes a release and a traffic plan that gives it to everybody but the holdback. Running servers take it up by " +
    `themselves. ${HOLDBACK}`,
  arguments: {
    system: argument("the system file, or its folder"),
    models: someArguments("id of a model (one per head; other heads keep theirs), or `rule`"),
  },
  options: {
    dryRun: flag("show what would change, change nothing"),
    why: text("reason", "kept in the history"),
  },
  examples: [
    "alidade release system.mts mdl_0123456789abcdef --dry-run",
    'alidade release system.mts rule --why "the model drifts"',
  ],
  async run({ args, options, registry, cwd }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    // The rule may be released before anything was trained; a model cannot be in a state that does not exist.
    const shelf = await registry(args.models.includes("rule") && !options.dryRun);
    const { chosenRelease, previewRelease, makeRelease } = await import("../releases/release-models.ts");
    const chosen = await chosenRelease(system, args.models, shelf);
    if (options.dryRun) return await previewRelease(system, chosen, shelf);
    return await makeRelease(system, { ...chosen, why: options.why ?? "released from the command line" }, shelf);
  },
});
