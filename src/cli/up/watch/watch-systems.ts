import { hostname } from "node:os";
import { type Clock, wallClock } from "../../../kernel/index.ts";
import { type Registry, registryOf } from "../../../registry/index.ts";
import { settleAlerts } from "../../../system/index.ts";
import {
  alertBook,
  alertTeller,
  type JobProblem,
  loopWorkers,
  queueTellings,
  runScheduler,
  seenBook,
  startLoops,
  TELL,
  type TriggerFacts,
  type Worker,
} from "../../../watch/index.ts";
import type { Invocation } from "../../calling/command.ts";
import type { LocalState } from "../../host/host.ts";
import { type LoadedSystem, shownPath } from "../../load-system.ts";
import { loopCall } from "../../loop/loop-call.ts";
import { loopsOf, sleepFor } from "../../loop/run-loops.ts";
import { timelyAlarms } from "../../loop/timely-alarms.ts";
import { triggerFacts } from "../../loop/trigger-facts.ts";
import { type HealthMemories, healthOver } from "../health/health-memory.ts";
import type { UpEvent } from "../look.ts";
import { systemLook } from "../looks/system-look.ts";
import { earnedDays } from "../looks/value-look.ts";
import { journalUntil, standingClock } from "../replay/standing-journal.ts";
import { type Holder, openHold } from "./hold.ts";
import { newsOf } from "./news.ts";
import { openWatch, type SystemWatch } from "./open-watch.ts";
import { runWatcher, type Watched, type WatcherSays } from "./watcher.ts";

/** What systems are watched with. */
export interface WatchAround extends Pick<Invocation, "backends" | "cwd" | "env" | "fresh"> {
  readonly state: LocalState;
  /** Of the journal: real, or that of replayed history. */
  readonly clock: Clock;
  /** Whether the clock is that of replayed history: then loops do not begin by themselves. */
  readonly isReplayed: boolean;
  /** Milliseconds of a period. Default: what each system declares. */
  readonly periodMs?: number | undefined;
  /** Whether loops may begin by themselves. */
  readonly retrains: boolean;
  /** Samples of the server beside, by system; absent where nothing is served. */
  readonly health?: HealthMemories | undefined;
}

export interface WatchSystemsOptions extends WatchAround {
  /** Milliseconds from one look to the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly say: (says: WatcherSays) => void;
  /** Something to tell that comes between two looks. */
  readonly event: (event: UpEvent) => void;
}

/** Three looks that were missed, within reason, and another process takes over. */
const [LEAST_LEASE, MOST_LEASE] = [3_000, 30_000];

/** Replayed history waits for whoever watches. */
const SOON = 5;

/**
 * Watches systems, tells of alerts and looks after the loops, until the signal aborts; resolves when all that was begun has ended or
 * was put back. Everything is kept in the state: whoever does the same after a crash goes on where this was.
 */
export async function watchSystems(loaded: readonly LoadedSystem[], given: WatchSystemsOptions): Promise<void> {
  const standing = given.isReplayed ? standingClock(given.clock) : undefined;
  const clock = standing ?? given.clock;
  const options = { ...given, clock };
  const { everyMs, signal, say } = options;
  const leaseMs = Math.min(MOST_LEASE, Math.max(LEAST_LEASE, 3 * everyMs));
  const watched = await watchedOf(loaded, options, leaseMs);
  const renewing = keepHolding(watched, { leaseMs, signal });
  const scheduling = schedule(loaded, watched, { ...options, leaseMs });
  const watching = runWatcher({
    ...{ systems: watched, clock, everyMs, sleep: sleepFor, signal, say },
    ...(options.isReplayed ? { soonMs: SOON } : {}),
    meanwhile: `this one answers, and watches within ${Math.ceil((leaseMs + everyMs) / 1_000)} s of its end`,
    beat: () => standing?.set(),
  });
  await Promise.all([watching, scheduling, renewing]);
}

/** Systems as a watcher takes them. */
export async function watchedOf(
  loaded: readonly LoadedSystem[],
  around: WatchAround,
  leaseMs: number,
): Promise<readonly Watched[]> {
  const { state, clock, cwd, periodMs, isReplayed, health } = around;
  const { recordJobs, modelPorts } = await around.backends();
  const registry = registryOf({ state, clock, who: "alidade" });
  const jobs = recordJobs({ records: state.records, clock: wallClock });
  const book = alertBook({ state, clock, who: "alidade" });
  const ports = modelPorts();
  const self = (): Holder => ({ pid: process.pid, host: hostname(), since: wallClock.now() });
  const watchedOne = (one: LoadedSystem): Watched => {
    const system = isReplayed ? unhurried(one.system) : one.system;
    const seen = isReplayed ? { ...state, journal: journalUntil(state.journal, clock) } : state;
    const sampled = health?.get(system.name);
    const given = { system, file: shownPath(one.file, cwd), state: seen, registry, clock, ports };
    const watch = openWatch({
      ...given,
      ...(periodMs === undefined ? {} : { periodMs }),
      ...(isReplayed ? { stepMs: periodMs ?? DAY, isHurried: true } : {}),
      ...(sampled === undefined ? {} : { health: (period) => healthOver(sampled, period) }),
    });
    const retrains = around.retrains && !isReplayed;
    const facts = factsOf(one, around, () => raisedOf(watch, registry, clock));
    const days = earnedDays(seenBook(state), system.name);
    return {
      watch,
      hold: openHold(jobs, { system: system.name, leaseMs, self }),
      news: newsOf(system.name, { records: state.records, registry, now: clock.now }),
      show: () => systemLook(watch, { state, registry, clock, retrains, facts, days }),
      tell: async () =>
        void (await queueTellings({ book, jobs, clock }, system.name, system.alerts ?? settleAlerts(undefined))),
    };
  };
  return loaded.map(watchedOne);
}

