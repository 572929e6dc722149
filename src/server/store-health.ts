import { isAlidadeError, messageOf } from "../kernel/index.ts";
import type { JournalPromises } from "../store/index.ts";
import { statusOf } from "../wire/index.ts";
import { type Log, silent } from "./log.ts";

/** Whether what was to be stored lately was stored. */
export interface StoreHealth {
  /** Runs work that stores something, and remembers how that ended. */
  watch<R>(work: () => Promise<R>): Promise<R>;
  /** Is told of every decision that was answered: whether it was stored too. Logs once when that changes. */
  answered(isStored: boolean): void;
  /** Why nothing can be stored, where decisions are refused for it; undefined when all is well, or nobody knows any more. */
  failure(): unknown;
  /** Whether decisions are answered although this befell the store. */
  forgives(thrown: unknown): boolean;
  /** That decisions are answered and not stored, in words, where that is what was declared; undefined when they are. */
  remark(): string | undefined;
}

export interface StoreHealthOptions {
  /** Milliseconds that only move forward. */
  now(): number;
  /** What becomes of decisions while the disk is full. Default `refuse`. */
  readonly whenFull?: JournalPromises["whenFull"];
  /** Default: silence. */
  readonly log?: Log;
}

/** Milliseconds for which a failure counts. A server that nobody sends to any more has to be tried again. */
const LASTS = 10_000;

export function storeHealth({ now, whenFull = "refuse", log = silent }: StoreHealthOptions): StoreHealth {
  let last: { readonly thrown: unknown; readonly at: number } | undefined;
  let unstoredAt: number | undefined;
  let isTold = false;
  const isLately = (at: number | undefined): boolean => at !== undefined && now() - at < LASTS;
  const lately = (): unknown => (isLately(last?.at) ? last?.thrown : undefined);
  // Of a disk that is full or fails, decisions are answered all the same.
  const forgives = (thrown: unknown): boolean =>
    whenFull === "answer" && isAlidadeError(thrown) && thrown.retryable && FORGIVEN.test(thrown.code);
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
    answered(isStored) {
      if (!isStored) {
        unstoredAt = now();
        if (!isTold) log.warn({}, `${UNSTORED}, as --when-full answer allows; see whether the disk is full`);
        isTold = true;
      } else if (isTold && !isLately(unstoredAt)) {
        isTold = false;
        log.warn({}, "decisions are stored again");
      }
    },
    failure: () => (forgives(lately()) ? undefined : lately()),
    forgives,
    remark() {
      const thrown = lately();
      if (forgives(thrown)) return `${UNSTORED}: ${messageOf(thrown)}`;
      return isLately(unstoredAt) ? UNSTORED : undefined;
    },
  };
}

const UNSTORED = "decisions are answered and not stored";

/** What journals and counters throw when the disk or a crowd is why. */
const FORGIVEN = /^(state|store)\./;
