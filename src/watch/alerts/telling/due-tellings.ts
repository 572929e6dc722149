import type { Instant } from "../../../kernel/index.ts";
import type { AlertPlan } from "../../../system/index.ts";
import type { Alert } from "../alert.ts";
import { type Silence, silencing } from "../book/silence.ts";

/** Who is still to be told of an alert's newest news. */
export function dueChannels(
  alert: Alert,
  plan: AlertPlan,
  { silences, now }: { readonly silences: readonly Silence[]; readonly now: Instant },
): readonly string[] {
  if (silencing(alert, silences, now) !== undefined) return [];
  const isTold = (channel: string): boolean =>
    alert.told.some((told) => told.channel === channel && told.news === alert.news && told.failed === undefined);
  return concerned(alert, plan).filter((channel) => !isTold(channel));
}

/** Of an end those hear who heard of it before; of anything else those of its level, and one more for each escalation. */
function concerned(alert: Alert, { channels, [alert.level]: base }: AlertPlan): readonly string[] {
  const all = Object.keys(channels);
  if (alert.newest === "ended") {
    const heard = new Set(alert.told.filter(({ failed }) => failed === undefined).map(({ channel }) => channel));
    return all.filter((channel) => heard.has(channel));
  }
  const more = all.filter((channel) => !base.includes(channel)).slice(0, alert.escalations);
  return [...base, ...more];
}
