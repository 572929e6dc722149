import { type Design, designOfPlan, readoutFromJournal, readoutJson, readoutReport } from "../../experiment/index.ts";
import { type Comparison, championPlan, experimentPlan, experimentSalt, type Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { planChange } from "../releases/plan-view.ts";
import { chosenRelease, registerRelease } from "../releases/release-models.ts";
import { experimentRunning } from "./experiment-errors.ts";
import { noteStart, noteStop, planRunning, planWith, startedWith } from "./experiment-record.ts";

export interface StartRequest {
  readonly name: string;
  /** `rule`, or a model id. */
  readonly control: string;
  readonly treatment: string;
  readonly share: number;
  /** Entities planned, both arms together. */
  readonly units: number | undefined;
  readonly why: string;
}

/**
 * Gives two releases to two parts of the entities, at random and sticky, and keeps what was planned. Throws
 * `cli.input.experiment-running` and what {@link chosenRelease} throws.
 */
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
  const { name, why, share, units = null } = request;
  const plan = await registry.changePlan(system.name, before?.version ?? 0, { allocations, salt, why });
  const facts = { control: request.control, treatment: request.treatment, share, units };
  await noteStart(registry, { system: system.name, name, why, ...facts });
  return planChange(registry, {
    title: `Started the experiment ${name}`,
    summary: [
      "Each entity gets one arm by lot and keeps it.",
      wordSize(units),
      `\`alidade rollback ${system.name}\` undoes it.`,
    ],
    before: before?.allocations ?? [],
    after: plan.allocations,
    json: { system: system.name, experiment: name, ...facts, plan },
  });
}

function wordSize(units: number | null): string {
  return units === null
    ? "No size was planned (`--units`), so the interval that holds however often one looks will decide."
    : `Planned for ${units.toLocaleString("en-US")} entities; once they are counted, the interval for one look decides.`;
}

async function releaseFor(system: SystemDefinition, word: string, registry: Registry): Promise<string> {
  const chosen = await chosenRelease(system, [word], registry);
  return registerRelease(system, { ...chosen, why: "for an experiment" }, registry);
}

/**
 * Ends an experiment: one of its arms serves everybody. Throws `cli.input.experiment-unknown`,
 * `cli.input.experiment-not-running`.
 */
export async function stopExperiment(
  system: SystemDefinition,
  request: { name: string; keep: "control" | "treatment"; why: string },
  registry: Registry,
): Promise<Answer> {
  const before = await planRunning(registry, system.name, request.name);
  const kept = before.allocations.find(({ arm }) => arm === request.keep);
  const allocations = championPlan(system, kept?.release ?? "");
  const plan = await registry.changePlan(system.name, before.version, { allocations, why: request.why });
  await noteStop(registry, { system: system.name, ...request });
  return planChange(registry, {
    title: `Ended the experiment ${request.name}`,
    summary: [`Everybody gets what the ${request.keep} arm had.`, `\`alidade rollback ${system.name}\` undoes it.`],
    before: before.allocations,
    after: plan.allocations,
    json: { system: system.name, experiment: request.name, keep: request.keep, plan },
  });
}

export interface ReadoutOptions {
  readonly name: string;
  readonly early: boolean;
}

/** The readout of an experiment, as of now, by the size that was planned at its start. Throws `cli.input.experiment-unknown`. */
export async function readExperiment(
  system: SystemDefinition,
  options: ReadoutOptions,
  invocation: Pick<Invocation, "openState" | "registry" | "signal" | "clock">,
): Promise<Answer> {
  const registry = await invocation.registry();
  const { journal } = await invocation.openState(false);
  const plan = await planWith(registry, system.name, options.name);
  const planned = await startedWith(registry, system.name, options.name);
  const units = planned?.units ?? undefined;
  const design: Design = designOfPlan(plan.allocations, { experiment: options.name, units });
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
