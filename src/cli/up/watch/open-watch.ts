import { type Clock, type Instant, isAlidadeError } from "../../../kernel/index.ts";
import type { ModelPorts } from "../../../model/index.ts";
import type { Registry } from "../../../registry/index.ts";
import type { State } from "../../../store/index.ts";
import { alertTimes, type SystemDefinition, settleAlerts } from "../../../system/index.ts";
import {
  type Alarm,
  type Alert,
  type AlertChange,
  alertBook,
  declaredMonitors,
  type HealthSeen,
  loopSymptoms,
  type MonitorRun,
  type MonitorsState,
  monitorRun,
  readBook,
  type Seen,
  type SeenReader,
  type Symptom,
  seenBook,
  seenReader,
  symptomOf,
  watchesIn,
} from "../../../watch/index.ts";
import { withPromises } from "../../monitors/promised-settings.ts";
import { type KeptWatch, watchBook } from "../kept-watch.ts";
import { circumstancesOf } from "./circumstances.ts";
import { comparedIn, type HeldAgainst, heldAgainst } from "./held-against.ts";
import { keepPeriod } from "./keep-period.ts";
import { stillWrong } from "./still-wrong.ts";
import { type Traffic, trafficOf } from "./traffic.ts";

export interface OpenWatchOptions {
  readonly system: SystemDefinition;
  /** How the system's file is named on a command line, for the next steps of alerts. */
  readonly file: string;
  readonly state: Pick<State, "records" | "blobs" | "journal">;
  /** In the hands of `alidade`. */
  readonly registry: Registry;
  readonly clock: Clock;
  /** What models may need to be scored and cannot bring along. */
  readonly ports: ModelPorts;
  /** Milliseconds of a period. Default: what the system declares. */
  readonly periodMs?: number;
  /** What servers said of themselves over a period. */
  readonly health?: (period: Pick<Seen, "from" | "to">) => HealthSeen | undefined;
  /** Milliseconds of one of the numbers of traffic that are shown. Default a minute. */
  readonly stepMs?: number;
  /** Told after each period: a long journal takes its time. */
  readonly onPeriod?: (period: Seen) => void;
}

/** What a look found that no look before has found. */
export interface LookedAt {
  /** Periods that are over, oldest first. */
  readonly periods: number;
  readonly alarms: readonly Alarm[];
  /** What became of alerts by new symptoms, and what time alone did to them. */
  readonly changes: readonly AlertChange[];
  readonly tended: readonly Alert[];
}

/** A system that is watched. */
export interface SystemWatch {
  readonly system: SystemDefinition;
  readonly file: string;
  readonly periodMs: number;
  /**
   * Reads the journal on to its end, has the monitors take every period that is over, and the alert book what they raise. What
   * a period brought is kept as one: a process that is killed at any time has neither lost it nor done it twice. One look at a
   * time. Throws `watch.seen-raced` where another process watches the same system; nothing is done twice then either.
   */
  look(signal: AbortSignal): Promise<LookedAt>;
  /** What it stands at; undefined before the first look. */
  readonly now: WatchNow | undefined;
  /** What monitors have raised lately, for the triggers of the loop. */
  alarms(): Promise<readonly Alarm[]>;
}

/** How the watch of a system stands. */
export interface WatchNow {
  readonly held: HeldAgainst;
  readonly run: MonitorRun;
  readonly traffic: Traffic;
  readonly kept: KeptWatch | undefined;
  /** Money a decision that was promised of what serves; undefined where nobody did. */
  readonly promised: number | undefined;
  readonly lookedAt: Instant | null;
}

/** A watch at work. */
interface Open extends Pick<WatchNow, "held" | "run" | "traffic" | "promised"> {
  readonly reader: SeenReader;
  kept: KeptWatch | undefined;
  version: number;
  /** What the loop had to say at the last look. */
  loopSaid: string;
}

/** Alarms that are kept for triggers and for whoever looks. */
const ALARMS = 200;

/**
 * Watches one system, without a server and without a thread of its own.
 *
 * @example
 * const watch = openWatch({ system, file: "system.mts", state, registry, clock, ports });
 * const { alarms, changes } = await watch.look(signal);
 */
export function openWatch(options: OpenWatchOptions): SystemWatch {
  const { system, file, state, clock } = options;
  const { periodMs = declaredMonitors(system).periodMs } = options;
  const settled = { ...options, periodMs };
  const find = heldAgainst(system, options);
  const book = watchBook(state);
  let open: Open | undefined;
  let lookedAt: Instant | null = null;
  return {
    ...{ system, file, periodMs },
    get now() {
      return open === undefined ? undefined : { ...open, lookedAt };
    },
    async look(signal) {
      const held = await find(periodMs);
      if (open?.held !== held) open = await openOn(held, settled);
      const under = open;
      try {
        const found = await readOn(under, settled, signal);
        lookedAt = clock.now();
        await book.keepBeat(system.name, { at: lookedAt, pid: process.pid });
        return found;
      } catch (thrown) {
        // What is in memory may be ahead of what is kept: the next look begins at what is kept.
        open = undefined;
        throw thrown;
      }
    },
    alarms: async () => (open === undefined ? await book.read(system.name) : open).kept?.alarms ?? [],
  };
}

type Settled = OpenWatchOptions & Required<Pick<OpenWatchOptions, "periodMs">>;