const DAY = 86_400_000;

/** Without the monitor of latency: that of a replay is of this machine, over a clock that runs much faster. */
function unhurried({ monitors = {}, ...system }: LoadedSystem["system"]): LoadedSystem["system"] {
  return { ...system, monitors: { ...monitors, off: [...new Set([...(monitors.off ?? []), "servingHealth"])] } };
}

/** What was raised of what serves now. */
async function raisedOf(watch: SystemWatch, registry: Registry, clock: Clock): ReturnType<SystemWatch["alarms"]> {
  const { system, periodMs } = watch;
  return await timelyAlarms(await watch.alarms(), { system: system.name, registry, periodMs, now: clock.now() });
}

/** What triggers are judged by, for whoever looks: null where it cannot be read, for that is told elsewhere. */
function factsOf(
  one: LoadedSystem,
  around: WatchAround,
  alarms: SystemWatch["alarms"],
): () => Promise<TriggerFacts | undefined> {
  const call = loopCall(one, { ...around, alarms });
  return () => triggerFacts(call, new AbortController().signal).catch(() => undefined);
}

interface Holding {
  readonly leaseMs: number;
  readonly signal: AbortSignal;
}

/** Renews what is held while looks take their time. */
async function keepHolding(watched: readonly Watched[], { leaseMs, signal }: Holding): Promise<void> {
  while (!signal.aborted) {
    await sleepFor(leaseMs / 3, signal);
    // A database that is busy now is tried again before the lease has run out.
    if (!signal.aborted) await Promise.all(watched.map(({ hold }) => hold.renew().catch(() => undefined)));
  }
}

type Scheduling = WatchSystemsOptions & { readonly leaseMs: number };

/** Tells of alerts, and goes on with loops where they may begin by themselves. */
async function schedule(
  loaded: readonly LoadedSystem[],
  watched: readonly Watched[],
  options: Scheduling,
): Promise<void> {
  const { state, signal, leaseMs, event, clock } = options;
  const { recordJobs } = await options.backends();
  const jobs = recordJobs({ records: state.records, clock: wallClock });
  await runScheduler({
    ...{ jobs, clock: wallClock, sleep: sleepFor, signal, leaseMs },
    workers: { ...(await tellers(loaded, options)), ...(await loops(loaded, watched, options)) },
    onProblem: (problem) => event({ at: clock.now(), ...wordProblem(problem) }),
  });
}

/** Who tells of alerts. */
export async function tellers(
  loaded: readonly LoadedSystem[],
  { state, clock, env, backends, event }: Pick<WatchSystemsOptions, "state" | "clock" | "env" | "backends" | "event">,
): Promise<Readonly<Record<string, Worker>>> {
  const { alertChannel } = await backends();
  const say = (line: string): void => event({ at: clock.now(), system: null, kind: "alert", says: line });
  const plan = (name: string) => {
    const found = loaded.find(({ system }) => system.name === name);
    return found === undefined ? undefined : (found.system.alerts ?? settleAlerts(undefined));
  };
  const book = alertBook({ state, clock, who: "alidade" });
  return {
    [TELL]: alertTeller({ book, clock, say, open: { plan, channel: (ref) => alertChannel(ref, { env, say }) } }),
  };
}

async function loops(
  loaded: readonly LoadedSystem[],
  watched: readonly Watched[],
  { retrains, isReplayed, everyMs, ...around }: Scheduling,
): Promise<Readonly<Record<string, Worker>>> {
  if (!retrains || isReplayed) return {};
  const registry = registryOf({ state: around.state, clock: wallClock, who: "alidade" });
  const alarms = async (name: string): ReturnType<SystemWatch["alarms"]> => {
    const found = watched.find(({ watch }) => watch.system.name === name);
    return found === undefined ? [] : await raisedOf(found.watch, registry, wallClock);
  };
  const options = await loopsOf(loaded, { ...around, clock: wallClock, alarms, lookMs: Math.max(1_000, everyMs) });
  await startLoops(options);
  return loopWorkers(options);
}

function wordProblem({ job, why, isLast }: JobProblem): Pick<UpEvent, "system" | "kind" | "says"> {
  if (job === null) return { system: null, kind: "watcher", says: `jobs cannot be read or written: ${why}` };
  const system = (job.input as { readonly system?: string } | null)?.system ?? null;
  const kind = job.kind === TELL ? "alert" : "loop";
  return { system, kind, says: `${job.kind} failed${isLast ? " for good" : " and is tried again"}: ${why}` };
}
