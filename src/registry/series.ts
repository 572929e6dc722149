import { defineError, type ErrorConstructor, known } from "../kernel/index.ts";
import type { Records } from "../store/index.ts";

/** The records, inside or outside of a transaction. */
export type Store = Pick<Records, "collection">;

interface Stale {
  /** What was to be changed: "traffic plan". */
  readonly what: string;
  readonly system: string;
  readonly expected: number;
  readonly actual: number;
}

/** Somebody else was faster, or the caller looked at an old version. */
export const versionStale: ErrorConstructor<Stale> = defineError("registry.version-stale", {
  headline: "Changed meanwhile",
  message: ({ what, system, expected, actual }: Stale) =>
    `The ${what} of "${system}" must be at version ${expected} for this change. It is at version ${actual}.`,
  hint: () => "Read it again, decide again, and send the change with the version that you have read.",
});

/** Values numbered 1, 2, 3 …, of which the last is the current one. None is ever removed. */
export interface Series<T> {
  /** The number of the current value; 0 when there is none. */
  length(): Promise<number>;
  at(number: number): Promise<T | undefined>;
  /** All, oldest first. */
  all(): Promise<readonly T[]>;
  /** Adds one; only inside a transaction. */
  append(value: T): Promise<void>;
}

export function series<T>(store: Store, name: string): Series<T> {
  const entries = store.collection<T>(name);
  const lengths = store.collection<number>("lengths");
  return {
    length: async () => (await lengths.get(name))?.value ?? 0,
    at: async (number) => (await entries.get(String(number)))?.value,
    all: async () => (await entries.list()).map(({ value }) => value),
    append: async (value) => {
      const last = await lengths.get(name);
      const next = (last?.value ?? 0) + 1;
      await entries.insert(String(next), value);
      if (last === undefined) await lengths.insert(name, next);
      else await lengths.compareAndSet(name, last.version, next);
    },
  };
}

/** The current value of a series, or undefined. */
export async function latest<T>(of: Series<T>): Promise<T | undefined> {
  const length = await of.length();
  return length === 0 ? undefined : known(await of.at(length), `entry ${length} of a series is missing`);
}
