/** A lock for the few words that threads share; held for less than a microsecond. */

/** Looks, before a thread sleeps: whoever holds the lock may have lost its processor. */
const SPINS: i32 = 4000;
/** Nanoseconds. */
const NAP: i64 = 50_000;

export function acquire(lock: usize): void {
  for (let looks = 0; ; looks++) {
    if (atomic.load<i32>(lock) == 0 && atomic.cmpxchg<i32>(lock, 0, 1) == 0) return;
    if (looks > SPINS) atomic.wait<i32>(lock, 1, NAP);
  }
}

export function release(lock: usize): void {
  atomic.store<i32>(lock, 0);
}
