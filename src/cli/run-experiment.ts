import { type Design, designOfPlan, readoutFromJournal, readoutJson, readoutReport } from "../experiment/index.ts";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import {
  type Comparison,
  championPlan,
  experimentPlan,
  experimentSalt,
  type Registry,
  type TrafficPlan,
} from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Answer, Invocation } from "./command.ts";
import { planChange } from "./plan-view.ts";
import { entriesOf } from "./read-journal.ts";
import { chosenRelease, registerRelease } from "./release-models.ts";

interface NoExperiment {
  readonly system: string;
  readonly name: string;
  readonly known: readonly string[];
}

export const experimentUnknown: ErrorConstructor<NoExperiment> = defineError("cli.input.experiment-unknown", {
  headline: "No such experiment",
  message: ({ system, name, known }: NoExperiment) =>
    `"${system}" never ran an experiment "${name}". It ran ${known.join(", ") || "none"}.`,
});

export const experimentRunning: ErrorConstructor<{ readonly name: string }> = defineError(
  "cli.input.experiment-running",
  {
    headline: "An experiment is running",
    message: ({ name }: { readonly name: string }) =>
      `The experiment "${name}" is running; its entities would be mixed with the new one's.`,
    hint: ({ name }) => `Stop it first: \`alidade experiment stop <system> --name ${name} --keep control\`.`,
  },
);

export interface StartRequest {
  readonly name: string;
  /** `rule`, or a model id. */
  readonly control: string;
  readonly treatment: string;
  readonly share: number;
  readonly why: string;
}

/** Gives two releases to two parts of the entities, at random and sticky. */
export async function startExperiment(
  system: SystemDefinition,
  request: StartRequest,
  registry: Registry,
): Promise<Answer> {
  const before = await registry.currentPlan(system.name);
  const running = before?.allocations.find(({ purpose }) => purpose === "experiment")?.experiment;
  if (running !== undefined) throw experimentRunning({ name: running });
  const [control, treatment] = [
    await releaseFor(system, request.control, registry),
    await releaseFor(system, request.treatment, registry),
  ];
  const comparison: Comparison = { name: request.name, control, treatment, share: request.share };
  const allocations = experimentPlan(system, comparison);
  const salt = experimentSalt(system.name, request.name);
  const plan = await registry.changePlan(system.name, before?.version ?? 0, { allocations, salt, why: request.why });
  return planChange(registry, {
    title: `Started the experiment ${request.name}`,
    summary: ["Each entity gets one arm by lot and keeps it.", `\`alidade rollback ${system.name}\` undoes it.`],
    before: before?.allocations ?? [],
    after: plan.allocations,
    json: { system: system.name, experiment: request.name, plan },
  });
}

async function releaseFor(system: SystemDefinition, word: string, registry: Registry): Promise<string> {
  const chosen = await chosenRelease(system, [word], registry);
  return registerRelease(system, { ...chosen, why: "for an experiment" }, registry);
}

/** Ends an experiment: one of its arms serves everybody. */
export async function stopExperiment(
  system: SystemDefinition,
  request: { name: string; keep: "control" | "treatment"; why: string },
  registry: Registry,
): Promise<Answer> {
  const before = await planWith(system.name, request.name, registry);
  const current = await registry.currentPlan(system.name);
  const kept = before.allocations.find(({ arm }) => arm === request.keep);
  const allocations = championPlan(system, kept?.release ?? "");
  const plan = await registry.changePlan(system.name, current?.version ?? 0, { allocations, why: request.why });
  return planChange(registry, {
    title: `Ended the experiment ${request.name}`,
    summary: [`Everybody gets what the ${request.keep} arm had.`, `\`alidade rollback ${system.name}\` undoes it.`],
    before: current?.allocations ?? [],
    after: plan.allocations,
    json: { system: system.name, experiment: request.name, plan },
  });
}

export interface ReadoutOptions {
  readonly name: string;
  /** Default: the arm named `control`, else the first. */
  readonly control: string | undefined;
  readonly units: number | undefined;
  readonly early: boolean;
}

/** The readout of an experiment, as of now. */
export async function readExperiment(
  system: SystemDefinition,
  options: ReadoutOptions,
  invocation: Pick<Invocation, "openState" | "registry" | "signal" | "clock">,
): Promise<Answer> {
  const registry = await invocation.registry();
  const { journal } = await invocation.openState(false);
  const plan = await planWith(system.name, options.name, registry);
  const design: Design = designOfPlan(plan.allocations, {
    experiment: options.name,
    control: options.control,
    units: options.units,
  });
  const readout = await readoutFromJournal({
    system,
    design,
    entries: entriesOf(journal, invocation.signal),
    now: invocation.clock.now(),
    early: options.early,
  });
  const wording = { currency: system.objective.currency };
  return { json: readoutJson(readout, wording), document: readoutReport(readout, wording) };
}

async function planWith(system: string, name: string, registry: Registry): Promise<TrafficPlan> {
  const plans = await registry.planHistory(system);
  const found = plans.findLast(({ allocations }) => allocations.some(({ experiment }) => experiment === name));
  if (found !== undefined) return found;
  const known = new Set(plans.flatMap(({ allocations }) => allocations.flatMap(({ experiment }) => experiment ?? [])));
  throw experimentUnknown({ system, name, known: [...known] });
}
