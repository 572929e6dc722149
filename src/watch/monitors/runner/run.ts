import { defineError, type ErrorConstructor, messageOf, type Params, type ParamValues } from "../../../kernel/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { Reference, Seen } from "../../seen/seen.ts";
import { monitors } from "../_catalogue.ts";
import type { Alarm } from "../alarm.ts";
import { controlStep } from "../control/control.ts";
import type { Named } from "../control/weights.ts";
import type { Counted, Monitor, MonitorContext, Reading } from "../monitor.ts";
import { declaredMonitors, monitorNamed, settingsOf } from "./declared.ts";
import { type MonitorsState, noState, restarted } from "./state.ts";
import { type Supplies, suppliedAfter } from "./supply.ts";

export interface RunOptions {
  readonly system: SystemDefinition;
  readonly reference: Reference | undefined;
  /** Default: what the system declares. */
  readonly periodMs?: number;
  readonly quietMs?: number;
  /** Only these monitors. Default: all that are not off. */
  readonly only?: readonly string[];
  /** Beside those that the system turns off. */
  readonly off?: readonly string[];
  /** Monitors that are in no catalogue, by name. */
  readonly more?: Readonly<Record<string, Monitor>>;
  /** As a run left it. What was learned of other heads is forgotten where a monitor says so. */
  readonly state?: MonitorsState;
}

/** All monitors of a system at work. */
export interface MonitorRun {
  /** As it stands: plain data, to be kept as JSON. */
  readonly state: MonitorsState;
  /** Takes the next period that is over. A monitor that throws is an alarm, and stops nothing. */
  step(seen: Seen): { readonly alarms: readonly Alarm[]; readonly readings: readonly Named[] };
}

interface Working {
  readonly name: string;
  readonly monitor: Monitor;
  readonly params: ParamValues<Params>;
}

export const layoutForeign: ErrorConstructor<{ readonly got: string; readonly want: string }> = defineError(
  "watch.layout-foreign",
  {
    headline: "A period that was counted in other bins",
    message: ({ got, want }: { readonly got: string; readonly want: string }) =>
      `Monitors must be given periods of the layout ${want} of their reference. Got one of ${got}.`,
    hint: () => "Begin a new run with the reference that the period was counted for.",
  },
);

/**
 * Starts the monitors of a system, or goes on where a state was left. Throws `watch.monitor-unknown`, `params.invalid` and
 * `params.unknown` for what the system file, `only` or `off` names; a step throws `watch.layout-foreign`.
 */
export function monitorRun(options: RunOptions): MonitorRun {
  const { system, reference } = options;
  const declared = declaredMonitors(system);
  const { periodMs = declared.periodMs, quietMs = declared.quietMs } = options;
  const context: MonitorContext = { system, reference, periodMs };
  const working = workingOf(options, declared);
  let state = restarted(options.state ?? noState, { reference: reference?.id ?? null, periodMs, working });
  return {
    get state() {
      return state;
    },
    step(seen) {
      if (reference !== undefined && seen.layout !== reference.layout.id)
        throw layoutForeign({ got: seen.layout, want: reference.layout.id });
      const stepped = working.map((one) => stepOne(one, state.monitors[one.name], { seen, context }));
      const readings = stepped.flatMap(({ name, readings: of }) => of.map((reading) => ({ monitor: name, reading })));
      const period = { system: system.name, from: seen.from, to: seen.to, quietMs };
      const { control, alarms } = controlStep(state.control, period, readings);
      state = {
        ...state,
        monitors: Object.fromEntries(stepped.map(({ name, state: next }) => [name, next])),
        control,
        last: { from: seen.from, to: seen.to, readings },
        supplies: suppliedIn(stepped, state.supplies, periodMs),
      };
      return { alarms, readings };
    },
  };
}

function suppliedIn(stepped: readonly SteppedOne[], before: Supplies = {}, periodMs: number): Supplies {
  return Object.fromEntries(
    stepped.flatMap(({ name, counted }) => {
      // A monitor that threw has counted nothing.
      const known = before[name];
      if (counted === undefined) return known === undefined ? [] : [[name, known]];
      return [[name, suppliedAfter(known, counted, periodMs)]];
    }),
  );
}

function workingOf(
  { only, off = [], more = {} }: RunOptions,
  declared: ReturnType<typeof declaredMonitors>,
): readonly Working[] {
  for (const name of [...(only ?? []), ...off]) if (!Object.hasOwn(more, name)) monitorNamed(name, "monitors");
  const idle = [...off, ...declared.off];
  const all: Readonly<Record<string, Monitor>> = { ...monitors, ...more };
  return Object.entries(all)
    .filter(([name]) => (only?.includes(name) ?? true) && !idle.includes(name))
    .map(([name, monitor]) => ({
      name,
      monitor,
      params: Object.hasOwn(more, name) ? {} : settingsOf(name, declared.settings[name]),
    }));
}

interface SteppedOne {
  readonly name: string;
  readonly state: unknown;
  readonly readings: readonly Reading[];
  readonly counted?: readonly Counted[];
}

function stepOne(
  { name, monitor, params }: Working,
  before: unknown,
  { seen, context }: { readonly seen: Seen; readonly context: MonitorContext },
): SteppedOne {
  try {
    return { name, ...monitor.step(before ?? monitor.start(context, params), seen, { context, params }) };
  } catch (thrown) {
    // What it had learned stays: the next period may be one that it can take.
    return { name, state: before ?? null, readings: [failed(name, { context, why: messageOf(thrown) })] };
  }
}

function failed(name: string, { context, why }: { readonly context: MonitorContext; readonly why: string }): Reading {
  return {
    kind: "monitor.failed",
    about: { part: "server", name: context.system.name },
    evidence: 0,
    isBreach: true,
    value: null,
    expected: null,
    unit: "",
    reach: 0,
    says: `the monitor ${name} failed, and what it watches is not watched: ${why}`,
  };
}
