import type { OnlineFacts } from "../decide/index.ts";

/** How the online views stand, in the text format of Prometheus. Ages are in seconds; a stream without events has none. */
export function onlineMetrics(facts: readonly OnlineFacts[]): string {
  if (facts.length === 0) return "";
  const ages = facts.flatMap(({ system, ages }) =>
    Object.entries(ages).flatMap(([stream, age]) =>
      age === null ? [] : [`alidade_online_age_seconds{system="${system}",stream="${stream}"} ${age / 1_000}`],
    ),
  );
  return [
    "# HELP alidade_online_age_seconds Time since the newest event of a stream happened.",
    "# TYPE alidade_online_age_seconds gauge",
    ...ages,
    "# HELP alidade_online_position Entries of the journal that the online view has seen.",
    "# TYPE alidade_online_position gauge",
    ...facts.map(({ system, version }) => `alidade_online_position{system="${system}"} ${version}`),
    "# HELP alidade_online_unwritten Events in memory that are in the journal and not yet in the stored view.",
    "# TYPE alidade_online_unwritten gauge",
    ...facts.map(({ system, unwritten }) => `alidade_online_unwritten{system="${system}"} ${unwritten}`),
    "# HELP alidade_online_failing 1 while the online view cannot be read or written, else 0.",
    "# TYPE alidade_online_failing gauge",
    ...facts.map(({ system, isFailing }) => `alidade_online_failing{system="${system}"} ${isFailing ? 1 : 0}`),
    "",
  ].join("\n");
}
