import { designOfPlan, experimentFromJournal, type JournalExperiment } from "../../experiment/index.ts";
import type { Clock } from "../../kernel/index.ts";
import type { ExperimentTerms, Registry, TrafficPlan } from "../../registry/index.ts";
import type { Journal } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { planWith, ranBetween, startedWith } from "./experiment-record.ts";

export interface ReadOptions {
  readonly name: string;
  readonly early: boolean;
}

/** What it is read from. */
export interface ReadDeps {
  readonly registry: Registry;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The last traffic plan that ran an experiment, and how it asks; experiments from before there were several have no terms. */
export interface ExperimentPlanned {
  readonly plan: TrafficPlan;
  readonly terms: ExperimentTerms | undefined;
}

/** How an experiment was planned. Throws `cli.input.experiment-unknown`. */
export async function plannedAs(registry: Registry, system: string, name: string): Promise<ExperimentPlanned> {
  const plan = await planWith(registry, system, name);
  return { plan, terms: plan.experiments?.find((one) => one.name === name) };
}

/**
 * An experiment read in all its metrics, as of now, by the size that was planned at its start. Throws what
 * `experimentFromJournal` throws.
 */
export async function readOut(
  system: SystemDefinition,
  { plan, terms, options }: ExperimentPlanned & { readonly options: ReadOptions },
  { registry, journal, signal, clock }: ReadDeps,
): Promise<JournalExperiment> {
  const now = clock.now();
  const planned = await startedWith(registry, system.name, options.name);
  const choice = { experiment: options.name, control: terms?.control, units: planned?.units ?? undefined };
  const { from } = ranBetween(await registry.planHistory(system.name), options.name, now);
  return await experimentFromJournal({
    system,
    design: designOfPlan(plan.allocations, choice),
    entries: entriesOf(journal, signal),
    now,
    began: from,
    early: options.early,
  });
}
