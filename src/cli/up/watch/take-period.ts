import type { Clock, Instant } from "../../../kernel/index.ts";
import type { Registry } from "../../../registry/index.ts";
import type { State } from "../../../store/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import {
  type Alarm,
  type AlertChange,
  alertBook,
  type MonitorRun,
  type MonitorsState,
  type Seen,
  type Symptom,
  seenBook,
  symptomOf,
  watchesIn,
} from "../../../watch/index.ts";
import { type KeptWatch, watchBook } from "../kept-watch.ts";
import { circumstancesOf } from "./circumstances.ts";
import { comparedIn, type HeldAgainst } from "./held-against.ts";
import { keepPeriod } from "./keep-period.ts";
import { stillWrong } from "./still-wrong.ts";
import type { Traffic } from "./traffic.ts";

/** What periods are taken with. */
export interface TakeDeps {
  readonly system: SystemDefinition;
  readonly file: string;
  readonly state: Pick<State, "records" | "blobs">;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly periodMs: number;
  /** Real time, milliseconds since any fixed moment. */
  readonly stopwatch: () => number;
}

/** How far a watch has come. */
export interface Progress {
  readonly held: HeldAgainst;
  readonly run: MonitorRun;
  readonly traffic: Pick<Traffic, "outcomes">;
  kept: KeptWatch | undefined;
  /** Of what is kept. */
  version: number;
  /** Periods that the monitors have taken since their state was kept. */
  unkept: number;
  /** When it was kept last, on the stopwatch. */
  keptAt: number;
  /** End of the last period that they have taken here: less than what is kept, where periods are taken again. Undefined before the first. */
  reached: Instant | undefined;
}

export interface Taken {
  readonly alarms: readonly Alarm[];
  readonly changes: readonly AlertChange[];
}

const DAY = 86_400_000;
/** Alarms that are kept for triggers and for whoever looks. */
const ALARMS = 200;
/** Milliseconds after which the monitors' state is kept again, with the next period. */
const HELD_BACK = 1_000;
const MOST_UNKEPT = 24;
/** Counted periods of so long are there to be taken again; see the reader of what is seen. */
const COUNTED = 2 * DAY;

/**
 * Has the monitors take a period, and keeps that, as one with the alerts that it brought. What the monitors know is megabytes where
 * a system has many fields: of quiet periods, which a long journal has many of, it is kept only every so often. After a kill these
 * are taken again from what was counted of them, and come to the same. Nothing is taken of a period that was counted in the bins
 * of what served before: its monitors are not there any more. Throws `watch.seen-raced` where another process was faster.
 */
export async function takePeriod(of: Progress, seen: Seen, deps: TakeDeps): Promise<Taken> {
  const alarms = seen.layout === of.held.layout.id ? of.run.step(seen).alarms : [];
  const symptoms = [...alarms.map(symptomOf), ...(await goingOn(of, seen, deps))];
  of.unkept++;
  of.reached = seen.to;
  const isQuiet = symptoms.length === 0;
  const mayWait = isQuiet && of.kept !== undefined && of.unkept < mostUnkept(deps.periodMs) && !isDue(of, deps);
  const next = nextKept(of, { seen, alarms }, deps);
  const changes = await (mayWait ? keepCount(of, next, deps) : keepAll(of, { next, symptoms }, deps));
  return { alarms, changes };
}

/** To be called when nothing is to be taken for a while. */
export async function keepIfDue(of: Progress, deps: TakeDeps): Promise<void> {
  if (isDue(of, deps)) await keepRest(of, deps);
}

/** Keeps what the monitors know, where it is more than what is kept. */
export async function keepRest(of: Progress, deps: TakeDeps): Promise<void> {
  if (of.kept !== undefined && of.unkept > 0) await keepAll(of, { next: of.kept, symptoms: [] }, deps);
}

type NoState = Omit<KeptWatch, "state" | "stateThrough">;

/** Keeps that a period was taken, beside a state that does not know it. */
async function keepCount(of: Progress, next: NoState, deps: TakeDeps): Promise<readonly AlertChange[]> {
  const { state = [], stateThrough: known = of.kept?.through ?? 0 } = of.kept ?? {};
  const stateThrough = known > next.through ? next.through - deps.periodMs : known;
  return await keep(of, { next: { ...next, state, stateThrough }, symptoms: [] }, deps);
}

interface ToKeep<Next> {
  readonly next: Next;
  readonly symptoms: readonly Symptom[];
}

