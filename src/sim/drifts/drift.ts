import type { Instant } from "../../kernel/index.ts";

/** The state of the world around a business, as numbers that drifts turn. */
export interface Dials {
  /** How many come: 1 is ordinary. */
  readonly traffic: number;
  /** Added to the log-odds of the outcome of every case. */
  readonly base: number;
  /** How much of another relation between fields and outcome holds: 0 the old one, 1 the new one. */
  readonly concept: number;
  /** How fast adversaries learn: 1 is ordinary. */
  readonly adversary: number;
  /** By how many standard deviations a field has moved, by name. */
  readonly shift: Readonly<Record<string, number>>;
}

/** What a drift moves. Seasons are no fault: whoever watches should stay quiet. */
export type Moves = "inputs" | "base rate" | "relation" | "traffic" | "adversaries";

/** A change of the world from a time on. Truth moves with it. */
export interface Drift {
  /** The kind, in kebab-case: `concept-sudden`. */
  readonly name: string;
  readonly moves: Moves;
  /** Whether a model that was good before may be wrong now. */
  readonly isFault: boolean;
  readonly from: Instant;
  /** The fields that it moves; empty where it moves none. */
  readonly fields: readonly string[];
  /** How it turns the dials; nothing before `from`. */
  dials(at: Instant): Partial<Dials>;
}

/** What every drift is told: when it begins. */
export interface DriftOptions {
  readonly from: Instant;
}

interface DriftDefinition<Options extends DriftOptions> {
  readonly name: string;
  readonly moves: Moves;
  readonly isFault: boolean;
  /** The fields that it moves. Default: none. */
  fields?(options: Options): readonly string[];
  /** How the dials stand `since` milliseconds after it began. */
  dials(options: Options, since: number): Partial<Dials>;
}

/** Declares one kind of drift: what it moves, and how far at which time. It touches nothing before its time. */
export function defineDrift<Options extends DriftOptions>(
  definition: DriftDefinition<Options>,
): (options: Options) => Drift {
  const { name, moves, isFault } = definition;
  return (options) =>
    Object.freeze({
      ...{ name, moves, isFault, from: options.from },
      fields: definition.fields?.(options) ?? [],
      dials: (at: Instant) => (at < options.from ? {} : definition.dials(options, at - options.from)),
    });
}

/** The dials of a world that nothing has changed. */
export const ordinary: Dials = Object.freeze({
  traffic: 1,
  base: 0,
  concept: 0,
  adversary: 1,
  shift: Object.freeze({}),
});

/** How the dials stand under all drifts: traffic and learning multiply, moves add, and each concept takes its part of what is left. */
export function dialsAt(drifts: readonly Drift[], at: Instant): Dials {
  return drifts.reduce((all, drift) => {
    const { traffic = 1, base = 0, concept = 0, adversary = 1, shift = {} } = drift.dials(at);
    return {
      traffic: all.traffic * traffic,
      base: all.base + base,
      concept: 1 - (1 - all.concept) * (1 - concept),
      adversary: all.adversary * adversary,
      shift: added(all.shift, shift),
    };
  }, ordinary);
}

function added(a: Dials["shift"], b: Dials["shift"]): Dials["shift"] {
  const moved = Object.entries(b);
  return moved.length === 0
    ? a
    : { ...a, ...Object.fromEntries(moved.map(([name, by]) => [name, (a[name] ?? 0) + by])) };
}
