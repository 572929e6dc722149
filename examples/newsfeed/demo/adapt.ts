import { type Alert, alertLine, type Loop } from "../../../src/watch/index.ts";
import { openLoop, type RunningLoop } from "./loop.ts";
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
  /** When what was retrained served everybody; null: it never did. */
  readonly promoted: number | null;
}

/** What the two acts are played with. */
export interface Cast {
  readonly opened: Opened;
  readonly watching: Watching;
  /** Money a decision, of what serves. */
  readonly promised: number | undefined;
}

/** Days that go by quietly, that nobody waits beyond for an alert or a champion, and that are watched after it. */
const [QUIET, PATIENCE, AFTER] = [3, 12, 3];
/** Days until what was decided in the test has come to its labels: before that a promise of what serves says nothing. */
const SETTLES = 2;
/** The business exports so many days of what it showed, every night. */
const EXPORTED = 8;

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
    if (day === SETTLES) cast.watching.promise(cast.promised);
  }
  const turned = stage.clock.now();
  stage.world.turn(turned);
  const { alert, noticed } = await untilNoticed(stage, nights, turned);
  const promoted = alert === null ? null : await untilPromoted(stage, nights, turned);
  if (promoted !== null) cast.watching.promise(undefined);
  for (let day = 1; day <= AFTER; day++) await nights.next();
  const loops = await nights.loop.loops();
  return { turned, alert, noticed, promoted: championAt(loops, turned), alerts: nights.alerts, loops };
}

/** A day of traffic, then what happens every night: a look of the monitors, an export of the business, a look at the triggers. */
function openNights(stage: Stage, { opened, watching }: Cast): Nights {
  const { clock, warehouse } = stage;
  const loop = openLoop(stage);
  const alerts: Alert[] = [];
  return {
    loop,
    alerts,
    async next() {
      await opened.traffic.until(clock.now() + DAY, () => loop.tend());
      alerts.push(...(await watching.look()));
      await warehouse.export(clock.now(), EXPORTED);
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
  for (let day = 1; day <= PATIENCE; day++) {
    await nights.next();
    const alert = nights.alerts.findLast((one) => isOfTheTurn(one, turned));
    if (alert !== undefined) {
      step.done(`${wordDays(turned, clock.now())} later: ${alertLine(alert)}`);
      return { alert, noticed: clock.now() };
    }
    step.update(day / PATIENCE, `day ${day} since they turned`);
  }
  step.done(`no alert in ${PATIENCE} days`);
  return { alert: null, noticed: null };
}

/** What the flood of loud titles and the turn of tastes can be seen by: what is asked, what the heads say, and the money. */
function isOfTheTurn({ symptoms }: Alert, turned: number): boolean {
  return symptoms.some(({ kind, at }) => /^(value|input|score)\./.test(kind) && at > turned);
}

async function untilPromoted({ options }: Stage, nights: Nights, turned: number): Promise<number | null> {
  const step = inAct(options.progress, 8, "Adapt").step("Retrained, tried on a few, promoted");
  let promoted: number | null = null;
  for (let day = 1; day <= PATIENCE && promoted === null; day++) {
    await nights.next();
    const loops = await nights.loop.loops();
    promoted = championAt(loops, turned);
    step.update(day / PATIENCE, loops.at(-1)?.says ?? "");
  }
  step.done(wordLoops({ turned, promoted, loops: await nights.loop.loops() }));
  return promoted;
}

/** When a loop that began after a time made its candidate serve everybody. */
function championAt(loops: readonly Loop[], after: number): number | null {
  const made = loops.find(({ end, beganAt }) => beganAt > after && isPromoted(end?.kind));
  return made?.end?.at ?? null;
}

function wordLoops({ loops, promoted, turned }: Pick<Adapted, "loops" | "promoted" | "turned">): string {
  if (promoted !== null) return `everybody has it ${wordDays(turned, promoted)} after tastes turned`;
  const last = loops.at(-1);
  if (last === undefined) return "no loop began";
  return last.end === null ? `still at the stage ${last.stage}: ${last.says}` : `${last.end.kind}: ${last.end.why}`;
}
