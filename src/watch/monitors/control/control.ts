import type { Instant } from "../../../kernel/index.ts";
import { formatDuration } from "../../../report/index.ts";
import type { Alarm } from "../alarm.ts";
import type { Reading } from "../monitor.ts";
import { type Detector, hear, openDetector, waited } from "./detector.ts";
import { type Named, weightsOf } from "./weights.ts";

const DAY = 86_400_000;

/** What is watched of one part for one thing: by the period and by the day, and whether it is in alarm. Plain data. */
export interface Watch {
  readonly detectors: { readonly period?: Detector; readonly day?: Detector };
  /** In alarm until so long after nothing was wrong any more; null while it is not. */
  readonly lastWrong: Instant | null;
  /** When it was read last. */
  readonly at: Instant;
  /** Whether what was wrong last is of days: then it is over after days without it. */
  readonly isOfDays?: true;
}

/** All that is watched, by monitor, kind and part. */
export type Control = Readonly<Record<string, Watch>>;

export const noControl: Control = Object.freeze({});

export interface ControlPeriod {
  readonly system: string;
  readonly from: Instant;
  readonly to: Instant;
  /** For how long a system in which nothing changes is to stay without an alarm, on average, in milliseconds. */
  readonly quietMs: number;
}

/**
 * Turns the readings of one period into alarms. Whatever the number of parts and however they depend on each other, a system
 * whose readings hold what they promise waits `quietMs` for its first false alarm, on average. One that is in alarm is silent
 * until nothing was wrong for a while: a fault is one alarm.
 *
 * Where the clock was ahead and was set back, what it says of the future is taken as the end of this period. What is in alarm is
 * then silent for its own while at most; and no stretch of time is staked twice, so that the wait for a false alarm, counted
 * in periods that were read, is not shorter for it: a sum grows by no more than what these last, whatever the clock shows.
 */
export function controlStep(
  kept: Control,
  period: ControlPeriod,
  named: readonly Named[],
): { readonly control: Control; readonly alarms: readonly Alarm[] } {
  const control = asOf(kept, period.to);
  const weights = weightsOf(named, period);
  const next = new Map(Object.entries(control));
  const best = new Map<string, Best>();
  for (const [i, one] of named.entries()) {
    const key = keyOf(one);
    const heard = listen(next.get(key), one.reading, { ...period, weight: weights[i] ?? 0 });
    next.set(key, heard.watch);
    const alarm = alarmOf(one, heard, period);
    if (alarm !== undefined && alarm.strength > (best.get(key)?.alarm.strength ?? 0))
      best.set(key, { alarm, ...ofDays(one.reading) });
  }
  for (const [key, { alarm, ...days }] of best)
    next.set(key, { detectors: {}, lastWrong: alarm.at, at: alarm.at, ...days });
  return { control: settled(next, period), alarms: [...best.values()].map(({ alarm }) => alarm) };
}

function asOf(control: Control, now: Instant): Control {
  const isAhead = ({ at, lastWrong }: Watch): boolean => at > now || (lastWrong ?? now) > now;
  if (!Object.values(control).some(isAhead)) return control;
  const settle = (watch: Watch): Watch => {
    const lastWrong = watch.lastWrong === null ? null : Math.min(watch.lastWrong, now);
    return { ...watch, lastWrong, at: Math.min(watch.at, now) };
  };
  return Object.fromEntries(Object.entries(control).map(([key, watch]) => [key, settle(watch)]));
}

type Best = { readonly alarm: Alarm } & Pick<Watch, "isOfDays">;

const ofDays = ({ over }: Reading): Pick<Watch, "isOfDays"> => (over === "day" ? { isOfDays: true } : {});

const keyOf = ({ monitor, reading: { kind, about } }: Named): string =>
  `${monitor} ${kind} ${about.part} ${about.name}`;

interface Listened {
  readonly watch: Watch;
  /** The detector that heard it; absent while in alarm. */
  readonly detector?: Detector;
  readonly isHeld: boolean;
}

type Weighted = ControlPeriod & { readonly weight: number };

function listen(watch: Watch | undefined, reading: Reading, { from, to, weight }: Weighted): Listened {
  const held = watch?.lastWrong ?? null;
  if (held !== null) {
    const isStill = isWrong(reading);
    const days = watch?.isOfDays === true ? ({ isOfDays: true } as const) : isStill ? ofDays(reading) : {};
    return { watch: { detectors: {}, lastWrong: isStill ? to : held, at: to, ...days }, isHeld: true };
  }
  const pace = reading.over ?? "period";
  const start = pace === "day" ? to - DAY : from;
  const before = watch?.detectors[pace] ?? openDetector(start);
  const { evidence, bets } = reading;
  const detector = hear(before, { from: start, to, evidence, weight, ...(bets === undefined ? {} : { bets }) });
  return {
    watch: { detectors: { ...watch?.detectors, [pace]: detector }, lastWrong: null, at: to },
    detector,
    isHeld: false,
  };
}

/** Evidence of 2 to 1 is what chance brings now and then; less is none. Of several bets some chance upon more. */
function isWrong({ isBreach, evidence, bets = [] }: Reading): boolean {
  return isBreach === true || evidence > Math.LN2 || bets.some((bet) => bet > MUCH);
}

const MUCH = 1.5;

function alarmOf(
  { monitor, reading }: Named,
  { detector, isHeld }: Listened,
  period: ControlPeriod,
): Alarm | undefined {
  if (isHeld || detector === undefined) return undefined;
  const strength = waited(detector) / period.quietMs;
  if (strength < 1 && reading.isBreach !== true) return undefined;
  const { evidence: _, bets: __, over: ___, ...rest } = reading;
  const since = reading.isBreach === true && strength < 1 ? period.from : detector.since;
  const says = `${rest.says}${wordLasting(reading, period.to - since)}`;
  return { ...rest, says, system: period.system, monitor, since, at: period.to, strength: Math.max(1, strength) };
}

/** What is usual by itself, and is told because it has been to one side for long, says so. */
function wordLasting({ value, expected, bets = [], isBreach }: Reading, ms: number): string {
  if (bets.length === 0 || isBreach === true || value === null || expected === null) return "";
  const isUsual = value >= expected[0] && value <= expected[1];
  return isUsual ? `; no more than that, but for ${formatDuration(ms)} now` : "";
}

/** Periods, and time, without anything wrong after which an alarm is over. */
const BACK_PERIODS = 6;
/** What was not read for so long is forgotten. */
const FORGOTTEN = 60 * DAY;

function settled(watches: ReadonlyMap<string, Watch>, { from, to }: ControlPeriod): Control {
  const backOf = ({ isOfDays }: Watch): number => Math.max(DAY, BACK_PERIODS * (isOfDays ? DAY : to - from));
  const kept = [...watches].filter(([, { at }]) => to - at <= FORGOTTEN);
  return Object.fromEntries(
    kept.map(([key, watch]) => {
      const isOver = watch.lastWrong !== null && to - watch.lastWrong >= backOf(watch);
      const { isOfDays: _, ...over } = watch;
      return [key, isOver ? { ...over, lastWrong: null } : watch];
    }),
  );
}