/** Keeps what the monitors know as well, and how far that is. */
async function keepAll(
  of: Progress,
  { next, symptoms }: ToKeep<NoState>,
  deps: TakeDeps,
): Promise<readonly AlertChange[]> {
  const watches = watchBook(deps.state);
  const last = of.kept?.state ?? [];
  const { stateThrough: _, ...rest } = next as KeptWatch;
  const state = await watches.keepMonitors(deps.system.name, of.run.state);
  const isBehind = of.reached !== undefined && of.reached < rest.through;
  const through = isBehind ? { stateThrough: of.reached as Instant } : {};
  const changes = await keep(of, { next: { ...rest, state, ...through }, symptoms }, deps);
  of.unkept = 0;
  of.keptAt = deps.stopwatch();
  await watches.forgetMonitors(last.filter((place) => !state.includes(place)));
  return changes;
}

async function keep(
  of: Progress,
  { next, symptoms }: ToKeep<KeptWatch>,
  deps: TakeDeps,
): Promise<readonly AlertChange[]> {
  const changes = await keepPeriod(contextOf(deps), {
    ...{ next, version: of.version, symptoms },
    circumstances: () => circumstancesFor(of, deps),
  });
  of.kept = next;
  of.version++;
  return changes;
}

/** As many as are still counted somewhere. */
function mostUnkept(periodMs: number): number {
  return Math.max(1, Math.min(MOST_UNKEPT, Math.floor(COUNTED / periodMs)));
}

function isDue({ keptAt }: Progress, { stopwatch }: TakeDeps): boolean {
  return stopwatch() - keptAt >= HELD_BACK;
}

/** Symptoms of what was raised earlier and goes on. */
async function goingOn({ kept, run }: Progress, period: Seen, deps: TakeDeps): Promise<readonly Symptom[]> {
  const raised = kept?.alarms ?? [];
  if (raised.length === 0) return [];
  const alerts = await alertBook(contextOf(deps)).alerts({ system: deps.system.name });
  return stillWrong({ raised, state: run.state, period, alerts });
}

interface Period {
  readonly seen: Seen;
  readonly alarms: readonly Alarm[];
}

function nextKept({ kept, held, traffic, run }: Progress, { seen, alarms }: Period, deps: TakeDeps): NoState {
  return {
    ...{ v: 1, system: deps.system.name, periodMs: deps.periodMs },
    through: Math.max(throughOf(kept, deps), seen.to),
    ...comparedIn(held),
    alarms: [...(kept?.alarms ?? []), ...alarms].slice(-ALARMS),
    inAlarm: inAlarmOf(run.state),
    labels: labelsAfter(kept, traffic, { ...seen, through: throughOf(kept, deps) }),
  };
}

/** What was taken on a clock that was ahead and was set back is no measure of what comes. */
function throughOf(kept: KeptWatch | undefined, { clock }: TakeDeps): Instant {
  const through = kept?.through ?? 0;
  return through > clock.now() ? 0 : through;
}

function labelsAfter(
  kept: KeptWatch | undefined,
  traffic: Progress["traffic"],
  { from, to, through }: Pick<Seen, "from" | "to"> & Pick<KeptWatch, "through">,
): KeptWatch["labels"] {
  // They were counted when the period was taken first.
  if (kept !== undefined && to <= through) return kept.labels;
  const reported = traffic.outcomes(from, to);
  const day = Math.floor(from / DAY) * DAY;
  const before = kept?.labels;
  return {
    total: (before?.total ?? 0) + reported,
    ...{ day, today: (before?.day === day ? before.today : 0) + reported },
  };
}

/** How near the others are to an alarm is not asked here. */
function inAlarmOf({ control }: MonitorsState): readonly string[] {
  const alarmed = watchesIn(control, 1).filter(({ isAlarmed }) => isAlarmed);
  return [...new Set(alarmed.map(({ monitor }) => monitor))];
}

/** What alerts of a system are told about it. */
export function circumstancesFor(
  { held: { reference } }: Pick<Progress, "held">,
  { system, file, periodMs, state, registry }: TakeDeps,
): ReturnType<typeof circumstancesOf> {
  return circumstancesOf({ system, file, reference, periodMs, registry, book: seenBook(state) });
}

/** In whose name alerts are kept. */
export function contextOf({ state, clock }: TakeDeps): Parameters<typeof alertBook>[0] {
  return { state, clock, who: "alidade" };
}
