import { milliseconds } from "../kernel/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { HeadTimer } from "./opening.ts";

/** So many times in a row may a head be late before it is left out. */
const LATE_IN_A_ROW = 3;
/** So long it is left out, milliseconds; then it is asked once, and left out again if it is late. */
const LEFT_OUT: number = 30_000;

/** What one decision has to know of heads that are late. */
export interface HeadWatch {
  /** Heads that are not to be asked now. */
  readonly skip: readonly string[];
  readonly timed: HeadTimer;
}

/** How late heads have been: state of the process, told to a decision and kept in its receipt. */
export interface Breakers {
  /** For one decision of a system; undefined where no head has a deadline. */
  watch(system: SystemDefinition): HeadWatch | undefined;
}

interface Lateness {
  readonly deadline: number;
  inARow: number;
  /** Until when it is left out, by the stopwatch. */
  until: number;
}

/** Circuit breakers of heads with a deadline. `stopwatch` gives milliseconds that only move forward. */
export function breakersOf(stopwatch: () => number): Breakers {
  const systems = new WeakMap<SystemDefinition, ReadonlyMap<string, Lateness>>();
  return {
    watch: (system) => {
      const heads = systems.get(system) ?? deadlinesIn(system);
      systems.set(system, heads);
      if (heads.size === 0) return undefined;
      const now = stopwatch();
      const skip = [...heads].filter(([, { until }]) => now < until).map(([head]) => head);
      return { skip, timed: (head, score) => timedBy(stopwatch, heads.get(head), score) };
    },
  };
}

function deadlinesIn({ heads }: SystemDefinition): ReadonlyMap<string, Lateness> {
  const declared = Object.entries(heads).flatMap(([head, { deadline }]): [string, Lateness][] =>
    deadline === undefined ? [] : [[head, { deadline: milliseconds(deadline), inARow: 0, until: -Infinity }]],
  );
  return new Map(declared);
}

function timedBy<T>(stopwatch: () => number, lateness: Lateness | undefined, score: () => T): T {
  if (lateness === undefined) return score();
  const started = stopwatch();
  try {
    return score();
  } finally {
    note(lateness, { started, ended: stopwatch() });
  }
}

function note(lateness: Lateness, { started, ended }: { readonly started: number; readonly ended: number }): void {
  lateness.inARow = ended - started > lateness.deadline ? lateness.inARow + 1 : 0;
  // After it was left out, one more time late is enough.
  if (lateness.inARow >= LATE_IN_A_ROW) lateness.until = ended + LEFT_OUT;
}
