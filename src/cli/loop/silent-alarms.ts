import type { Trigger } from "../../system/index.ts";
import { asTriggersSee, dueTriggers, type LoopBook, type TriggerFacts, wordTime } from "../../watch/index.ts";
import { watchBook } from "../up/kept-watch.ts";
import type { LoopCall } from "./loop-call.ts";
import { isTimely, servesSince } from "./timely-alarms.ts";

type Raised = TriggerFacts["alarms"][number];

/** Alarms are spoken of for so long, in milliseconds: thirty days. */
const SPOKEN_OF = 30 * 86_400_000;

/** Why alarms that a trigger waits for begin nothing: a sentence for the newest of each kind. */
export async function silentAlarms(call: LoopCall, book: LoopBook): Promise<readonly string[]> {
  const { state, system, registry, retrain, clock } = call;
  const { kept } = await watchBook(state).read(system.name);
  const now = clock.now();
  // As the triggers take them, where the clock was ahead and was set back.
  const raised = kept?.alarms ?? [];
  const asOf = asTriggersSee(book, raised, now);
  const spoken = asOf.alarms.flatMap((alarm, i) => {
    const isSpokenOf = alarm.at > now - SPOKEN_OF && isMeant(alarm, retrain.when);
    return isSpokenOf ? [{ ...alarm, raisedAt: raised[i]?.at ?? alarm.at }] : [];
  });
  const newest = new Map(spoken.map((alarm) => [alarm.kind, alarm]));
  const since = await servesSince({ system: system.name, registry });
  const lastLoopAt = asOf.book.begun.at(-1) ?? Number.NEGATIVE_INFINITY;
  return [...newest.values()].flatMap((alarm) => {
    const why = whySilent(alarm, { since, lastLoopAt, now, periodMs: kept?.periodMs ?? 0 });
    return why === undefined ? [] : [`${alarm.kind} of ${wordTime(alarm.at)} begins nothing: ${why}.`];
  });
}

/** Whether a trigger would be due by this alarm alone. */
function isMeant(alarm: Raised, when: readonly Trigger[]): boolean {
  const byAlarm = when.filter(({ on }) => on === "alarm" || on === "quality" || on === "value");
  const nothing = { trainedAt: null, lastLoopAt: null, rows: null, newRows: null, required: undefined };
  const objective = { trained: null, current: null };
  return dueTriggers({ ...nothing, objective, when: byAlarm, now: alarm.at, alarms: [alarm] }).length > 0;
}

interface Silence {
  readonly since: number | null;
  readonly lastLoopAt: number;
  readonly periodMs: number;
  readonly now: number;
}

/** What serves is timed by the clock of its own time, as alarms are. */
function whySilent(
  { at, raisedAt }: Raised & { readonly raisedAt: number },
  { lastLoopAt, ...served }: Silence,
): string | undefined {
  const { since } = served;
  if (since !== null && !isTimely({ at: raisedAt }, served))
    return `what serves now has served since ${wordTime(since)}, and it tells of the time before`;
  return at <= lastLoopAt ? `a loop has begun since, on ${wordTime(lastLoopAt)}` : undefined;
}
