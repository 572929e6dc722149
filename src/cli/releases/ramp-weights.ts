import { type Command, defineCommand } from "../calling/command.ts";
import { argument, list, number, required, someArguments, text, withDefault } from "../calling/options.ts";
import { nothingServed } from "./preview-weights.ts";
import { readWeights } from "./weight-values.ts";

/** `alidade weights ramp <system> quality=0.7`: other weights for a growing part of the entities. */
export const rampWeights: Command = defineCommand({
  name: "ramp",
  summary: "Serve other weights to a growing part of the entities",
  about:
    "The same models with other weights, as a canary: it grows step by step as long as it neither errs nor is slow, and a rollback " +
    "takes it back with its weights. Heads that are not named keep theirs. Refused outside the bounds of the system file and while " +
    "an experiment runs.",
  arguments: {
    system: argument("the system file, or its folder"),
    weights: someArguments("such as quality=0.7"),
  },
  options: {
    why: required(text("reason", "kept in the history")),
    ramp: withDefault(list("percents", "of the entities, step by step"), ["1", "5", "25", "100"]),
    dwell: withDefault(text("time", "at each step, at least, such as 30m"), "10m"),
    least: withDefault(number("n", "decisions of the canary at each step, at least", { min: 0, integer: true }), 500),
  },
  examples: ['alidade weights ramp system.mts quality=0.7 --ramp 1,10,50 --dwell 1d --why "more quality"'],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const values = readWeights(args.weights);
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { ramp = [], dwell = "10m", least = 500, why = "" } = options;
    const { wayOf } = await import("./release-way.ts");
    const way = wayOf({ shadow: false, sample: 0, canary: true, ramp, dwell, least, shift: 0 });
    const registry = await invocation.registry();
    if ((await registry.currentPlan(system.name)) === undefined) throw nothingServed({ system: system.name });
    const { serveRamp } = await import("./serve-ramp.ts");
    const { answer, plan } = await serveRamp(system, { values, way, why }, registry);
    const { tellingServers } = await import("../serving/tell-servers.ts");
    return await tellingServers(answer, { system: system.name, epoch: plan.version }, invocation);
  },
});
