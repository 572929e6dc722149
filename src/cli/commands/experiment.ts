import type { TrafficPlan } from "../../registry/index.ts";
import { type Answer, type Command, type CommandResult, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, choice, flag, list, number, required, text, withDefault } from "../calling/options.ts";
import { HOLDBACK } from "../releases/holdback.ts";

const NAME = required(text("name", "of the experiment"));
const SYSTEM = argument("the system file, or its folder");
const CONTROL = text(
  "release",
  "`rule` or a model id (default: what is served now; the rule where that is the treatment)",
);
const TREATMENT = list("release,…", "`rule` or model ids; several are compared with one control");
const SHARE = number(
  "share",
  "the part of those who take part that is not in the control (default: as much for each)",
  {
    min: 0.01,
    max: 0.99,
  },
);
const TRAFFIC = withDefault(number("share", "the part of the entities that takes part", { min: 0.001, max: 1 }), 1);

const DESIGNS = [
  "ab",
  "c-t1-t2",
  "disagreement",
  "interleaving",
  "latency-price",
  "holdback",
  "switchback",
  "stepped",
  "cohorts",
] as const;

/** Nine names in the placeholder would push every other option off the screen. */
const DESIGN = { ...withDefault(choice(DESIGNS, `how to ask: ${DESIGNS.join(", ")}`), "ab"), value: "design" };

const plan: Command = defineCommand({
  name: "plan",
  summary: "How many entities, days and how much money an experiment takes; starts nothing",
  about:
    "From the journal: how much an entity's money varies, how many come, what its past says of it (CUPED), and how often the " +
    "two releases decide differently. Without a journal, say what you assume: `--sd` and `--per-day`. Ends with 1 when there is " +
    "not enough to plan from.",
  arguments: { system: SYSTEM },
  options: {
    treatment: TREATMENT,
    control: CONTROL,
    lift: number("money", "the smallest lift per entity that is worth finding (default: what the archive expects)"),
    share: SHARE,
    traffic: TRAFFIC,
    power: withDefault(number("chance", "to find it when it is there", { min: 0.5, max: 0.999 }), 0.8),
    alpha: withDefault(
      number("chance", "to find one that is not there, all comparisons together", { min: 0.001, max: 0.5 }),
      0.05,
    ),
    since: withDefault(text("duration", "how much of the journal counts"), "90d"),
    sd: number("money", "an entity's standard deviation, in place of the journal's", { min: 0 }),
    perDay: number("n", "new entities a day, in place of the journal's", { min: 0 }),
  },
  examples: [
    "alidade experiment plan system.mts --treatment mdl_0123456789abcdef --lift 2",
    "alidade experiment plan system.mts --lift 2 --sd 40 --per-day 500",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { planExperiment } = await import("../experiments/plan-experiment.ts");
    const { withExpectedLift } = await import("../archive/expected-lift.ts");
    const { lift, summary } = await withExpectedLift(system, options, invocation);
    const answer = await planExperiment(system, { ...options, lift }, invocation);
    const document = { ...answer.document, summary: [...answer.document.summary, ...summary] };
    return await onPage(
      { ...answer, document },
      { name: `${system.name}-experiment-plan`, exit: answer.possible ? 0 : 1 },
      invocation,
    );
  },
});

const start: Command = defineCommand({
  name: "start",
  summary: "Give releases to parts of the entities, at random",
  about:
    "The planned size is settled here, before anybody can look; without one, the interval that holds however often one " +
    "looks decides. Several experiments can run at once: those in one namespace never share an entity. Designs: `ab` compares " +
    "releases side by side; `c-t1-t2` tells what decisions bring apart from the waiting; `disagreement` counts only decisions that " +
    "the releases would make differently; `interleaving` has two rankers share every list; `latency-price` makes some wait " +
    "longer; `holdback` acts on some never; `switchback` gives everybody one release at a time; `stepped` rolls out in an order " +
    `by lot; \`cohorts\` follows the effect as entities grow older. ${HOLDBACK}`,
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    design: DESIGN,
    treatment: TREATMENT,
    control: CONTROL,
    share: SHARE,
    traffic: TRAFFIC,
    namespace: text("name", "whose experiments never share an entity (default: the system's name)"),
    units: number("n", "entities planned, all arms together; once counted, the interval for one look decides", {
      min: 2,
      integer: true,
    }),
    delays: list("ms,…", "latency-price: added delays, 0 first; c-t1-t2: how much longer the treatment takes"),
    block: text("duration", "switchback: how long one arm has everybody (default 1h)"),
    burnIn: text("duration", "switchback: the beginning of a block that does not count (default 0s)"),
    steps: list("percent,…", "stepped: the treatment's part at each step (default 10,25,50,100)"),
    every: text("duration", "stepped: how long a step lasts; cohorts: a stretch of age (default 7d)"),
    balance: text(
      "field",
      "split so that the entities of the last decisions are as evenly spread over its values as chance allows",
    ),
    why: text("reason", "kept in the history"),
  },
  examples: [
    "alidade experiment start system.mts --name calls --treatment mdl_0123456789abcdef --units 8000",
    "alidade experiment start system.mts --name wait --design latency-price --delays 0,100,300 --traffic 0.1",
  ],
  async run(invocation) {
    const { args, options, cwd, clock } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { startExperiment } = await import("../experiments/start-experiment.ts");
    const { journal } = await invocation.openState(false);
    const deps = { registry: await invocation.registry(), journal, clock, signal: invocation.signal };
    const answer = await startExperiment(system, options, deps);
    return tellPlan(answer, invocation);
  },
});

