import { type Command, defineCommand } from "../calling/command.ts";
import { argument, list, text } from "../calling/options.ts";

/** `alidade train <system>`: from the data to a judged, registered candidate. */
export const command: Command = defineCommand({
  name: "train",
  summary: "Train, judge in money, and register a model",
  about:
    "Reads the source under its contract, takes a snapshot, fits every head, judges it on rows that it has not seen " +
    "against the rule, a constant and the champion, asks the gate, and registers the model with its lineage. The first " +
    "model to pass takes over from the rule; replacing a champion is `alidade release`. Ends with 1 when the gate says no; " +
    "an objective that nobody has stated is no refusal. With `--head` the named heads learn and the others keep the models that " +
    "serve; all of them are judged together, as they would be released.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    data: text("file", "read this file instead of the declared source"),
    head: list("names", "only these heads learn, between commas; the others keep the models that serve"),
    snapshot: text("id", "learn from this snapshot, by its tag or the beginning of its id, instead of the source"),
  },
  examples: [
    "alidade train system.mts",
    "alidade train system.mts --head quality",
    "alidade train examples/readmission --json",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { trainLoaded } = await import("../training/train-loaded.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { data, snapshot, head: only } = options;
    const result = await trainLoaded(loaded, { ...invocation, data, snapshot, only });
    const { tellQuietly } = await import("../serving/tell-servers.ts");
    await tellQuietly(loaded.system.name, invocation);
    return result;
  },
});
