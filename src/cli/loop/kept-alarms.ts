import type { Alarm } from "../../watch/index.ts";
import { standing } from "../releases/release-way.ts";
import { watchBook } from "../up/kept-watch.ts";
import { servingSince } from "../up/looks/serves-look.ts";
import type { LoopCall } from "./loop-call.ts";

/** What was raised, as `alidade up` has kept it, of periods that what serves now has served from their beginning. */
export async function keptAlarms({ state, registry, system }: LoopCall): Promise<readonly Alarm[]> {
  const { kept } = await watchBook(state).read(system.name);
  const plan = kept === undefined ? undefined : await registry.currentPlan(system.name);
  if (kept === undefined || plan === undefined) return kept?.alarms ?? [];
  const since = servingSince(await registry.planHistory(system.name), standing(plan).champion) ?? 0;
  return kept.alarms.filter(({ at }) => at - kept.periodMs >= since);
}
