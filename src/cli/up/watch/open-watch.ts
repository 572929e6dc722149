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
  monitorRun,
  readBook,
  type Seen,
  type SeenReader,
  seenBook,
  seenReader,
  standingIn,
} from "../../../watch/index.ts";
import { type MeasuredEffect, measuredEffect } from "../../monitors/measured-effect.ts";
import { withPromises } from "../../monitors/promised-settings.ts";
import { type KeptWatch, watchBook } from "../kept-watch.ts";
import { type HeldAgainst, heldAgainst } from "./held-against.ts";
import { circumstancesFor, contextOf, keepIfDue, keepRest, type Progress, takePeriod } from "./take-period.ts";
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
  /** Real time, milliseconds since any fixed moment. Default: that of this process. */
  readonly stopwatch?: () => number;
  /** Whether looks come so quickly that what monitors know is kept once a second, not with each of them. Default false. */
  readonly isHurried?: boolean;
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
  /** Keeps what the monitors know and is not kept yet: for whoever looks no more. Throws `watch.seen-raced`. */
  keep(): Promise<void>;
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
interface Open extends Progress, Pick<WatchNow, "held" | "run" | "traffic" | "promised" | "kept"> {
  readonly traffic: Traffic;
  readonly reader: SeenReader;
  kept: KeptWatch | undefined;
  /** What a holdback measured of the effect that the objective assumes. */
  readonly measured: MeasuredEffect | undefined;
  /** What the loop had to say at the last look. */
  loopSaid: string;
  /** Whether what was counted and not taken has been looked for. */
  isCaughtUp: boolean;
}

/**
 * Watches one system, without a server and without a thread of its own.
 *
 * @example
 * const watch = openWatch({ system, file: "system.mts", state, registry, clock, ports });
 * const { alarms, changes } = await watch.look(signal);
 */
export function openWatch(options: OpenWatchOptions): SystemWatch {
  const { system, file, state, clock } = options;
  const { periodMs = declaredMonitors(system).periodMs, stopwatch = () => performance.now() } = options;
  const settled = { ...options, periodMs, stopwatch };
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
      const measured = await measuredEffect(system, { records: state.records, clock });
      try {
        if (open?.held !== held || !isSame(open.measured, measured)) {
          // Some of it holds under other heads too.
          if (open !== undefined) await keepRest(open, settled);
          open = await openOn(held, measured, settled);
        }
        const under = open;
        const found = await readOn(under, settled, signal);
        lookedAt = clock.now();
        await book.keepBeat(system.name, { at: lookedAt, pid: process.pid });
        return found;
      } catch (thrown) {
        // Whoever is told to end is so between two periods; what cannot be kept is found anew.
        const isEnded = signal.aborted && thrown === signal.reason;
        if (open !== undefined && isEnded) await keepRest(open, settled).catch(() => undefined);
        // What is in memory may be ahead of what is kept: the next look begins at what is kept.
        open = undefined;
        throw thrown;
      }
    },
    keep: async () => {
      if (open !== undefined) await keepRest(open, settled);
    },
    alarms: async () => (open === undefined ? await book.read(system.name) : open).kept?.alarms ?? [],
  };
}

type Settled = OpenWatchOptions & Required<Pick<OpenWatchOptions, "periodMs" | "stopwatch">>;

async function openOn(held: HeldAgainst, measured: MeasuredEffect | undefined, options: Settled): Promise<Open> {
  const { system, state, registry, clock, periodMs, health, stopwatch, stepMs = 60_000 } = options;
  const watches = watchBook(state);
  const { kept, version } = await watches.read(system.name);
  const before = await watches.monitors(kept);
  const { reference, layout } = held;
  const book = seenBook(state);
  const { through = 0 } = kept ?? {};
  // Where the clock was ahead and is set back, another process may have begun anew, and taken nothing yet.
  const from = Math.min(through, (await book.reading(system.name))?.value.from ?? through);
  const traffic = trafficOf({ system: system.name, journal: state.journal, stepMs, from, clock });
  // What was promised of what serves is held against what it earns.
  const told = await withPromises(system, registry, measured);
  const reading = { system, layout, journal: traffic.journal, book, periodMs };
  return {
    ...{ held, measured, traffic, kept, version, promised: promisedIn(told), loopSaid: "[]" },
    ...{ unkept: 0, keptAt: stopwatch(), reached: undefined, isCaughtUp: false },
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
  const { stateThrough, through = 0 } = open.kept ?? {};
  const after = open.isCaughtUp ? {} : { after: stateThrough ?? through };
  for await (const seen of open.reader.advance({ now: clock.now(), signal, ...after })) {
    const found = await takePeriod(open, seen, options);
    periods++;
    alarms.push(...found.alarms);
    changes.push(...found.changes);
    onPeriod?.(seen);
  }
  open.isCaughtUp = true;
  await (options.isHurried === true ? keepIfDue : keepRest)(open, options);
  changes.push(...(await takeLoop(open, options)));
  const book = alertBook(contextOf(options));
  const times = alertTimes(system.alerts ?? settleAlerts(undefined));
  const isStanding = standingIn(open.run.state.control);
  const tended = await book.tend(system.name, { ...times, isStanding });
  return { periods, alarms, changes, tended };
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

/** An archived experiment may be read out once more. */
function isSame(one: MeasuredEffect | undefined, other: MeasuredEffect | undefined): boolean {
  return one?.until === other?.until && one?.value === other?.value && one?.high === other?.high;
}

/** Whether another process watches the same system. */
export function isRaced(thrown: unknown): boolean {
  return isAlidadeError(thrown, "watch.seen-raced");
}
