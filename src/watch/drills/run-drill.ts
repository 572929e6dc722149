import type { ServingState } from "../../decide/index.ts";
import type { Instant } from "../../kernel/index.ts";
import type { Envelope } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Fault, FaultPlan, FaultSite } from "../faults/fault.ts";
import type { Stream } from "../faults/happening.ts";
import { isHit } from "../faults/hit.ts";
import type { Alarm } from "../monitors/alarm.ts";
import { declaredMonitors } from "../monitors/runner/declared.ts";
import { type MonitorRun, monitorRun } from "../monitors/runner/run.ts";
import type { MonitorsState } from "../monitors/runner/state.ts";
import type { Reference, Seen } from "../seen/seen.ts";
import { countPeriods } from "./count-periods.ts";
import type { DrillFindings, DrillRow, WrongAlarm } from "./drill.ts";
import { countReplayed } from "./replayed.ts";
import { horizonOf, onsetsOf, type Schedule, scheduleOf } from "./schedule.ts";
import { shadowOf } from "./shadow.ts";
import { keyOf, rowOf, type Trial, trialOf, unfitRow } from "./verdict.ts";

/** What is drilled, and how. */
export interface DrillRequest {
  readonly system: SystemDefinition;
  /** What decides about the copy. */
  readonly state: ServingState;
  readonly reference: Reference;
  /** A copy of what reached the system. */
  readonly stream: Stream;
  /** By name. */
  readonly faults: Readonly<Record<string, Fault>>;
  /** The share of what passes by that is hit, above 0 and at most 1. */
  readonly strength: number;
  /** How often each fault is injected, at other times and places. */
  readonly repeats: number;
  readonly seed: number;
  /** Length of a period. Default: what the system declares. */
  readonly periodMs?: number;
  /** Told before each fault; resolves when it may go on. */
  readonly onFault?: (done: number, of: number, name: string) => void | Promise<void>;
  readonly signal?: { throwIfAborted(): void };
}

type Drilled = DrillRequest & { readonly periodMs: number };

/** The copy with nothing wrong, and what monitors knew at the beginning of each fault. */
interface Quiet {
  readonly schedule: Schedule;
  readonly entries: readonly Envelope[];
  readonly alarms: readonly Alarm[];
  readonly states: ReadonlyMap<Instant, MonitorsState>;
}

/**
 * Injects faults into a copy of a system's stream, lets it decide about what comes then and its monitors look at it, and says
 * what they noticed. Nothing that lives is touched. Throws `watch.journal-too-short`.
 */
export async function runDrill(asked: DrillRequest): Promise<DrillFindings> {
  const { system, stream, faults, periodMs = declaredMonitors(system).periodMs } = asked;
  const request = { ...asked, periodMs };
  const schedule = scheduleOf(system, stream, periodMs);
  const quiet = watchQuiet(request, schedule);
  const rows: DrillRow[] = [];
  for (const [i, [name, fault]] of Object.entries(faults).entries()) {
    request.signal?.throwIfAborted();
    await request.onFault?.(i, Object.keys(faults).length, name);
    rows.push(drillOne(name, fault, { request, quiet }));
  }
  const { from, to, warm, horizonMs } = schedule;
  const decisions = stream.filter(({ kind }) => kind === "asked").length;
  const late = quiet.alarms.filter(({ at }) => at > warm);
  return {
    ...{ system: system.name, periodMs, horizonMs, strength: request.strength, rows },
    stream: { decisions, from, to },
    replayed: countReplayed(stream, quiet.entries),
    quiet: { ms: to - warm, alarms: late.length, first: late.slice(0, MOST_TOLD).map(wrongAlarm) },
  };
}

/** So many alarms with nothing wrong are kept by name. */
const MOST_TOLD = 50;

function wrongAlarm({ kind, about: { part, name }, at, says }: Alarm): WrongAlarm {
  return { kind, part, name, at, says };
}

function watchQuiet(request: Drilled, schedule: Schedule): Quiet {
  const { system, state, reference, stream, faults, repeats, periodMs } = request;
  const entries = [...shadowOf(stream, { stateFor: () => state })];
  const onsets = new Set(
    Object.values(faults).flatMap((fault) => onsetsOf(schedule, horizonOf(fault, system, schedule), repeats)),
  );
  const run = monitorRun({ system, reference, periodMs });
  const states = new Map<Instant, MonitorsState>();
  const alarms: Alarm[] = [];
  for (const seen of countPeriods(entries, { system, reference, ...schedule })) {
    if (onsets.has(seen.from)) states.set(seen.from, run.state);
    alarms.push(...run.step(seen).alarms);
  }
  return { schedule, entries, alarms, states };
}

