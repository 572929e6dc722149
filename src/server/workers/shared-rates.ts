import { hash, randomBytes } from "node:crypto";
import type { RateLimit } from "../access/rate-limit.ts";

/** A bucket is two words: a salted hash of whose it is, and when it will be full again, in microseconds. */
const WORDS = 2;
/** It is one of so many, in a row that the hash says. */
const ROW = 8;
const ROWS = 2_048;

/** Memory for {@link sharedRateLimit}: 16,384 buckets, 256 KiB, and a salt that nobody outside can guess. */
export function rateBuckets(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((ROW * ROWS * WORDS + 1) * 8);
  new BigUint64Array(memory)[0] = randomBytes(8).readBigUInt64LE();
  return memory;
}

/**
 * Limits over memory that threads share, so that all of them together let no more through than one would: the generic cell
 * rate algorithm, in which a bucket is the one number of when it is full again (ITU-T I.371, annex A). `now` must be a clock that is
 * the same on every thread. A bucket that is full is as good as none, so another takes its place; where none is full, the
 * one that will be first.
 */
export function sharedRateLimit(memory: SharedArrayBuffer): RateLimit {
  const words = new BigInt64Array(memory);
  const salt = words[0] ?? 0n;
  return {
    take(key, perSecond, now) {
      const at = bucketOf(words, hashOf(key, salt), micros(now));
      const interval = 1e6 / perSecond;
      const most = Math.max(1, perSecond);
      for (;;) {
        const full = Atomics.load(words, at);
        const debt = Math.max(0, Number(full - micros(now)));
        const waitUs = debt - (most - 1) * interval;
        if (waitUs > 0) return waitUs / 1_000;
        const next = micros(now) + BigInt(Math.round(debt + interval));
        if (Atomics.compareExchange(words, at, full, next) === full) return 0;
      }
    },
  };
}

function micros(ms: number): bigint {
  return BigInt(Math.round(ms * 1_000));
}

/** Where the word of a bucket is that says when it is full again. */
function bucketOf(words: BigInt64Array, whose: bigint, now: bigint): number {
  const row = 1 + Number(BigInt.asUintN(32, whose) % BigInt(ROWS)) * ROW * WORDS;
  for (;;) {
    let [spare, fullFirst] = [row, Atomics.load(words, row + 1)];
    for (let at = row; at < row + ROW * WORDS; at += WORDS) {
      if (Atomics.load(words, at) === whose) return at + 1;
      const full = Atomics.load(words, at + 1);
      if (full < fullFirst) [spare, fullFirst] = [at, full];
    }
    const before = Atomics.load(words, spare);
    if (Atomics.compareExchange(words, spare, before, whose) !== before) continue;
    // What the last owner still owed is not the next one's.
    if (fullFirst > now) Atomics.store(words, spare + 1, now);
    return spare + 1;
  }
}

/** Salted: whoever cannot guess the salt cannot aim at another's bucket. 0 is the hash of a bucket that nobody has. */
function hashOf(key: string, salt: bigint): bigint {
  const found = hash("sha256", `${salt} ${key}`, "buffer").readBigInt64LE();
  return found === 0n ? 1n : found;
}
