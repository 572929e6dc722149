import { loadState, releasePairs } from "../../decide/index.ts";
import {
  type AsIf,
  type CupedGain,
  disagreementOf,
  type Enrolment,
  type HistoryFacts,
  historyFacts,
  newUnitsPerDay,
  type Outlook,
  type OutlookQuestion,
  outlookOf,
  type PlannedComparison,
  type PricedDecision,
  planReport,
  pricedDecisions,
  readAsIf,
  type Saturation,
  saturationOf,
  watchedOutlook,
} from "../../experiment/index.ts";
import { type Insufficient, insufficient, isInsufficient, milliseconds } from "../../kernel/index.ts";
import { initialPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { chosenRelease, registerRelease } from "../releases/release-models.ts";
import { controlWord, servedRelease } from "./default-control.ts";

/** What `experiment plan` is asked. */
export interface PlanOptions {
  /** Undefined for what is served now. */
  readonly control: string | undefined;
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
  const asIf = history === null ? null : await laterHalf(system, known, invocation);
  const plan = planned(system, { options, history, saturation, asIf });
  return { json: plan, document: planReport(plan), possible: !isInsufficient(plan.outlook) };
}

/**
 * The later half of the past, read as the experiment will be: what each entity did in the weeks before it is what its
 * money and the watched metrics are adjusted by.
 */
async function laterHalf(
  system: SystemDefinition,
  known: readonly { readonly at: number }[],
  { openState, signal, clock }: Deps,
): Promise<AsIf> {
  const { journal } = await openState(false);
  const until = matureUntil(system, clock.now());
  const first = known.reduce((least, { at }) => Math.min(least, at), until);
  const entries = entriesOf(journal, signal);
  return await readAsIf({ system, entries, now: clock.now(), began: (first + until) / 2, until });
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
  if (treatment === undefined) return null;
  const registry = await open();
  const chosen = (word: string): ReturnType<typeof chosenRelease> => chosenRelease(system, [word], registry);
  // A release that there is not is refused before anything is planned of it.
  for (const word of [options.control ?? [], treatment, more].flat()) await chosen(word);
  if (more.length > 0 || priced.length === 0) return null;
  const idOf = async (word: string): Promise<string> =>
    registerRelease(system, { ...(await chosen(word)), why: "to plan an experiment" }, registry);
  const before = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  const served = await servedRelease(before, registry);
  const word = await controlWord(system, options, { registry, served });
  const control = word === null && served !== undefined ? served.id : await idOf(word ?? "rule");
  const pair = { control, treatment: await idOf(treatment) };
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
  readonly asIf: AsIf | null;
}

function planned(system: SystemDefinition, { options, history, saturation, asIf }: PlanCase): PlannedComparison {
  const { sd, perDay, lift = null, traffic, power, alpha, treatment = [] } = options;
  const treatments = Math.max(1, treatment.length);
  const sdPerUnit = sd ?? history?.sdPerUnit ?? insufficient("no-history");
  const enrolment = perDay === undefined ? history?.enrolment : steady(perDay);
  const unitsPerDay = enrolment === undefined ? insufficient("no-history") : newUnitsPerDay(enrolment);
  const asked = { lift, treatments, traffic, power, alpha };
  const cuped = cupedIn(asIf);
  const question = questionOf(
    { sdPerUnit, enrolment, unitsPerDay },
    (known): OutlookQuestion => ({
      ...asked,
      ...known,
      ...(options.share === undefined ? {} : { treatmentShare: options.share }),
      cupedVariance: isInsufficient(cuped) ? cuped : cuped.variance,
      disagreement: saturation?.disagreement,
    }),
  );
  const outlook: Outlook | Insufficient = isInsufficient(question) ? question : outlookOf(question);
  const isPlanned = !isInsufficient(question) && !isInsufficient(outlook);
  return {
    system: system.name,
    currency: system.objective.currency,
    question: asked,
    basis: sd !== undefined || perDay !== undefined ? "assumed" : "measured",
    ...{ history, cuped, sdPerUnit, unitsPerDay, saturation, outlook },
    watched: isPlanned ? watchedOutlook(asIf?.metrics ?? [], question, outlook) : [],
  };
}

interface Measured {
  readonly sdPerUnit: number | Insufficient;
  readonly enrolment: Enrolment | undefined;
  readonly unitsPerDay: number | Insufficient;
}

/** The question, where the past or somebody has answered what it takes. */
function questionOf(
  { sdPerUnit, enrolment, unitsPerDay }: Measured,
  ask: (known: Pick<OutlookQuestion, "sdPerUnit" | "enrolment">) => OutlookQuestion,
): OutlookQuestion | Insufficient {
  if (isInsufficient(sdPerUnit)) return sdPerUnit;
  if (isInsufficient(unitsPerDay)) return unitsPerDay;
  if (enrolment === undefined) return insufficient("no-history");
  return ask({ sdPerUnit, enrolment });
}

/** Fewer entities with a past, and nothing is adjusted. */
const LEAST_KNOWN = 30;

/** What the entities' past would save, by the money. */
function cupedIn(asIf: AsIf | null): CupedGain | Insufficient {
  const money = asIf?.metrics.find(({ metric }) => metric.money === true);
  if (asIf === null || money === undefined) return insufficient("no-pre-period");
  const { known, units, adjusted } = asIf;
  if (!adjusted) return insufficient("no-pre-period", { need: LEAST_KNOWN, have: known });
  return isInsufficient(money.sd) ? money.sd : { variance: money.kept, known: known / units };
}

/** As many new entities every day: two days say it. */
function steady(perDay: number): Enrolment {
  return [perDay, 2 * perDay];
}
