import type { Alarm } from "../../watch/index.ts";
import { watchBook } from "../up/kept-watch.ts";
import type { LoopCall } from "./loop-call.ts";
import { timelyAlarms } from "./timely-alarms.ts";

/** What was raised of what serves now, as `alidade up` has kept it. */
export async function keptAlarms({ state, registry, clock, system: { name } }: LoopCall): Promise<readonly Alarm[]> {
  const { kept } = await watchBook(state).read(name);
  if (kept === undefined) return [];
  return await timelyAlarms(kept.alarms, { system: name, registry, periodMs: kept.periodMs, now: clock.now() });
}
