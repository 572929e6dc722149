import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, list, number, someArguments, text, withDefault } from "../calling/options.ts";
import { HOLDBACK } from "../releases/holdback.ts";

const SYSTEM = argument("the system file, or its folder");

const budget = {
  mostMs: number(
    "ms",
    "time of 99 in 100 decisions in the check (default: the latency that the objective guards, or 100)",
    {
      min: 0,
    },
  ),
  mostMib: number("MiB", "memory of the process in the check (default 2048)", { min: 1 }),
} as const;

const check: Command = defineCommand({
  name: "check",
  summary: "Load a release in this process and ask it stored and made-up questions",
  about: "What `alidade release` lets a fresh process do first. Ends with 1 when it cannot be served.",
  arguments: { system: SYSTEM, release: argument("id of a release") },
  options: budget,
  examples: ["alidade release check system.mts rel_0123456789abcdef"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { checkHere } = await import("../releases/check-here.ts");
    const found = await checkHere(system, args.release, { ...invocation, budget: options });
    const { checkAnswer } = await import("../releases/refused-release.ts");
    const title = `Check of ${args.release}`;
    return { ...(await checkAnswer(found, { title, summary: [], json: found })), exit: found.passed ? 0 : 1 };
  },
});

const status: Command = defineCommand({
  name: "status",
  summary: "Show who gets what now, and how a canary and a shadow do",
  about:
    "Running servers are asked what they have seen since the plan began; what others saw before they stopped is added.",
  arguments: { system: SYSTEM },
  options: {},
  examples: ["alidade release status system.mts"],
  async run(invocation) {
    const { args, cwd, registry, clock } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { location, records } = await invocation.openState(false);
    const board = (await invocation.backends()).servingBoard(location);
    const { releaseStatus } = await import("../releases/release-status.ts");
    return await releaseStatus(system, { registry: await registry(), board, records, now: clock.now() });
  },
});

/** `alidade release <system> <model>`: chosen models, or the rule, serve from now on: everybody, some, or in the shadow. */
export const command: Command = defineCommand({
  name: "release",
  summary: "Serve a trained model, or the rule: to everybody, as a canary or in the shadow",
  about:
    "Makes a release, lets a fresh process check that it can be served, and changes the traffic plan; when this returns, every running " +
    "server decides by it. A check that fails changes nothing and ends with 1. `--canary` gives it to a growing part of the entities and " +
    "takes it back when it errs, is slow or scores otherwise; `--shadow` asks it beside what is served. Under a stated objective, what " +
    "the gate has not passed is released only with `--approve` and `--why`, and is kept in the history. " +
    `${HOLDBACK}`,
  arguments: {
    system: SYSTEM,
    models: someArguments("id of a model (one per head; other heads keep theirs), or `rule`"),
  },
  options: {
    canary: flag("give it to a growing part of the entities"),
    ramp: withDefault(list("percents", "of the entities, step by step"), ["1", "5", "25", "100"]),
    dwell: withDefault(text("time", "at each step, at least, such as 30m"), "10m"),
    least: withDefault(number("n", "decisions of the canary at each step, at least", { min: 0, integer: true }), 500),
    shift: withDefault(
      number("distance", "how far its scores may lie from the champion's (of Kolmogorov and Smirnov, 0 to 1)", {
        min: 0,
        max: 1,
      }),
      0.2,
    ),
    shadow: flag("ask it beside what is served; nobody sees its answers"),
    sample: withDefault(number("share", "of the decisions on which the shadow is asked", { min: 0.0001, max: 1 }), 0.1),
    ...budget,
    unchecked: flag("do not check it first"),
    dryRun: flag("show what would change, change nothing"),
    approve: text("who", "answers for what its gate has not passed; one whom the objective lets approve"),
    why: text("reason", "kept in the history"),
  },
  examples: [
    "alidade release system.mts mdl_0123456789abcdef --dry-run",
    "alidade release system.mts mdl_0123456789abcdef --canary --ramp 1,10,100 --dwell 1h",
    'alidade release system.mts mdl_0123456789abcdef --approve "clinical lead" --why "the ward asked for it"',
    'alidade release system.mts rule --why "the model drifts"',
  ],
  actions: [check, status],
  async run(invocation) {
    const { args, options, registry, cwd } = invocation;
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const { system, file } = await loadSystem(args.system, cwd);
    // The rule may be released before anything was trained; a model cannot be in a state that does not exist.
    const shelf = await registry(args.models.includes("rule") && !options.dryRun);
    const { chosenRelease, previewRelease } = await import("../releases/release-models.ts");
    const { makeRelease } = await import("../releases/make-release.ts");
    const { wayOf } = await import("../releases/release-way.ts");
    const { sample = 0.1, ramp = [], dwell = "10m", least = 500, shift = 0.2 } = options;
    const way = wayOf({ shadow: options.shadow, sample, canary: options.canary, ramp, dwell, least, shift });
    const chosen = await chosenRelease(system, args.models, shelf);
    if (options.dryRun) return await previewRelease(system, chosen, { registry: shelf, way });
    const { checkElsewhere } = await import("../releases/check-release.ts");
    const { answer, plan } = await makeRelease(system, chosen, {
      registry: shelf,
      way,
      file: shownPath(file, cwd),
      approve: options.approve,
      why: options.why,
      check: options.unchecked
        ? undefined
        : (id) => checkElsewhere(file, { id }, { fresh: invocation.fresh, budget: options }),
    });
    if (plan === undefined) return { ...answer, exit: 1 };
    const { tellingServers } = await import("../serving/tell-servers.ts");
    return await tellingServers(answer, { system: system.name, epoch: plan.version }, invocation);
  },
});
