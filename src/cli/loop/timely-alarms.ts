import type { Instant } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import { standing } from "../releases/release-way.ts";
import { servingSince } from "../up/looks/serves-look.ts";

/** What is served, and over which periods it is watched. */
export interface ServedPeriods {
  readonly system: string;
  readonly registry: Pick<Registry, "currentPlan" | "planHistory">;
  /** Milliseconds of a period. */
  readonly periodMs: number;
  readonly now: Instant;
}

/** Those of the alarms that speak of what serves now: earlier ones tell of what is gone. */
export async function timelyAlarms<A extends { readonly at: Instant }>(
  alarms: readonly A[],
  served: ServedPeriods,
): Promise<readonly A[]> {
  const since = alarms.length === 0 ? null : await servesSince(served);
  return alarms.filter((alarm) => isTimely(alarm, { ...served, since }));
}

/** From when on what serves most has served without a break; null where nothing was released yet. */
export async function servesSince({
  system,
  registry,
}: Pick<ServedPeriods, "system" | "registry">): Promise<Instant | null> {
  const plan = await registry.currentPlan(system);
  return plan === undefined ? null : servingSince(await registry.planHistory(system), standing(plan).champion);
}

/**
 * Whether an alarm is of a period, which ended `at`, that what serves now has served from its beginning. Where it has served since
 * a time in the future, the clock was ahead then: of what is raised now nobody can say, and it counts.
 */
export function isTimely(
  { at }: { readonly at: Instant },
  { since, periodMs, now }: { readonly since: Instant | null; readonly periodMs: number; readonly now: Instant },
): boolean {
  return since === null || at - periodMs >= since || (since > now && at <= now);
}
