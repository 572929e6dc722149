import type { Instant } from "../../../kernel/index.ts";
import { asTaken, isTakenAlike, type TakenAs, takenAs } from "../../taken-as.ts";
import type { Alert } from "../alert.ts";

/**
 * An alert as a clock can have it that was ahead and was set back: what lies in the future is taken as {@link Alert.takenAs} has
 * it. The same alert where nothing of it lies in the future.
 */
export function alertAsOf(alert: Alert, now: Instant): Alert {
  const taken = takenIn(alert, now);
  if (taken.length === 0) return alert;
  const asOf = (at: Instant): Instant => asTaken(at, taken);
  const { takenAs: _, closed, ...rest } = alert;
  return {
    ...{ ...rest, since: asOf(alert.since), at: asOf(alert.at), openedAt: asOf(alert.openedAt) },
    raisedAt: asOf(alert.raisedAt),
    symptoms: alert.symptoms.map((one) => ({ ...one, since: asOf(one.since), at: asOf(one.at) })),
    ...(closed === undefined ? {} : { closed: { ...closed, at: asOf(closed.at) } }),
  };
}

/** The alert with a note of what of it lies in the future; undefined where that is as it was. */
export function alertNoting(alert: Alert, now: Instant): Alert | undefined {
  const { takenAs: before = [], ...rest } = alert;
  const taken = takenIn(alert, now);
  if (isTakenAlike(taken, before)) return undefined;
  return taken.length === 0 ? rest : { ...rest, takenAs: taken };
}

function takenIn({ since, at, openedAt, raisedAt, closed, symptoms, takenAs: before }: Alert, now: Instant): TakenAs {
  const own = [since, at, openedAt, raisedAt, ...(closed === undefined ? [] : [closed.at])];
  return takenAs([...own, ...symptoms.flatMap((one) => [one.since, one.at])], now, before);
}
