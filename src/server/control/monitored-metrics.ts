import type { MonitoredSystem } from "./manage.ts";

/** How systems are watched, in the text format of Prometheus. What was never looked at has no age, and no alarms. */
export function monitoredMetrics(all: readonly MonitoredSystem[]): string {
  if (all.length === 0) return "";
  return [
    ...gauge("alidade_alerts_open", "Alerts that nobody has answered, by how loud they are."),
    ...all.flatMap(({ system, open }) =>
      Object.entries(open).map(([level, n]) => `alidade_alerts_open{system="${system}",level="${level}"} ${n}`),
    ),
    ...gauge("alidade_monitors_in_alarm", "Monitors that are in alarm."),
    ...all.flatMap(({ system, inAlarm }) =>
      inAlarm === null ? [] : [`alidade_monitors_in_alarm{system="${system}"} ${inAlarm}`],
    ),
    ...gauge("alidade_watch_age_seconds", "Time since monitors had read all that was there."),
    ...all.flatMap(({ system, age }) => (age === null ? [] : [`alidade_watch_age_seconds{system="${system}"} ${age}`])),
    "",
  ].join("\n");
}

function gauge(name: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`];
}
