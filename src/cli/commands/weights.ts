import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, number, optionalArgument, required, someArguments, text } from "../calling/options.ts";
import { paretoWeights } from "../framing/weights-pareto.ts";
import { namedSystem } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";
import { previewWeights } from "../releases/preview-weights.ts";
import { rampWeights } from "../releases/ramp-weights.ts";
import { readWeights } from "../releases/weight-values.ts";

const SYSTEM = argument("the system file, or its folder");
const EXPECT = number("version", "refuse unless the weights are at this version", { min: 0, integer: true });

const set: Command = defineCommand({
  name: "set",
  summary: "Serve other weights, with the same models",
  about:
    "Heads that are not named keep theirs. The next decision that begins after this has returned is made with the new weights, on " +
    "every server of this state. Refused outside the bounds of the system file and while an experiment runs.",
  arguments: { system: SYSTEM, weights: someArguments("such as quality=0.7") },
  options: {
    why: required(text("reason", "kept in the history")),
    expect: EXPECT,
    dryRun: flag("show what would change, change nothing"),
  },
  examples: ['alidade weights set system.mts engagement=1 quality=0.7 --why "more quality, less bait"'],
  async run(invocation) {
    const { args, options, cwd, registry } = invocation;
    const values = readWeights(args.weights);
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { showReweighed, showWeights } = await import("../releases/weights-view.ts");
    const shelf = await registry(!options.dryRun);
    const before = await shelf.currentWeights(system.name);
    if (options.dryRun) {
      const { checkWeights } = await import("../../registry/index.ts");
      checkWeights(system, values);
      return await showWeights(system, before, values);
    }
    const changed = await shelf.reweigh(system, { values, why: options.why ?? "", expectedVersion: options.expect });
    const answer = await showReweighed(system, changed, { before, file: args.system });
    const { tellingServers } = await import("../serving/tell-servers.ts");
    return await tellingServers(answer, { system: system.name, epoch: changed.plan?.version ?? 0 }, invocation);
  },
});

const undo: Command = defineCommand({
  name: "undo",
  summary: "Bring back the weights before the current ones",
  about: "Undoing twice is where you started. Takes effect like `weights set`.",
  arguments: { system: SYSTEM },
  options: { why: text("reason", "kept in the history"), expect: EXPECT },
  examples: ['alidade weights undo system.mts --why "the feed got dull"'],
  async run(invocation) {
    const { args, options, cwd, registry } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const shelf = await registry();
    const before = await shelf.currentWeights(system.name);
    const why = options.why ?? "undone from the command line";
    const changed = await shelf.undoWeights(system, { why, expectedVersion: options.expect });
    const { showReweighed } = await import("../releases/weights-view.ts");
    const answer = await showReweighed(system, changed, { before, file: args.system });
    const { tellingServers } = await import("../serving/tell-servers.ts");
    return await tellingServers(answer, { system: system.name, epoch: changed.plan?.version ?? 0 }, invocation);
  },
});

const history: Command = defineCommand({
  name: "history",
  summary: "List every version of the weights: when, why and by whom",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {},
  examples: ["alidade weights history newsfeed"],
  async run({ args, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const versions = [...(await (await registry()).weightsHistory(system))].reverse();
    const { table } = await import("../../report/index.ts");
    return listing({
      title: `Weights of ${system}`,
      json: { system, versions },
      none: "Nobody has changed the weights of the system file.",
      table: table(
        ["Version", "When", "Weights", "Why, by whom"],
        versions.map(({ version, at, values, why, by }) => [
          version,
          shortTime(at),
          wordValues(values),
          `${why}, ${by}`,
        ]),
      ),
    });
  },
});

/** `alidade weights`: the numbers that combine a system's heads; preview, set, ramp or undo them, or list what they were. */
export const command: Command = defineCommand({
  name: "weights",
  summary: "Show, preview and change the weights of the heads, without training anything",
  arguments: { system: SYSTEM },
  options: {},
  examples: [
    "alidade weights system.mts",
    "alidade weights preview system.mts quality=0.7",
    "alidade weights pareto system.mts",
    'alidade weights set system.mts quality=0.7 --why "more quality"',
  ],
  actions: [previewWeights, paretoWeights, set, rampWeights, undo, history],
  async run({ args, registry, cwd }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { showWeights } = await import("../releases/weights-view.ts");
    return await showWeights(system, await (await registry()).currentWeights(system.name));
  },
});

function wordValues(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([head, value]) => `${head}=${value}`)
    .join(" ");
}
