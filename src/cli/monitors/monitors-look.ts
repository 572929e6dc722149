import type { MonitorsLook } from "../up/look.ts";
import { type MonitorStanding, type MonitorsKept, monitorStandings } from "./monitor-standings.ts";

/** What is kept of the monitors of a system, and what they compare with. */
export interface MonitorsCase extends MonitorsKept, Pick<MonitorsLook, "reference" | "without"> {}

/** How the monitors of a system stand, at a glance. */
export function monitorsLook(kept: MonitorsCase): MonitorsLook {
  const all = monitorStandings(kept);
  const countOf = (state: MonitorStanding["state"]): number => all.filter((one) => one.state === state).length;
  const last = kept.state?.last;
  return {
    ...{ quiet: countOf("quiet"), waiting: countOf("waiting"), off: countOf("off") },
    alarmed: all.flatMap(({ name, alarms }) => alarms.map(({ since, says }) => ({ monitor: name, since, says }))),
    failed: all.flatMap(({ name, why }) => (why === undefined ? [] : [{ monitor: name, why }])),
    tooLittle: all.flatMap(({ tooLittle }) => tooLittle),
    period: last == null ? null : { from: last.from, to: last.to },
    readings: last?.readings ?? [],
    reference: kept.reference,
    ...(kept.without === undefined ? {} : { without: kept.without }),
  };
}
