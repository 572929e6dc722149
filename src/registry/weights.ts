import { defineError, type ErrorConstructor, hashValue, type Instant } from "../kernel/index.ts";
import { type Change, change, type RegistryContext } from "./change.ts";
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
  /** The version whose values an undo, or a rollback, brought back. */
  readonly restores?: number;
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
      return change(context, (open) => appendWeights(open, { system, expected, values, why }));
    },
  };
}

/** What the next weights are, and after which version they come. */
export interface NextWeights extends WeightsDraft {
  readonly system: string;
  readonly expected: number;
  /** The version whose values they bring back. */
  readonly restores?: number | undefined;
}

/** Adds the next weights, with their line in the history; only inside a transaction. Throws `registry.version-stale`. */
export async function appendWeights(open: Change, draft: NextWeights): Promise<WeightsVersion> {
  const { system, expected, values, why, restores } = draft;
  const all = weightsSeries(open.store, system);
  const actual = await all.length();
  if (actual !== expected) throw versionStale({ what: "weights", system, expected, actual });
  const version = actual + 1;
  const id = `wts_${hashValue({ system, version, values }).slice(0, 16)}`;
  const undone = restores === undefined ? {} : { restores };
  const next: WeightsVersion = { id, system, version, values, ...undone, by: open.by, at: open.at, why };
  await all.append(next);
  const what = restores === undefined ? "weights.changed" : "weights.undone";
  await open.note(system, { what, subject: id, why, facts: { version, values, ...undone } });
  return next;
}

/** Weights that a way back changes are the current ones from then on, so that the next release has what is served. */
export async function followWeights(
  open: Change,
  { system, release, why }: { readonly system: string; readonly release: string | undefined; readonly why: string },
): Promise<void> {
  const served = (await open.store.collection<{ readonly weights: string }>("releases").get(release ?? ""))?.value;
  const current = await latest(weightsSeries(open.store, system));
  if (served === undefined || current === undefined || served.weights === current.id) return;
  const { values, version } = await weightsIn(open.store, system, served.weights);
  if (hashValue(values) === hashValue(current.values)) return;
  await appendWeights(open, { system, expected: current.version, values, why, restores: version });
}

/** A system's weights with an id. Throws `registry.weights-unknown`. */
export async function weightsIn(store: Store, system: string, id: string): Promise<WeightsVersion> {
  const all = weightsSeries(store, system);
  // What is asked for is nearly always among the newest.
  for (let number = await all.length(); number > 0; number--) {
    const weights = await all.at(number);
    if (weights?.id === id) return weights;
  }
  throw weightsUnknown({ id, known: (await all.all()).map((weights) => weights.id) });
}

/** A system's weights. */
export function weightsSeries(store: Store, system: string): Series<WeightsVersion> {
  return series(store, `weights/${system}`);
}
