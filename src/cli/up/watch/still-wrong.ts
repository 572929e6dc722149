import {
  type Alarm,
  type Alert,
  type MonitorsState,
  type Seen,
  type Symptom,
  symptomOf,
} from "../../../watch/index.ts";

/** What is known when a period is over. */
export interface StillCase {
  /** What was raised in earlier periods, oldest first. */
  readonly raised: readonly Alarm[];
  readonly state: Pick<MonitorsState, "control">;
  readonly period: Pick<Seen, "to">;
  readonly alerts: readonly Alert[];
}

/**
 * What was raised before and is still wrong in a period. A monitor raises a fault once; its alert is not to become quiet before the
 * fault is over. Of alerts that a person has closed nothing more is said.
 */
export function stillWrong({ raised, state: { control }, period, alerts }: StillCase): readonly Symptom[] {
  const newest = new Map(raised.map((alarm) => [keyOf(alarm), alarm]));
  const open = alerts.filter(({ status }) => status !== "closed");
  return [...newest]
    .filter(([key]) => control[key]?.lastWrong === period.to)
    .map(([, alarm]) => ({ ...symptomOf(alarm), at: period.to }))
    .filter(({ kind, about }) =>
      open.some(({ symptoms }) =>
        symptoms.some((one) => one.kind === kind && one.about.part === about.part && one.about.name === about.name),
      ),
    );
}

/** As the control of the monitors names it. */
function keyOf({ monitor, kind, about }: Alarm): string {
  return `${monitor} ${kind} ${about.part} ${about.name}`;
}
