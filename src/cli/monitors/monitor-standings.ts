import type { Instant } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  type About,
  type Alarm,
  declaredMonitors,
  type MonitorName,
  type MonitorsState,
  monitors,
  type TooLittle,
  tooLittle,
  type WatchedThing,
  watchesIn,
} from "../../watch/index.ts";

/** What is kept of the monitors of a system. */
export interface MonitorsKept {
  readonly system: Pick<SystemDefinition, "monitors">;
  /** Undefined before the first period was over. */
  readonly state: MonitorsState | undefined;
  /** What they have raised lately, oldest first. */
  readonly alarms: readonly Alarm[];
}

/** Something that is wrong, and since when. */
export interface StandingAlarm {
  readonly kind: string;
  readonly about: About;
  readonly since: Instant;
  readonly says: string;
}

/** How one monitor stands. `waiting`: it has read nothing yet, such as for want of a reference, or of labels. */
export interface MonitorStanding {
  readonly name: MonitorName;
  /** What it notices. */
  readonly about: string;
  readonly state: "in alarm" | "failed" | "quiet" | "waiting" | "off";
  /** How many things it watches: parts, times what may be wrong with each. */
  readonly things: number;
  /** What is nearest to an alarm, where 1 brings one; null while it watches nothing. */
  readonly nearest: Pick<WatchedThing, "kind" | "about" | "nearness"> | null;
  readonly alarms: readonly StandingAlarm[];
  /** Since when the last of the alarms that are kept was; null where none is. */
  readonly lastAlarm: Instant | null;
  /** Why it failed. */
  readonly why?: string;
  /** What a period has too little of, so that it reads nothing, or not all that it could; empty where it has enough. */
  readonly tooLittle: readonly TooLittle[];
}

/** A monitor that threw reads this of itself. */
const FAILED = "monitor.failed";

/** How each monitor of the catalogue stands in a system. */
export function monitorStandings(kept: MonitorsKept): readonly MonitorStanding[] {
  const { off, quietMs } = declaredMonitors(kept.system);
  const watches = Map.groupBy(watchesIn(kept.state?.control ?? {}, quietMs), ({ monitor }) => monitor);
  const { supplies = {}, periodMs = 0 } = kept.state ?? {};
  const thin = Map.groupBy(tooLittle(supplies, periodMs), ({ monitor }) => monitor);
  return Object.keys(monitors).map((name) =>
    standingOf(name as MonitorName, {
      ...{ kept, isOff: off.includes(name), watches: watches.get(name) ?? [] },
      tooLittle: thin.get(name) ?? [],
    }),
  );
}

interface Around {
  readonly kept: MonitorsKept;
  readonly isOff: boolean;
  readonly watches: readonly WatchedThing[];
  readonly tooLittle: readonly TooLittle[];
}

function standingOf(name: MonitorName, { kept, isOff, watches, tooLittle: thin }: Around): MonitorStanding {
  const things = watches.filter(({ kind }) => kind !== FAILED);
  const alarms = things.filter(({ isAlarmed }) => isAlarmed).map((thing) => alarmOf(thing, kept));
  const [first] = things.toSorted((a, b) => b.nearness - a.nearness);
  const nearest = first === undefined ? null : { kind: first.kind, about: first.about, nearness: first.nearness };
  const why = failureOf(name, kept);
  const calm = things.length > 0 ? "quiet" : "waiting";
  return {
    ...{ name, about: monitors[name].about, things: things.length, alarms, nearest },
    state: isOff ? "off" : alarms.length > 0 ? "in alarm" : why !== undefined ? "failed" : calm,
    lastAlarm: kept.alarms.findLast(({ monitor }) => monitor === name)?.since ?? null,
    ...(why === undefined ? {} : { why }),
    tooLittle: isOff ? [] : thin,
  };
}

/** Of "the monitor x failed, and what it watches is not watched: why" what comes last. */
function failureOf(name: string, { state }: MonitorsKept): string | undefined {
  const found = state?.last?.readings.find(({ monitor, reading }) => monitor === name && reading.kind === FAILED);
  return found?.reading.says.slice(found.reading.says.indexOf(": ") + 2);
}

/** As it was raised; where that is not kept any more, as it was read last. */
function alarmOf({ monitor, kind, about, at }: WatchedThing, { alarms, state }: MonitorsKept): StandingAlarm {
  const isSame = (one: { readonly kind: string; readonly about: About }): boolean =>
    one.kind === kind && one.about.part === about.part && one.about.name === about.name;
  const raised = alarms.findLast((alarm) => alarm.monitor === monitor && isSame(alarm));
  const read = state?.last?.readings.find((one) => one.monitor === monitor && isSame(one.reading));
  return {
    ...{ kind, about, since: raised?.since ?? at },
    says: raised?.says ?? read?.reading.says ?? `${kind} of ${about.name}`,
  };
}
