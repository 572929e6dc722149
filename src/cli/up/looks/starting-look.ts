import type { SystemDefinition } from "../../../system/index.ts";
import { monitorsLook } from "../../monitors/monitors-look.ts";
import type { SystemLook } from "../look.ts";

/** What is shown of a system before anybody has looked at it. */
export function startingLook(system: SystemDefinition, retrains: boolean): SystemLook {
  const { name } = system;
  return {
    name,
    serves: { release: null, since: null, arms: [], underWay: [] },
    traffic: { perMinute: [], p50: null, p99: null, failed: 0 },
    value: null,
    labels: null,
    monitors: monitorsLook({ system, state: undefined, alarms: [], reference: null }),
    alerts: [],
    loop: {
      isOn: retrains && system.retrain !== undefined,
      book: { v: 1, system: name, loop: null, begun: [], failures: 0, stopped: null },
      next: [],
    },
  };
}
