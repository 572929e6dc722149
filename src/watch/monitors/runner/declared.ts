import {
  defineError,
  didYouMean,
  type ErrorConstructor,
  milliseconds,
  type Params,
  type ParamValues,
  resolveParams,
} from "../../../kernel/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import { monitors } from "../_catalogue.ts";
import type { Monitor } from "../monitor.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a system file says about its monitors, with what it leaves open filled in. */
export interface DeclaredMonitors {
  /** Length of a period. Default an hour. */
  readonly periodMs: number;
  /** Mean time without a false alarm. Default 90 days. */
  readonly quietMs: number;
  /** Monitors that do not run. */
  readonly off: readonly string[];
  /** By name of the monitor. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const monitorUnknown: ErrorConstructor<{ readonly name: string; readonly where: string }> = defineError(
  "watch.monitor-unknown",
  {
    headline: "A monitor that does not exist",
    message: ({ name, where }: { readonly name: string; readonly where: string }) =>
      `\`${where}\` must name a monitor. Got "${name}".${didYouMean(name, Object.keys(monitors))}`,
    hint: () => `There are ${Object.keys(monitors).join(", ")}.`,
  },
);

/** What a system declares. Throws `watch.monitor-unknown`, `params.invalid`, `params.unknown`. */
export function declaredMonitors({ monitors: declared = {} }: Pick<SystemDefinition, "monitors">): DeclaredMonitors {
  const { period, quiet, off = [], settings = {} } = declared;
  for (const name of off) monitorNamed(name, "monitors.off");
  for (const [name, given] of Object.entries(settings)) settingsOf(name, given);
  return {
    periodMs: period === undefined ? HOUR : milliseconds(period),
    quietMs: quiet === undefined ? 90 * DAY : milliseconds(quiet),
    off,
    settings,
  };
}

/** A monitor by its name. Throws `watch.monitor-unknown`; `where` is what named it. */
export function monitorNamed(name: string, where: string): Monitor {
  const found = Object.hasOwn(monitors, name) ? (monitors as Readonly<Record<string, Monitor>>)[name] : undefined;
  if (found === undefined) throw monitorUnknown({ name, where });
  return found;
}

/** What is set for a monitor, with defaults. Throws `watch.monitor-unknown`, `params.invalid`, `params.unknown`. */
export function settingsOf(name: string, given: Readonly<Record<string, unknown>> = {}): ParamValues<Params> {
  const { params } = monitorNamed(name, `monitors.settings.${name}`);
  return resolveParams(`monitor ${name}`, params, given);
}