const read: Command = defineCommand({
  name: "read",
  summary: "What the experiment has shown so far, in money",
  about:
    "Counts entities whose decisions' windows have closed; `--early` counts the others too and calls the verdict " +
    "preliminary. Ends with 1 when the split is broken.",
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    early: flag("count decisions whose window is still open"),
  },
  examples: ["alidade experiment read system.mts --name calls"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { readExperiment } = await import("../experiments/read-experiment.ts");
    const { journal } = await invocation.openState(false);
    const { signal, clock } = invocation;
    const answer = await readExperiment(system, options, {
      registry: await invocation.registry(),
      journal,
      signal,
      clock,
    });
    const name = `${system.name}-${options.name.replaceAll(/[^\w-]/g, "-")}`;
    return await onPage(answer, { name, exit: answer.invalid ? 1 : 0 }, invocation);
  },
});

const stop: Command = defineCommand({
  name: "stop",
  summary: "End the experiment, keep one of its arms, and archive what it showed",
  about:
    "What its models had promised and what it measured goes into the archive, which `alidade experiments` lists; " +
    "`alidade experiments withdraw` takes that back, `alidade rollback` the end.",
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    keep: required(text("arm", "what serves everybody from now on: an arm, or `champion` for what serves the others")),
    why: text("reason", "kept in the history"),
  },
  examples: ['alidade experiment stop system.mts --name calls --keep treatment --why "+$4 per patient"'],
  async run(invocation) {
    const { args, options, cwd, registry } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { keepStopped } = await import("../archive/keep-stopped.ts");
    const { stopExperiment } = await import("../experiments/stop-experiment.ts");
    const answer = await stopExperiment(
      system,
      { ...options, why: options.why ?? "stopped from the command line" },
      await registry(),
    );
    const { archived, summary } = await keepStopped(system, options.name, invocation);
    const told = {
      json: { ...(answer.json as object), archived },
      document: { ...answer.document, summary: [...answer.document.summary, ...summary] },
    };
    return tellPlan(told, invocation);
  },
});

/** The answer, and its page in the state directory. */
async function onPage(
  { json, document }: Answer,
  { name, exit }: { readonly name: string; readonly exit: 0 | 1 },
  invocation: Pick<Invocation, "backends" | "directory">,
): Promise<CommandResult> {
  const { writeReport } = await import("../output/write-report.ts");
  const page = await writeReport(document, name, invocation);
  return { json, document: { ...document, summary: [...document.summary, `The whole report: ${page}`] }, exit };
}

/** Running servers take up the plan that a change has made. */
async function tellPlan(
  answer: Answer,
  invocation: Pick<Invocation, "openState" | "backends">,
): Promise<CommandResult> {
  const { system, version } = (answer.json as { readonly plan: TrafficPlan }).plan;
  const { tellingServers } = await import("../serving/tell-servers.ts");
  return tellingServers(answer, { system, epoch: version }, invocation);
}

/** `alidade experiment`: releases at random, and what the difference is worth. */
export const command: Command = defineCommand({
  name: "experiment",
  summary: "Compare releases at random: plan, start, read, stop",
  arguments: {},
  options: {},
  examples: ["alidade experiment read system.mts --name calls"],
  actions: [plan, start, read, stop],
  async run() {
    const { usage } = await import("../calling/errors.ts");
    throw usage({
      problem: "Say what to do with the experiment: plan, start, read or stop.",
      help: "alidade help experiment",
    });
  },
});
