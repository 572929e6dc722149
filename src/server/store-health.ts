import { isAlidadeError } from "../kernel/index.ts";
import { statusOf } from "../wire/index.ts";

/** Whether what was to be stored lately was stored. */
export interface StoreHealth {
  /** Runs work that stores something, and remembers how that ended. */
  watch<R>(work: () => Promise<R>): Promise<R>;
  /** What the last attempt failed with; undefined when it went well, or lies too long ago to tell anything. */
  failure(): unknown;
}

/** Milliseconds for which a failure counts. A server that nobody sends to any more has to be tried again. */
const LASTS = 10_000;

/** `now` gives milliseconds that only move forward. */
export function storeHealth(now: () => number): StoreHealth {
  let last: { readonly thrown: unknown; readonly at: number } | undefined;
  return {
    async watch(work) {
      try {
        const result = await work();
        last = undefined;
        return result;
      } catch (thrown) {
        if (!isAlidadeError(thrown) || statusOf(thrown) >= 500) last = { thrown, at: now() };
        throw thrown;
      }
    },
    failure: () => (last !== undefined && now() - last.at < LASTS ? last.thrown : undefined),
  };
}
