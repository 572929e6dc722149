import { type Duration, milliseconds } from "../kernel/index.ts";
import type { Refuse } from "./checks/form.ts";

/** How a system is watched. Which monitors there are, and what can be set of each, is known where they run. */
export interface Monitoring {
  /** Length of the periods that are held against each other: minutes to days. Default "1h". */
  readonly period?: Duration;
  /** How long a system in which nothing changes waits for its first false alarm, on average. Default "90d". */
  readonly quiet?: Duration;
  /** Names of monitors that do not run. */
  readonly off?: readonly string[];
  /** Parameters of monitors, by name: `{ inputDrift: { … } }`. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const SHORTEST = 1_000;

/** Refuses periods that are none, and a quiet time that holds no period. */
export function checkMonitoring({ monitors = {} }: { readonly monitors?: Monitoring }, refuse: Refuse): void {
  const { period = "1h", quiet = "90d" } = monitors;
  if (milliseconds(period) < SHORTEST) refuse("monitors.period", `must be a second or more. Got "${period}"`);
  if (milliseconds(quiet) < milliseconds(period))
    refuse("monitors.quiet", `must be as long as a period (${period}) or longer. Got "${quiet}"`);
}
