import {
  type ArchivedComparison,
  actedCases,
  type Delta,
  deltaOf,
  EFFECT_OF_ACTING,
  effectOfActing,
  hasSteadyArms,
  type JournalExperiment,
  MONEY_PER_DECISION,
  moneyKind,
  NOTHING,
  type OnlineLift,
  offlineDeltas,
} from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, isInsufficient } from "../../kernel/index.ts";
import type { ModelVersion, Registry, Release, TrafficPlan } from "../../registry/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { ranBetween } from "../experiments/experiment-record.ts";
import { plannedAs, readOut } from "../experiments/read-out.ts";

/** Which experiment, and whether to count what is not settled. */
export interface FinishedOptions {
  readonly name: string;
  readonly early: boolean;
}

export const notArchivable: ErrorConstructor<{ readonly name: string; readonly design: string }> = defineError(
  "cli.input.not-archivable",
  {
    headline: "No arms to be compared",
    message: ({ name, design }: { readonly name: string; readonly design: string }) =>
      `The archive keeps comparisons of arms that entities stay in. "${name}" is of the design ${design}.`,
    hint: () => "Read it out, and archive what it shows with `alidade experiments add`.",
  },
);

/** An experiment for the archive. */
export interface FinishedExperiment {
  /** One for each arm beside the control. */
  readonly comparisons: readonly ArchivedComparison[];
  /** Decisions that do not count yet, because their window is open. */
  readonly open: number;
}

/**
 * An experiment as comparisons for the archive, one for each arm beside the control: read out of the journal, with what the
 * models had promised and what was decided. Throws `cli.input.experiment-unknown`, `cli.input.not-archivable` and what a
 * readout throws.
 */
export async function finishedExperiment(
  system: SystemDefinition,
  options: FinishedOptions,
  invocation: Pick<Invocation, "openState" | "registry" | "signal" | "clock">,
): Promise<FinishedExperiment> {
  const registry = await invocation.registry();
  const planned = await plannedAs(registry, system.name, options.name);
  const { plan, terms } = planned;
  const design = terms?.design ?? "ab";
  if (!hasSteadyArms(design)) throw notArchivable({ name: options.name, design });
  const { clock, signal } = invocation;
  const { journal } = await invocation.openState(false);
  const found = await readOut(system, { ...planned, options }, { registry, journal, clock, signal });
  const common = {
    v: 1,
    system: system.name,
    experiment: options.name,
    design,
    basis: "randomised",
    ...ranBetween(await registry.planHistory(system.name), options.name, clock.now()),
    units: Object.values(found.whole.units).reduce((sum, units) => sum + units, 0),
    currency: system.objective.currency,
    verdict: moneyKind(found.whole),
  } as const;
  const end = await endOf(registry, system.name, options.name);
  const acting = design === "holdback" ? await actingIn(system, options, invocation) : {};
  const release = (arm: string): string => releaseOf(plan, arm, options);
  const { control } = found.whole;
  const comparisons = found.plain.lifts.map(async ({ arm }): Promise<ArchivedComparison> => {
    const releases = { control: release(control), treatment: release(arm) };
    const isHoldback = design === "holdback";
    return {
      ...common,
      arm: shortArm(arm),
      releases: isHoldback ? { ...releases, control: NOTHING } : releases,
      offline: isHoldback ? {} : await promised(registry, releases),
      invalid: [...faultsOf(found), ...slowed(plan, [control, arm], options)],
      online: { ...measured(found, arm), ...acting },
      decision: end.keep === undefined ? "undecided" : end.keep === shortArm(arm) ? "shipped" : "not-shipped",
      why: end.why,
    };
  });
  return { comparisons: await Promise.all(comparisons), open: found.plain.leftOut.immature };
}

/** What a holdback tells of the effect that the objective assumes; nothing where acting changes nothing, or too little came. */
async function actingIn(
  system: SystemDefinition,
  { name }: FinishedOptions,
  { openState, signal, clock }: Pick<Invocation, "openState" | "signal" | "clock">,
): Promise<ArchivedComparison["online"]> {
  const { objective } = system;
  const isChanged = targetsOf(system).some((target) => system.outcomes[target]?.changedByActing === true);
  if (!objective.stated || objective.effect === undefined || !isChanged) return {};
  const { journal } = await openState(false);
  const entries = entriesOf(journal, signal);
  const wanted: Parameters<typeof actedCases>[0]["wanted"] = ({ body }) => body.experiment === name && body.eligible;
  const found = effectOfActing(await actedCases({ system, entries, wanted, now: clock.now() }));
  return found === undefined ? {} : { [EFFECT_OF_ACTING]: found };
}

