import { type Instant, milliseconds } from "../../../kernel/index.ts";
import type { Alert, Symptom } from "../alert.ts";
import { raised } from "../words/level.ts";
import { alertAsOf } from "./alert-as-of.ts";

/** How long an alert may be what it is. */
export interface AlertTimes {
  /** Unanswered for so long it becomes louder. */
  readonly escalateMs: number;
  /** After so long without a symptom it is quiet. */
  readonly quietMs: number;
  /** How often it may be raised: as often as there are channels to tell. */
  readonly mostEscalations: number;
  /** Whether a sign is there still: a monitor that is in alarm is silent until it is over. Default: nobody knows. */
  readonly isStanding?: (symptom: Pick<Symptom, "kind" | "about">) => boolean;
}

/** What was quiet for a week is closed. */
const CLOSE_MS: number = milliseconds("7d");

/**
 * What time alone does to an alert; undefined where nothing. A clock that runs backwards does nothing by itself: what it has put into
 * the future waits its own length from when that was noted, and no longer.
 */
export function tended(
  kept: Alert,
  now: Instant,
  { escalateMs, quietMs, mostEscalations, isStanding = () => false }: AlertTimes,
): { readonly what: "escalated" | "quiet" | "closed"; readonly alert: Alert; readonly why: string } | undefined {
  const alert = alertAsOf(kept, now);
  const still = now - Math.max(alert.at, alert.openedAt);
  if (alert.status === "quiet") {
    if (still < quietMs + CLOSE_MS) return undefined;
    const why = "nothing new of it for a week after it became quiet";
    return { what: "closed", why, alert: { ...alert, status: "closed", closed: { by: "alidade", at: now, why } } };
  }
  if (alert.status === "closed") return undefined;
  if (still >= quietMs && !alert.symptoms.some(isStanding))
    return { what: "quiet", why: "nothing new of it", alert: { ...announced(alert, "ended"), status: "quiet" } };
  const isDue = now - alert.raisedAt >= escalateMs && alert.escalations < mostEscalations;
  if (alert.status === "acknowledged" || alert.level === "notice" || !isDue) return undefined;
  const louder: Alert = { ...announced(alert, "escalated"), level: raised(alert.level), raisedAt: now };
  return { what: "escalated", why: "nobody has answered", alert: { ...louder, escalations: alert.escalations + 1 } };
}

/** The same with news. */
export function announced(alert: Alert, newest: Alert["newest"]): Alert {
  return { ...alert, news: alert.news + 1, newest };
}
