import type { TrafficPlan } from "../../registry/index.ts";
import { type Answer, type Command, type CommandResult, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, choice, flag, number, required, text, withDefault } from "../calling/options.ts";
import { HOLDBACK } from "../releases/holdback.ts";

const NAME = required(text("name", "of the experiment"));
const SYSTEM = argument("the system file, or its folder");

const start: Command = defineCommand({
  name: "start",
  summary: "Give two releases to two parts of the entities, at random",
  about:
    "The planned size is settled here, before anybody can look; without one, the interval that holds however often one " +
    `looks decides. ${HOLDBACK}`,
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    control: withDefault(text("release", "`rule` or a model id"), "rule"),
    treatment: required(text("release", "`rule` or a model id")),
    share: withDefault(number("share", "the treatment's part of those who take part", { min: 0.01, max: 0.99 }), 0.5),
    units: number("n", "entities planned, both arms together; once counted, the interval for one look decides", {
      min: 2,
      integer: true,
    }),
    why: text("reason", "kept in the history"),
  },
  examples: ["alidade experiment start system.mts --name calls --treatment mdl_0123456789abcdef --units 8000"],
  async run(invocation) {
    const { args, options, cwd, registry } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { startExperiment } = await import("../experiments/run-experiment.ts");
    const why = options.why ?? "started from the command line";
    const answer = await startExperiment(
      system,
      { ...options, control: options.control ?? "rule", share: options.share ?? 0.5, why },
      await registry(),
    );
    return tellPlan(answer, invocation);
  },
});

const read: Command = defineCommand({
  name: "readout",
  summary: "What the experiment has shown so far, in money",
  about:
    "Counts entities whose decisions' windows have closed; `--early` counts the others too and calls the verdict " +
    "preliminary. Ends with 1 when the split is broken.",
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    early: flag("count decisions whose window is still open"),
  },
  examples: ["alidade experiment readout system.mts --name calls"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { readExperiment } = await import("../experiments/run-experiment.ts");
    const answer = await readExperiment(system, options, invocation);
    const { writeReport } = await import("../output/write-report.ts");
    const page = await writeReport(
      answer.document,
      `${system.name}-${options.name.replaceAll(/[^\w-]/g, "-")}`,
      invocation,
    );
    const { verdict } = answer.json as { readonly verdict: { readonly kind: string } };
    const summary = [...answer.document.summary, `The whole report: ${page}`];
    return { json: answer.json, document: { ...answer.document, summary }, exit: verdict.kind === "invalid" ? 1 : 0 };
  },
});

const stop: Command = defineCommand({
  name: "stop",
  summary: "End the experiment and keep one of its arms",
  arguments: { system: SYSTEM },
  options: {
    name: NAME,
    keep: required(choice(["control", "treatment"], "which arm serves everybody from now on")),
    why: text("reason", "kept in the history"),
  },
  examples: ['alidade experiment stop system.mts --name calls --keep treatment --why "+$4 per patient"'],
  async run(invocation) {
    const { args, options, cwd, registry } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { stopExperiment } = await import("../experiments/run-experiment.ts");
    const answer = await stopExperiment(
      system,
      { ...options, why: options.why ?? "stopped from the command line" },
      await registry(),
    );
    return tellPlan(answer, invocation);
  },
});

/** Running servers take up the plan that a change has made. */
async function tellPlan(
  answer: Answer,
  invocation: Pick<Invocation, "openState" | "backends">,
): Promise<CommandResult> {
  const { system, version } = (answer.json as { readonly plan: TrafficPlan }).plan;
  const { tellingServers } = await import("../serving/tell-servers.ts");
  return tellingServers(answer, { system, epoch: version }, invocation);
}

/** `alidade experiment`: two releases at random, and what the difference is worth. */
export const command: Command = defineCommand({
  name: "experiment",
  summary: "Compare two releases at random: start, readout, stop",
  arguments: {},
  options: {},
  examples: ["alidade experiment readout system.mts --name calls"],
  actions: [start, read, stop],
  async run() {
    const { usage } = await import("../calling/errors.ts");
    throw usage({
      problem: "Say what to do with the experiment: start, readout or stop.",
      help: "alidade help experiment",
    });
  },
});
