import {
  type ArchivedComparison,
  type Delta,
  deltaOf,
  designOfPlan,
  hasSteadyArms,
  MONEY_PER_DECISION,
  type OnlineLift,
  offlineDeltas,
  type Readout,
  readoutFromJournal,
} from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, isInsufficient } from "../../kernel/index.ts";
import type { ModelVersion, Registry, Release, TrafficPlan } from "../../registry/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { planWith } from "../experiments/experiment-record.ts";

/** Which experiment, and whether to count what is not settled. */
export interface FinishedOptions {
  readonly name: string;
  readonly early: boolean;
}

/** What an archived comparison says of the release that a holdback gets: none, for nobody in it is acted on. */
const NOTHING = "nothing";

export const notArchivable: ErrorConstructor<{ readonly name: string; readonly design: string }> = defineError(
  "cli.input.not-archivable",
  {
    headline: "No arms to be compared",
    message: ({ name, design }: { readonly name: string; readonly design: string }) =>
      `The archive keeps comparisons of arms that entities stay in. "${name}" is of the design ${design}.`,
    hint: () => "Read it out, and archive what it shows with `alidade experiments add`.",
  },
);

/**
 * An experiment as comparisons for the archive, one for each arm beside the control: read out of the journal, with what the
 * models had promised and what was decided. Throws `cli.input.experiment-unknown`, `cli.input.not-archivable` and what a
 * readout throws.
 */
export async function finishedComparisons(
  system: SystemDefinition,
  options: FinishedOptions,
  invocation: Pick<Invocation, "openState" | "registry" | "signal" | "clock">,
): Promise<readonly ArchivedComparison[]> {
  const registry = await invocation.registry();
  const plan = await planWith(registry, system.name, options.name);
  const { design = "ab", control } = plan.experiments?.find(({ name }) => name === options.name) ?? {};
  if (!hasSteadyArms(design)) throw notArchivable({ name: options.name, design });
  const { journal } = await invocation.openState(false);
  const now = invocation.clock.now();
  const readout = await readoutFromJournal({
    system,
    design: designOfPlan(plan.allocations, { experiment: options.name, control }),
    entries: entriesOf(journal, invocation.signal),
    now,
    early: options.early,
  });
  const common = {
    v: 1,
    system: system.name,
    experiment: options.name,
    design,
    basis: "randomised",
    ...timeOf(await registry.planHistory(system.name), options.name, now),
    units: readout.arms.reduce((sum, { units }) => sum + units, 0),
    currency: system.objective.currency,
    verdict: readout.verdict.kind,
  } as const;
  const end = await endOf(registry, system.name, options.name);
  const release = (arm: string): string => releaseOf(plan, arm, options);
  const comparisons = readout.lifts.map(async (lift): Promise<ArchivedComparison> => {
    const releases = { control: release(readout.control), treatment: release(lift.arm) };
    const isHoldback = design === "holdback";
    return {
      ...common,
      arm: shortArm(lift.arm),
      releases: isHoldback ? { ...releases, control: NOTHING } : releases,
      offline: isHoldback ? {} : await promised(registry, releases),
      invalid: [...faultsOf(readout), ...slowed(plan, [readout.control, lift.arm], options)],
      online: measured(lift),
      decision: end.keep === undefined ? "undecided" : end.keep === shortArm(lift.arm) ? "shipped" : "not-shipped",
      why: end.why,
    };
  });
  return await Promise.all(comparisons);
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

/** From the plan that began it to the plan that ended it, or to now. */
function timeOf(
  plans: readonly TrafficPlan[],
  name: string,
  now: number,
): { readonly from: number; readonly until: number } {
  const runs = ({ allocations }: TrafficPlan): boolean => allocations.some(({ experiment }) => experiment === name);
  const last = plans.findLastIndex(runs);
  const first = plans.findIndex(runs);
  const from = plans[first]?.at ?? now - 1;
  return { from, until: Math.max(from + 1, plans[last + 1]?.at ?? now) };
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
function faultsOf({ verdict }: Readout): readonly string[] {
  return verdict.kind === "invalid" ? [verdict.reasons[0] ?? "invalid"] : [];
}

function measured(lift: Readout["lifts"][number]): Readonly<Record<string, OnlineLift>> {
  const perUnit = deltaIn(lift.perUnit);
  const perThousand = deltaIn(lift.perThousandDecisions);
  return {
    ...(perUnit === undefined ? {} : { moneyPerUnit: perUnit }),
    ...(perThousand === undefined
      ? {}
      : {
          [MONEY_PER_DECISION]: {
            value: perThousand.value / 1_000,
            standardError: perThousand.standardError / 1_000,
          },
        }),
  };
}

function deltaIn(found: Estimated): Delta | undefined {
  return isInsufficient(found) ? undefined : deltaOf(found);
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
