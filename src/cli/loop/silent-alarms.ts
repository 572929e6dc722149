import type { Trigger } from "../../system/index.ts";
import { dueTriggers, type LoopBook, type TriggerFacts, wordTime } from "../../watch/index.ts";
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
  const meant = (kept?.alarms ?? []).filter(
    (alarm) => alarm.at <= now && alarm.at > now - SPOKEN_OF && isMeant(alarm, retrain.when),
  );
  const newest = new Map(meant.map((alarm) => [alarm.kind, alarm]));
  const since = await servesSince({ system: system.name, registry });
  const lastLoopAt = book.begun.at(-1) ?? Number.NEGATIVE_INFINITY;
  return [...newest.values()].flatMap((alarm) => {
    const why = whySilent(alarm, { since, lastLoopAt, periodMs: kept?.periodMs ?? 0 });
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
}

function whySilent({ at }: Raised, { since, lastLoopAt, periodMs }: Silence): string | undefined {
  if (since !== null && !isTimely({ at }, { since, periodMs }))
    return `what serves now has served since ${wordTime(since)}, and it tells of the time before`;
  return at <= lastLoopAt ? `a loop has begun since, on ${wordTime(lastLoopAt)}` : undefined;
}