/** An arm's own name; in a plan that runs several experiments it stands behind theirs. */
function shortArm(arm: string): string {
  return arm.slice(arm.lastIndexOf("/") + 1);
}

/** Which arm the experiment ended with, and why; nothing while it runs. */
async function endOf(
  registry: Registry,
  system: string,
  name: string,
): Promise<{ readonly keep?: string; readonly why: string }> {
  const events = await registry.history(system);
  const stopped = events.findLast(({ what, subject }) => what === "experiment.stopped" && subject === name);
  const keep = stopped?.facts?.keep;
  return { why: stopped?.why ?? "", ...(typeof keep === "string" ? { keep } : {}) };
}

function releaseOf({ allocations }: TrafficPlan, arm: string, { name }: FinishedOptions): string {
  return allocations.find((each) => each.arm === arm && each.experiment === name)?.release ?? "";
}

/** An arm that was slowed on purpose is not what its release brings. */
function slowed({ allocations }: TrafficPlan, arms: readonly string[], { name }: FinishedOptions): readonly string[] {
  const own = allocations.filter(({ arm, experiment }) => experiment === name && arms.includes(arm));
  return own.some(({ delayMs = 0 }) => delayMs > 0) ? ["slowed-on-purpose"] : [];
}

/** What must not be counted, in the words of the readout. */
function faultsOf({ whole: { verdict } }: JournalExperiment): readonly string[] {
  return verdict.call === "invalid" ? [verdict.reasons[0]?.code ?? "invalid"] : [];
}

/** The lifts of one arm: in money as the verdict sees it, per decision as it came, and in every watched metric. */
function measured({ whole, plain }: JournalExperiment, arm: string): Readonly<Record<string, OnlineLift>> {
  const perThousand = plain.lifts.find((lift) => lift.arm === arm)?.perThousandDecisions;
  const perDecision = perThousand === undefined ? undefined : deltaIn(perThousand);
  const watched = whole.metrics.flatMap(({ metric, effects }): readonly (readonly [string, OnlineLift])[] => {
    const delta = deltaIn(effects.find((effect) => effect.arm === arm)?.fixed);
    return delta === undefined ? [] : [[metric.money === true ? "moneyPerUnit" : metric.name, delta]];
  });
  const { value = 0, standardError = 0 } = perDecision ?? {};
  return {
    ...Object.fromEntries(watched),
    ...(perDecision === undefined
      ? {}
      : { [MONEY_PER_DECISION]: { value: value / 1_000, standardError: standardError / 1_000 } }),
  };
}

function deltaIn(found: Estimated | undefined): Delta | undefined {
  return found === undefined || isInsufficient(found) ? undefined : deltaOf(found);
}

/** What the models' evaluations had promised. */
async function promised(
  registry: Registry,
  releases: ArchivedComparison["releases"],
): Promise<ArchivedComparison["offline"]> {
  if (releases.control === releases.treatment) return {};
  const [control, treatment] = await Promise.all([
    registry.findRelease(releases.control),
    registry.findRelease(releases.treatment),
  ]);
  const models = await modelsOf(registry, treatment);
  return offlineDeltas({
    control: await modelsOf(registry, control),
    treatment: models,
    controlWasChampion: await wasChampion(registry, control, models),
  });
}

async function modelsOf(registry: Registry, { models }: Release): Promise<readonly ModelVersion[]> {
  return await Promise.all(Object.values(models).map((id) => registry.findModel(id)));
}

/** Whether the control served as the champion when the treatment's models were judged. */
async function wasChampion(registry: Registry, control: Release, models: readonly ModelVersion[]): Promise<boolean> {
  const judged = Math.max(...models.map(({ createdAt }) => createdAt));
  const plan = (await registry.planHistory(control.system)).findLast(({ at }) => at <= judged);
  const champion = plan?.allocations.find(({ purpose }) => purpose === "champion" || purpose === "unproven");
  return champion?.release === control.id;
}
