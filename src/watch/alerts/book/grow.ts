import type { Instant } from "../../../kernel/index.ts";
import { type Alert, partKey } from "../alert.ts";
import type { Placement } from "../cause/place.ts";
import { type DescribeContext, type Described, describe } from "../words/describe.ts";
import { louder } from "../words/level.ts";

/** What became of symptoms. */
export interface AlertChange {
  readonly what: "opened" | "reopened" | "louder" | "worse" | "grew";
  readonly alert: Alert;
  /** Alerts that turned out to be the same thing, and are closed now. */
  readonly joined: readonly Alert[];
}

/** A new alert about an illness. */
export function openedAlert(
  { illness, fresh }: Placement,
  { id, at, ...context }: DescribeContext & { readonly id: string; readonly at: Instant },
): Alert {
  return {
    id,
    system: context.system,
    status: "open",
    ...describe(illness, context),
    openedAt: at,
    raisedAt: at,
    escalations: 0,
    count: fresh.length,
    news: 1,
    newest: "opened",
    told: [],
  };
}

/** Signs that are news even of an alert that everybody has heard of: nothing repairs itself any more. */
const WORSE: readonly string[] = ["retrain.stopped"];

/**
 * An alert with what is new of it; those that turned out to be the same thing go into it. One that comes back or becomes worse
 * has to be answered anew.
 */
export function grownAlert(
  alert: Alert,
  { illness, fresh, alerts }: Placement,
  { at, ...context }: DescribeContext & { readonly at: Instant },
): AlertChange {
  const joined = alerts.filter(({ id }) => id !== alert.id);
  const told = describe(illness, context);
  const level = joined.reduce((loudest, one) => louder(loudest, one.level), louder(alert.level, told.level));
  const isBack = alert.status === "quiet" && fresh.length > 0;
  const isWorse = fresh.some(({ kind }) => WORSE.includes(kind));
  const what = isBack ? "reopened" : level !== alert.level ? "louder" : isWorse ? "worse" : "grew";
  const news = what === "grew" ? {} : ({ news: alert.news + 1, newest: NEWS[what], raisedAt: at } as const);
  const grown: Alert = {
    ...(isBack ? { ...withoutAnswer(alert), escalations: 0 } : isWorse ? withoutAnswer(alert) : alert),
    ...told,
    level,
    since: Math.min(alert.since, told.since),
    at: Math.max(alert.at, told.at),
    count: joined.reduce((sum, { count }) => sum + count, alert.count + fresh.length),
    ...news,
  };
  return { what, alert: grown, joined };
}

const NEWS = { reopened: "reopened", louder: "escalated", worse: "worse" } as const;

/** An alert that nobody has answered yet. */
function withoutAnswer({ acknowledged: _, ...alert }: Alert): Alert {
  return { ...alert, status: "open" };
}

/** Whether an alert is now put down to something else. */
export function isElsewhere(before: Alert, { cause }: Pick<Described, "cause">): boolean {
  return partKey(before.cause) !== partKey(cause);
}