async function openOn(held: HeldAgainst, options: Settled): Promise<Open> {
  const { system, state, registry, periodMs, health, stepMs = 60_000 } = options;
  const watches = watchBook(state);
  const { kept, version } = await watches.read(system.name);
  const before = await watches.monitors(kept);
  const { reference, layout } = held;
  const from = kept?.through ?? 0;
  const traffic = trafficOf({ system: system.name, journal: state.journal, stepMs, from });
  // What was promised of what serves is held against what it earns.
  const told = await withPromises(system, registry);
  const reading = { system, layout, journal: traffic.journal, book: seenBook(state), periodMs };
  return {
    ...{ held, traffic, kept, version, promised: promisedIn(told), loopSaid: "[]" },
    run: monitorRun({ system: told, reference, periodMs, ...(before === undefined ? {} : { state: before }) }),
    reader: seenReader({ ...reading, ...(health === undefined ? {} : { health }) }),
  };
}

function promisedIn({ monitors }: SystemDefinition): number | undefined {
  return (monitors?.settings?.liveValue?.money as { readonly promised?: number } | undefined)?.promised;
}

async function readOn(open: Open, options: Settled, signal: AbortSignal): Promise<LookedAt> {
  const { system, clock, onPeriod } = options;
  const [alarms, changes]: [Alarm[], AlertChange[]] = [[], []];
  let periods = 0;
  for await (const seen of open.reader.advance({ now: clock.now(), signal, after: open.kept?.through ?? 0 })) {
    const found = await takePeriod(open, seen, options);
    periods++;
    alarms.push(...found.alarms);
    changes.push(...found.changes);
    onPeriod?.(seen);
  }
  changes.push(...(await takeLoop(open, options)));
  const book = alertBook(contextOf(options));
  const tended = await book.tend(system.name, alertTimes(system.alerts ?? settleAlerts(undefined)));
  return { periods, alarms, changes, tended };
}

/** Nothing is kept of a period that was counted in the bins of what served before: its monitors are not there any more. */
async function takePeriod(
  open: Open,
  seen: Seen,
  options: Settled,
): Promise<{ readonly alarms: readonly Alarm[]; readonly changes: readonly AlertChange[] }> {
  const { system, state } = options;
  const { run, held } = open;
  const alarms = seen.layout === held.layout.id ? run.step(seen).alarms : [];
  const watches = watchBook(state);
  const place = await watches.keepMonitors(system.name, run.state);
  const next = nextKept(open, { seen, place, alarms }, options);
  const symptoms = [...alarms.map(symptomOf), ...(await goingOn(open, seen, options))];
  const changes = await keepPeriod(contextOf(options), {
    ...{ next, version: open.version, symptoms },
    circumstances: () => circumstancesFor(open, options),
  });
  const last = open.kept?.state;
  open.kept = next;
  open.version++;
  if (last !== undefined && last !== place) await watches.forgetMonitors(last);
  return { alarms, changes };
}

/** Symptoms of what was raised earlier and goes on. */
async function goingOn({ kept, run }: Open, period: Seen, options: Settled): Promise<readonly Symptom[]> {
  const raised = kept?.alarms ?? [];
  if (raised.length === 0) return [];
  const alerts = await alertBook(contextOf(options)).alerts({ system: options.system.name });
  return stillWrong({ raised, state: run.state, period, alerts });
}

const DAY = 86_400_000;

interface Taken {
  readonly seen: Seen;
  readonly place: string;
  readonly alarms: readonly Alarm[];
}

function nextKept({ kept, held, traffic, run }: Open, { seen, place, alarms }: Taken, options: Settled): KeptWatch {
  const reported = traffic.outcomes(seen.from, seen.to);
  const day = Math.floor(seen.from / DAY) * DAY;
  const before = kept?.labels;
  return {
    ...{ v: 1, system: options.system.name, periodMs: options.periodMs },
    through: Math.max(kept?.through ?? 0, seen.to),
    ...comparedIn(held),
    state: place,
    alarms: [...(kept?.alarms ?? []), ...alarms].slice(-ALARMS),
    inAlarm: inAlarmOf(run.state),
    labels: {
      total: (before?.total ?? 0) + reported,
      ...{ day, today: (before?.day === day ? before.today : 0) + reported },
    },
  };
}

/** How near the others are to an alarm is not asked here. */
function inAlarmOf({ control }: MonitorsState): readonly string[] {
  const alarmed = watchesIn(control, 1).filter(({ isAlarmed }) => isAlarmed);
  return [...new Set(alarmed.map(({ monitor }) => monitor))];
}

/** What the loop has to say is a symptom as well. */
async function takeLoop(open: Open, options: Settled): Promise<readonly AlertChange[]> {
  const { book } = await readBook(options.state.records, options.system.name);
  const symptoms = loopSymptoms(book);
  const said = JSON.stringify(symptoms);
  if (said === open.loopSaid) return [];
  const changes = await alertBook(contextOf(options)).take(symptoms, await circumstancesFor(open, options));
  open.loopSaid = said;
  return changes;
}

function circumstancesFor(
  { held: { reference } }: Open,
  { system, file, periodMs, state, registry }: Settled,
): ReturnType<typeof circumstancesOf> {
  return circumstancesOf({ system, file, reference, periodMs, registry, book: seenBook(state) });
}

function contextOf({ state, clock }: Settled): Parameters<typeof alertBook>[0] {
  return { state, clock, who: "alidade" };
}

/** Whether another process watches the same system. */
export function isRaced(thrown: unknown): boolean {
  return isAlidadeError(thrown, "watch.seen-raced");
}
