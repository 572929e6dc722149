import { type Alert, alertLine, type Loop } from "../../../src/watch/index.ts";
import { openLoop, type RunningLoop } from "./loop.ts";
import type { Proven } from "./prove.ts";
import { DAY, inAct, type Opened, type Stage } from "./stage.ts";
import type { Watching } from "./watch.ts";
import { isPromoted, wordDays } from "./word-days.ts";

/** What became of the day on which the readers' tastes turned. */
export interface Adapted {
  readonly turned: number;
  /** The alert about it, and when it was told; null: none in the days that were watched. */
  readonly alert: Alert | null;
  readonly noticed: number | null;
  /** All that were opened or grew. */
  readonly alerts: readonly Alert[];
  readonly loops: readonly Loop[];
  /** When the rule took over from what did worse; null: it never did. */
  readonly fellBack: number | null;
  /** When what was retrained served everybody; null: it never did. */
  readonly promoted: number | null;
}

/** What the two acts are played with. */
export interface Cast {
  readonly opened: Opened;
  readonly proven: Proven;
  readonly watching: Watching;
  /** Money a decision that what serves is to bring from now on. */
  readonly least: number | undefined;
}

/** Days that go by quietly, that nobody waits beyond for an alert and for a champion, and that are watched after it. */
const [QUIET, UNSEEN, UNMENDED, AFTER] = [4, 8, 24, 3];
/** Days until what was decided in the test has come to its labels: before that money says nothing of what serves. */
const SETTLES = 3;
/** Every night the business exports so many days of what it showed by lot, none from before the models served. */
const EXPORTED = 14;

/** One day of the network at a time. */
interface Nights {
  readonly loop: RunningLoop;
  readonly alerts: readonly Alert[];
  next(): Promise<void>;
}

/** Acts 7 and 8: tastes turn, the monitors notice, and the loop retrains and promotes without a hand on it. */
export async function adapt(stage: Stage, cast: Cast): Promise<Adapted> {
  const nights = openNights(stage, cast);
  try {
    return await playNights(stage, cast, nights);
  } finally {
    // What ends the story early must not close the state under a loop at work.
    await nights.loop.idle();
  }
}

async function playNights(stage: Stage, cast: Cast, nights: Nights): Promise<Adapted> {
  for (let day = 1; day <= QUIET; day++) {
    await nights.next();
    if (day === SETTLES) cast.watching.expect(cast.least);
  }
  const turned = stage.clock.now();
  stage.world.turn(turned);
  const { alert, noticed } = await untilNoticed(stage, nights, turned);
  if (noticed !== null) await untilPromoted(stage, nights, { turned, noticed });
  for (let day = 1; day <= AFTER; day++) await nights.next();
  const loops = await nights.loop.loops();
  return {
    ...{ turned, alert, noticed, alerts: nights.alerts, loops },
    fellBack: endOf(loops, turned, isFallBack),
    promoted: endOf(loops, turned, isPromoted),
  };
}

/** A day of traffic, then what happens every night: a look of the monitors, an export of the business, a look at the triggers. */
function openNights(stage: Stage, { opened, proven, watching }: Cast): Nights {
  const { clock, warehouse } = stage;
  const loop = openLoop(stage);
  const alerts: Alert[] = [];
  return {
    loop,
    alerts,
    async next() {
      await opened.traffic.until(clock.now() + DAY, () => loop.tend());
      alerts.push(...(await watching.look()));
      const now = clock.now();
      await warehouse.export(now, Math.max(proven.ended, now - EXPORTED * DAY));
      await loop.look();
    },
  };
}

async function untilNoticed(
  { options, clock }: Stage,
  nights: Nights,
  turned: number,
): Promise<Pick<Adapted, "alert" | "noticed">> {
  const step = inAct(options.progress, 7, "Watch").step("Tastes turn, and nobody says so");
  for (let day = 1; day <= UNSEEN; day++) {
    await nights.next();
    const alert = nights.alerts.findLast((one) => isOfTheTurn(one, turned));
    if (alert !== undefined) {
      step.done(`${wordDays(turned, clock.now())} later: ${alertLine(alert)}`);
      return { alert, noticed: clock.now() };
    }
    step.update(day / UNSEEN, `day ${day} since they turned`);
  }
  step.done(`no alert in ${UNSEEN} days`);
  return { alert: null, noticed: null };
}

/** What the turn of tastes is told by: money. */
function isOfTheTurn({ symptoms }: Alert, turned: number): boolean {
  return symptoms.some(({ kind, at }) => kind.startsWith("value.") && at > turned);
}

/** When tastes turned, and when somebody was told. */
interface Turn {
  readonly turned: number;
  readonly noticed: number;
}

async function untilPromoted({ options }: Stage, nights: Nights, turn: Turn): Promise<void> {
  const step = inAct(options.progress, 8, "Adapt").step("Retrained, tried on a few, promoted");
  let promoted: number | null = null;
  for (let day = 1; day <= UNMENDED && promoted === null; day++) {
    await nights.next();
    const loops = await nights.loop.loops();
    promoted = endOf(loops, turn.turned, isPromoted);
    step.update(day / UNMENDED, loops.at(-1)?.says ?? "");
  }
  step.done(wordLoops(await nights.loop.loops(), turn));
}

/** When a loop that began after a time ended so. */
function endOf(loops: readonly Loop[], after: number, isSo: (kind: string) => boolean): number | null {
  const ended = loops.find(({ end, beganAt }) => beganAt > after && end !== null && isSo(end.kind));
  return ended?.end?.at ?? null;
}

function wordLoops(loops: readonly Loop[], { turned, noticed }: Turn): string {
  const promoted = endOf(loops, turned, isPromoted);
  const fellBack = endOf(loops, turned, isFallBack);
  const rule = fellBack === null ? "" : `fell back to the rule ${wordDays(noticed, fellBack)} after the alert; `;
  if (promoted !== null)
    return `${rule}everybody has what was retrained ${wordDays(noticed, promoted)} after the alert`;
  const last = loops.at(-1);
  if (last === undefined) return "no loop began";
  return `${rule}${last.end === null ? `still at the stage ${last.stage}: ${last.says}` : `${last.end.kind}: ${last.end.why}`}`;
}

function isFallBack(kind: string): boolean {
  return kind === "fell-back";
}
