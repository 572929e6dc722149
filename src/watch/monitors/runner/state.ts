import type { Instant } from "../../../kernel/index.ts";
import { type Control, noControl } from "../control/control.ts";
import type { Named } from "../control/weights.ts";
import type { Monitor } from "../monitor.ts";
import type { Supplies } from "./supply.ts";

/** What the monitors of a system know, and what they last read. Plain data. */
export interface MonitorsState {
  /** Counts up when what monitors keep changes its form; what is of another form is forgotten. */
  readonly form: number;
  /** Id of the reference that it was learned under. */
  readonly reference: string | null;
  readonly periodMs: number;
  /** By name of the monitor. */
  readonly monitors: Readonly<Record<string, unknown>>;
  readonly control: Control;
  /** The last period; null before the first. */
  readonly last: { readonly from: Instant; readonly to: Instant; readonly readings: readonly Named[] } | null;
  /** How much of what monitors need came lately. Absent: nobody counted. */
  readonly supplies?: Supplies;
}

const FORM = 5;

/** Nothing was seen. */
export const noState: MonitorsState = Object.freeze({
  form: FORM,
  reference: null,
  periodMs: 0,
  monitors: Object.freeze({}),
  control: noControl,
  last: null,
});

interface Now {
  readonly reference: string | null;
  readonly periodMs: number;
  readonly working: readonly { readonly name: string; readonly monitor: Monitor }[];
}

/** What of a state still holds: nothing for periods of another length, and under other heads only what does not depend on them. */
export function restarted(state: MonitorsState, { reference, periodMs, working }: Now): MonitorsState {
  const empty = { ...noState, reference, periodMs };
  if (state.form !== FORM || state.periodMs !== periodMs) return empty;
  if (state.reference === reference) return state;
  const stays = new Set(working.filter(({ monitor }) => !monitor.restartsWithReference).map(({ name }) => name));
  const isKept = ([key]: readonly [string, unknown]): boolean => stays.has(key.split(" ")[0] ?? "");
  return {
    ...empty,
    monitors: Object.fromEntries(Object.entries(state.monitors).filter(isKept)),
    control: Object.fromEntries(Object.entries(state.control).filter(isKept)),
    last: state.last,
  };
}