interface Drilling {
  readonly request: Drilled;
  readonly quiet: Quiet;
}

function drillOne(name: string, fault: Fault, drilling: Drilling): DrillRow {
  const { request, quiet } = drilling;
  const { system, repeats } = request;
  const horizonMs = horizonOf(fault, system, quiet.schedule);
  if (fault.of === "none") return drillNone(name, fault, drilling);
  const onsets = onsetsOf(quiet.schedule, horizonMs, repeats);
  if (onsets.length === 0) return unfitRow({ fault: name, of: fault.of }, wordRoom(horizonMs, quiet.schedule));
  const trials: Trial[] = [];
  for (const [trial, from] of onsets.entries()) {
    request.signal?.throwIfAborted();
    const site = siteOf(request, { from, until: from + horizonMs, trial });
    const plan = fault.plan(site);
    if ("unfit" in plan) return unfitRow({ fault: name, of: fault.of }, plan.unfit);
    const alarms = alarmsAfter(site, plan, { drilling, until: from + horizonMs });
    trials.push(trialOf(fault, plan, { from, alarms }));
  }
  return rowOf({ fault: name, of: fault.of }, trials);
}

const DAY = 86_400_000;

function wordRoom(horizonMs: number, { from, to, warm }: Schedule): string {
  const needed = Math.ceil((warm - from + horizonMs) / DAY);
  return `it shows only once outcomes are known: that needs ${needed} days of decisions, and there are ${Math.floor((to - from) / DAY)}`;
}

interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly trial: number;
}

/** What comes after the time in which the fault is looked for is left out. */
function siteOf(request: DrillRequest, { from, until, trial }: Stretch): FaultSite {
  const { system, state, stream, strength, seed, reference } = request;
  const { importance } = reference;
  return { system, state, from, strength, seed, trial, importance, stream: stream.filter(({ at }) => at < until) };
}

/** What the monitors say from the onset on that they would not have said without the fault. */
function alarmsAfter(
  { from }: FaultSite,
  plan: FaultPlan,
  { drilling: { request, quiet }, until }: { readonly drilling: Drilling; readonly until: Instant },
): readonly Alarm[] {
  const { system = request.system } = plan;
  const { reference, periodMs } = request;
  const before = quiet.entries.filter(({ at }) => at < from);
  const after = [...shadowOf(faulty(plan, request, from), shadowing(plan, request, from))];
  const state = quiet.states.get(from);
  const run = monitorRun({ system, reference, periodMs, ...(state === undefined ? {} : { state }) });
  const counted = countPeriods([...before, ...after], { ...{ system, reference, periodMs, from, to: until } });
  const usual = new Set(quiet.alarms.filter(({ at }) => at > from && at <= until).map(keyOf));
  return alarmsOf(run, counted).filter((alarm) => !usual.has(keyOf(alarm)));
}

function faulty({ stream }: FaultPlan, request: DrillRequest, from: Instant): Stream {
  return (stream ?? request.stream).filter(({ at }) => at >= from);
}

function shadowing(plan: FaultPlan, request: DrillRequest, from: Instant): Parameters<typeof shadowOf>[1] {
  const { state, strength, seed } = request;
  const { receipt } = plan;
  const lot = { from, strength, seed };
  return {
    stateFor: (asked) => (plan.state !== undefined && isHit(lot, asked) ? plan.state : state),
    ...(receipt === undefined ? {} : { receipt: (body, asked) => (isHit(lot, asked) ? receipt(body, asked) : body) }),
  };
}

function alarmsOf(run: MonitorRun, counted: Iterable<Seen>): readonly Alarm[] {
  const alarms: Alarm[] = [];
  for (const seen of counted) alarms.push(...run.step(seen).alarms);
  return alarms;
}

/** What looks like a fault and is none changes the whole of the copy, once: every alarm after the monitors have learned is wrong. */
function drillNone(name: string, fault: Fault, { request, quiet: { schedule } }: Drilling): DrillRow {
  const { system, reference, periodMs, state } = request;
  const site = siteOf(request, { from: schedule.warm, until: Number.POSITIVE_INFINITY, trial: 0 });
  const plan = fault.plan(site);
  if ("unfit" in plan) return unfitRow({ fault: name, of: fault.of }, plan.unfit);
  const entries = [...shadowOf(plan.stream ?? site.stream, { stateFor: () => state })];
  const run = monitorRun({ system, reference, periodMs });
  const alarms = alarmsOf(run, countPeriods(entries, { system, reference, ...schedule }));
  const late = alarms.filter(({ at }) => at > schedule.warm);
  return rowOf({ fault: name, of: fault.of }, [trialOf(fault, plan, { from: schedule.warm, alarms: late })]);
}
