import type { Envelope } from "../../../src/records/index.ts";
import { countPeriods } from "../../../src/watch/drills/count-periods.ts";
import { shadowOf } from "../../../src/watch/drills/shadow.ts";
import { keyOf, trialOf } from "../../../src/watch/drills/verdict.ts";
import type { FaultPlan, FaultSite } from "../../../src/watch/faults/fault.ts";
import { isHit } from "../../../src/watch/faults/hit.ts";
import type { Alarm } from "../../../src/watch/monitors/alarm.ts";
import { monitorRun } from "../../../src/watch/monitors/runner/run.ts";
import type { Seen } from "../../../src/watch/seen/seen.ts";
import type { Case } from "./cases.ts";
import type { Month, Quiet } from "./month.ts";
import { DAY } from "./worlds.ts";

/** For so long after its onset a fault is looked for; one of outcomes for as long after these are known. */
const HORIZON = 14 * DAY;
/** Most faults are noticed long before: only where one is not are the other days counted. */
const FIRST = 2 * DAY;

/** What came of one case in one month. */
export interface Found {
  readonly world: string;
  readonly month: number;
  readonly case: string;
  readonly periodMs: number;
  readonly quietMs: number;
  /** Some alarm told of it; one of these by the right name. */
  readonly noticed: boolean;
  readonly named: boolean;
  /** Milliseconds from the onset to the end of the period that told. */
  readonly afterMs: number | null;
  readonly kinds: readonly string[];
  /** Alarms that accuse a part that was well. */
  readonly wrong: number;
  /** Why it could not be injected. */
  readonly unfit: string | null;
}

/** A month that is spoilt: what its journal holds from the onset on. */
export interface Spoilt {
  readonly plan: FaultPlan;
  readonly entries: readonly Envelope[];
  readonly until: number;
}

/** Injects a case into a month. A text says why that is not possible. */
export function spoil(one: Case, month: Month): Spoilt | string {
  const { world, onset, stream, reference, number, to } = month;
  const { system, state } = world;
  const horizon = HORIZON + (one.fault.needsOutcomes === true ? world.within : 0);
  const until = onset + horizon;
  if (until > to) return "outcomes are known too late for one month";
  const site: FaultSite = {
    ...{ system, state, from: onset, strength: one.strength, seed: number, trial: number },
    importance: reference.importance,
    stream: stream.filter(({ at }) => at < until),
  };
  const plan = one.plan(site, month);
  if ("unfit" in plan) return plan.unfit;
  const lot = { from: onset, strength: one.strength, seed: number };
  const { receipt } = plan;
  const shadowed = shadowOf(
    (plan.stream ?? site.stream).filter(({ at }) => at >= onset),
    {
      stateFor: (asked) => (plan.state !== undefined && isHit(lot, asked) ? plan.state : state),
      ...(receipt === undefined ? {} : { receipt: (body, asked) => (isHit(lot, asked) ? receipt(body, asked) : body) }),
    },
  );
  return { plan, until, entries: [...shadowed] };
}

/** How one case stands in one month, for those who judge it. */
export interface Watched {
  readonly month: Month;
  readonly quiet: Quiet;
  /** What was seen of the spoilt month from the period of the onset on. */
  readonly seen: Iterable<Seen>;
}

/** What is seen of a spoilt month, counted as far as somebody looks, and no part of it twice. */
export function countSpoilt({ plan, entries }: Spoilt, month: Month, periodMs: number): Iterable<Seen> {
  const { world, reference, onset, to } = month;
  const system = plan.system ?? world.system;
  const from = Math.floor(onset / periodMs) * periodMs;
  const since = from - 2 * world.within - 2 * periodMs;
  const before = month.entries.filter(({ at }) => at < onset && at >= since);
  const coming = countPeriods([...before, ...entries], { system, reference, periodMs, from, to });
  const known: Seen[] = [];
  return {
    *[Symbol.iterator]() {
      for (let i = 0; ; i++) {
        const next = known[i] ?? (coming.next().value as Seen | undefined);
        if (next === undefined) return;
        known[i] = next;
        yield next;
      }
    },
  };
}

/** What our monitors say of a spoilt month. */
export function watchSpoilt(one: Case, spoilt: Spoilt | string, watched: Watched): Found {
  const { month, quiet } = watched;
  const { periodMs, quietMs } = quiet;
  const id = { world: month.world.name, month: month.number, case: one.name, periodMs, quietMs };
  if (typeof spoilt === "string")
    return { ...id, noticed: false, named: false, afterMs: null, kinds: [], wrong: 0, unfit: spoilt };
  const { plan, until } = spoilt;
  const wait = one.fault.needsOutcomes === true ? month.world.within : 0;
  const soon = Math.min(until, Math.ceil((month.onset + wait + FIRST) / periodMs) * periodMs);
  const judge = (to: number) => trialOf(one.fault, plan, { from: month.onset, alarms: alarmsUntil(to, plan, watched) });
  const first = one.fault.of === "none" ? undefined : judge(soon);
  const { says: _, ...trial } = first?.named === true ? first : judge(until);
  return { ...id, ...trial, unfit: null };
}

/** Alarms since the onset that the same month does not give with nothing wrong. */
function alarmsUntil(until: number, plan: FaultPlan, { month, quiet, seen }: Watched): readonly Alarm[] {
  const { world, reference, onset } = month;
  const { periodMs, quietMs, state } = quiet;
  const system = plan.system ?? world.system;
  const run = monitorRun({ system, reference, periodMs, quietMs, state });
  const alarms: Alarm[] = [];
  for (const one of seen) {
    if (one.to > until) break;
    alarms.push(...run.step(one).alarms);
  }
  const usual = new Set(quiet.alarms.filter(({ at }) => at > onset && at <= until).map(keyOf));
  return alarms.filter((alarm) => !usual.has(keyOf(alarm)));
}
