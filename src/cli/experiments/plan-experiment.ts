import { loadState, releasePairs } from "../../decide/index.ts";
import {
  disagreementOf,
  type Enrolment,
  type HistoryFacts,
  historyFacts,
  newUnitsPerDay,
  type Outlook,
  outlookOf,
  type PlannedComparison,
  type PricedDecision,
  planReport,
  pricedDecisions,
  type Saturation,
  saturationOf,
} from "../../experiment/index.ts";
import { type Insufficient, insufficient, isInsufficient, milliseconds } from "../../kernel/index.ts";
import { initialPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { chosenRelease, registerRelease } from "../releases/release-models.ts";

/** What `experiment plan` is asked. */
export interface PlanOptions {
  readonly control: string;
  readonly treatment: readonly string[] | undefined;
  readonly lift: number | undefined;
  readonly share: number | undefined;
  readonly traffic: number;
  readonly power: number;
  readonly alpha: number;
  /** How much of the journal counts. */
  readonly since: string;
  /** Assumed in place of what the journal says. */
  readonly sd: number | undefined;
  readonly perDay: number | undefined;
}

type Deps = Pick<Invocation, "openState" | "registry" | "signal" | "clock" | "backends">;

/** The newest decisions that two releases make again. */
const MOST_PAIRS = 5_000;

/** What an experiment would take: from the journal, or from what is assumed. Starts nothing. */
export async function planExperiment(
  system: SystemDefinition,
  options: PlanOptions,
  invocation: Deps,
): Promise<Answer & { readonly possible: boolean }> {
  const priced =
    options.sd !== undefined && options.perDay !== undefined ? [] : await past(system, options, invocation);
  const known = priced.flatMap(({ decision, money }) =>
    money === null || decision.subject === undefined ? [] : [{ unit: decision.subject, at: decision.at, money }],
  );
  const history = known.length === 0 ? null : historyFacts(known, matureUntil(system, invocation.clock.now()));
  const saturation = await saturationFor(system, { options, priced }, invocation);
  const plan = planned(system, { options, history, saturation });
  return { json: plan, document: planReport(plan), possible: !isInsufficient(plan.outlook) };
}

function windowOf({ outcomes }: SystemDefinition): number {
  return Math.max(0, ...Object.values(outcomes).map(({ within }) => milliseconds(within)));
}

function matureUntil(system: SystemDefinition, now: number): number {
  return now - windowOf(system);
}

/** What was decided in the past whose outcome is known; the holdback is not what an experiment is about. */
async function past(
  system: SystemDefinition,
  { since }: PlanOptions,
  { openState, signal, clock }: Deps,
): Promise<readonly PricedDecision[]> {
  const { journal } = await openState(false);
  const now = clock.now();
  const from = matureUntil(system, now) - milliseconds(since);
  return await pricedDecisions({
    system,
    entries: entriesOf(journal, signal),
    wanted: ({ at, body }) => at >= from && body.purpose !== "holdback",
    now,
  });
}

interface PairCase {
  readonly options: PlanOptions;
  readonly priced: readonly PricedDecision[];
}

/** How often the two releases differ on what was decided; null where there is no pair or no decision. */
async function saturationFor(
  system: SystemDefinition,
  { options, priced }: PairCase,
  { registry: open, backends }: Deps,
): Promise<Saturation | null> {
  const [treatment, ...more] = options.treatment ?? [];
  if (treatment === undefined || more.length > 0 || priced.length === 0) return null;
  const registry = await open();
  const idOf = async (word: string): Promise<string> =>
    registerRelease(
      system,
      { ...(await chosenRelease(system, [word], registry)), why: "to plan an experiment" },
      registry,
    );
  const pair = { control: await idOf(options.control), treatment: await idOf(treatment) };
  const before = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  const allocations = Object.entries(pair).map(([arm, release]) => ({
    ...{ arm, release, share: 0.5, purpose: "champion" as const },
  }));
  const ports = (await backends()).modelPorts();
  const state = await loadState(system, { ...before, allocations, experiments: [], shadows: [] }, { registry, ports });
  const newest = priced.slice(-MOST_PAIRS).map(({ decision }) => decision);
  return saturationOf(disagreementOf(releasePairs(newest, state, pair)), options.lift ?? null);
}

interface PlanCase {
  readonly options: PlanOptions;
  readonly history: HistoryFacts | null;
  readonly saturation: Saturation | null;
}

function planned(system: SystemDefinition, { options, history, saturation }: PlanCase): PlannedComparison {
  const { sd, perDay, lift = null, traffic, power, alpha, treatment = [] } = options;
  const treatments = Math.max(1, treatment.length);
  const sdPerUnit = sd ?? history?.sdPerUnit ?? insufficient("no-history");
  const enrolment = perDay === undefined ? history?.enrolment : steady(perDay);
  const unitsPerDay = enrolment === undefined ? insufficient("no-history") : newUnitsPerDay(enrolment);
  const question = { lift, treatments, traffic, power, alpha };
  const outlook = (): Outlook | Insufficient => {
    if (isInsufficient(sdPerUnit)) return sdPerUnit;
    if (enrolment === undefined || isInsufficient(unitsPerDay)) return insufficient("no-history");
    const cuped = history === null ? insufficient("no-pre-period") : history.cuped;
    return outlookOf({
      ...question,
      sdPerUnit,
      enrolment,
      ...(options.share === undefined ? {} : { treatmentShare: options.share }),
      cupedVariance: isInsufficient(cuped) ? cuped : cuped.variance,
      disagreement: saturation?.disagreement,
    });
  };
  return {
    system: system.name,
    currency: system.objective.currency,
    question,
    basis: sd !== undefined || perDay !== undefined ? "assumed" : "measured",
    history,
    sdPerUnit,
    unitsPerDay,
    saturation,
    outlook: outlook(),
  };
}

/** As many new entities every day: two days say it. */
function steady(perDay: number): Enrolment {
  return [perDay, 2 * perDay];
}
