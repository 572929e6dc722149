import { type Alert, partKey, type Symptom } from "../alert.ts";
import { type CauseContext, causesOf, type Illness } from "./cause-of.ts";
import { placeOf } from "./sick-part.ts";

/** Where new symptoms belong, given the alerts that are under way. */
export interface Placement {
  readonly illness: Illness;
  /** The alerts that turn out to be about it, the oldest first: one goes on, the others join it. Empty: a new one. */
  readonly alerts: readonly Alert[];
  /** The new ones among its symptoms. */
  readonly fresh: readonly Symptom[];
}

/**
 * Places new symptoms. What an alert shows is kept together: a symptom of a part that is in one joins it, and a new symptom
 * further up makes it an alert about that, or makes one of two that have it in common. Undisturbed alerts are not named.
 */
export function placeSymptoms(
  alerts: readonly Alert[],
  symptoms: readonly Symptom[],
  context: CauseContext,
): readonly Placement[] {
  const known = alerts.flatMap((alert) => alert.symptoms);
  const fresh = new Set(symptoms);
  const placements = causesOf([...known, ...symptoms], context).map((illness) => ({
    illness,
    alerts: alerts.filter((alert) => isHome(illness, alert)).toSorted((a, b) => a.openedAt - b.openedAt),
    fresh: illness.parts.flatMap((part) => part.symptoms.filter((symptom) => fresh.has(symptom))),
  }));
  return settled(placements, alerts).filter((one) => one.fresh.length > 0 || one.alerts.length > 1);
}

/** Whether an alert is about an illness: about its cause, or about what was its cause and is now explained by it. */
function isHome({ cause, parts }: Illness, alert: Alert): boolean {
  const key = partKey(alert.cause);
  return partKey(cause) === key || parts.some((part) => part.key === key) || rootsIn(alert, parts);
}

/** A source or a change has no symptom of its own: its alert is where its first symptom is. */
function rootsIn({ cause, symptoms: [first] }: Alert, parts: Illness["parts"]): boolean {
  const hasOwn = !["data", "stream", "release", "objective"].includes(cause.part);
  if (hasOwn || first === undefined) return false;
  const key = partKey(placeOf(first));
  return parts.some((part) => part.key === key);
}

/** An illness that no alert is about, although all its parts are in one, goes on in that. */
function settled(placements: readonly Placement[], alerts: readonly Alert[]): readonly Placement[] {
  return placements.flatMap((placement) => {
    const { illness, fresh } = placement;
    if (placement.alerts.length > 0 || fresh.length === 0) return [placement];
    const held = alerts.find((alert) => illness.roots.every((root) => holds(alert, root.key)));
    if (held === undefined) return [placement];
    return [{ ...placement, illness: { ...illness, cause: held.cause }, alerts: [held] }];
  });
}

function holds({ symptoms }: Alert, key: string): boolean {
  return symptoms.some((symptom) => partKey(placeOf(symptom)) === key);
}
