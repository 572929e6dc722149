import { defineError, type ErrorConstructor, hashValue, type Instant } from "../kernel/index.ts";
import { change, type RegistryContext } from "./change.ts";
import { latest, type Series, type Store, series, versionStale } from "./series.ts";
import { weightsUnknown } from "./unknown.ts";

export interface WeightsDraft {
  /** A finite number for each head. */
  readonly values: Readonly<Record<string, number>>;
  readonly why: string;
}

/** The numbers that combine a system's heads into one score, as they were at one time. Immutable. */
export interface WeightsVersion extends WeightsDraft {
  /** `wts_` and 16 hexadecimal digits, from the system, the version and the values. */
  readonly id: string;
  readonly system: string;
  /** 1, 2, 3 … within the system. */
  readonly version: number;
  readonly at: Instant;
  readonly by: string;
}

export const weightsInvalid: ErrorConstructor<{ readonly head: string; readonly got: number }> = defineError(
  "registry.weights-invalid",
  {
    headline: "A weight that is not a number",
    message: ({ head, got }: { readonly head: string; readonly got: number }) =>
      `The weight of head \`${head}\` must be a finite number. Got ${got}.`,
  },
);

/** Weights: changed without retraining and without a deploy. */
export interface Weights {
  /** Undefined before the first change. */
  currentWeights(system: string): Promise<WeightsVersion | undefined>;
  /**
   * Makes the next version; `expectedVersion` is the current one's number, 0 for none. Throws `registry.version-stale`,
   * `registry.weights-invalid`.
   */
  changeWeights(system: string, expectedVersion: number, draft: WeightsDraft): Promise<WeightsVersion>;
  /** Throws `registry.weights-unknown`. */
  findWeights(system: string, id: string): Promise<WeightsVersion>;
  /** Every version, oldest first. */
  weightsHistory(system: string): Promise<readonly WeightsVersion[]>;
}

export function weightsOf(context: RegistryContext): Weights {
  const { records } = context.state;
  return {
    currentWeights: (system) => latest(weightsSeries(records, system)),
    weightsHistory: (system) => weightsSeries(records, system).all(),
    findWeights: (system, id) => weightsIn(records, system, id),
    changeWeights: (system, expected, { values, why }) => {
      for (const [head, got] of Object.entries(values)) if (!Number.isFinite(got)) throw weightsInvalid({ head, got });
      return change(context, async ({ store, at, by, note }) => {
        const all = weightsSeries(store, system);
        const actual = await all.length();
        if (actual !== expected) throw versionStale({ what: "weights", system, expected, actual });
        const version = actual + 1;
        const id = `wts_${hashValue({ system, version, values }).slice(0, 16)}`;
        const next: WeightsVersion = { id, system, version, values, by, at, why };
        await all.append(next);
        await note(system, { what: "weights.changed", subject: id, why, facts: { version, values } });
        return next;
      });
    },
  };
}

/** A system's weights with an id. Throws `registry.weights-unknown`. */
export async function weightsIn(store: Store, system: string, id: string): Promise<WeightsVersion> {
  const all = await weightsSeries(store, system).all();
  const found = all.find((weights) => weights.id === id);
  if (found === undefined) throw weightsUnknown({ id, known: all.map((weights) => weights.id) });
  return found;
}

function weightsSeries(store: Store, system: string): Series<WeightsVersion> {
  return series(store, `weights/${system}`);
}
