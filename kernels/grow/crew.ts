/**
 * How threads share a job. The control block, in bytes: the number of the job at 0 (what helpers wait for), the cursor at 64,
 * the finished parts at 128, the kind of job at 192, the word that ends the service at 196, the seats taken by
 * helpers at 200, how many seats there are at 204, the arguments from 256.
 *
 * The cursor holds the number of parts (high half) and of those already claimed (low half) in one word, so that a helper
 * which wakes up late claims a part of whatever is current, or none. It reads the arguments after it has claimed, when the
 * job cannot end without it.
 */

const CURSOR: usize = 64;
const DONE: usize = 128;

/** Looks, before a thread lies down: about 100 microseconds. */
const SPINS: i32 = 60000;
/** A nap while waiting, in nanoseconds, and how many of them are too many: two seconds. */
const NAP: i64 = 1_000_000;
const NAPS: i32 = 2_000;

/** Offers a job to every helper. */
export function publish(control: usize, parts: i32): void {
  atomic.store<i32>(control + DONE, 0);
  atomic.store<i32>(control + CURSOR, parts << 16);
  atomic.add<i32>(control, 1);
  atomic.notify(control, -1);
}

/** Claims a part of the current job. */
export function nextPart(control: usize): u32 {
  return atomic.add<u32>(control + CURSOR, 1);
}

/** Whether a claim came too late. */
export function isOver(claim: u32): bool {
  return partOf(claim) >= i32(claim >> 16);
}

export function partOf(claim: u32): i32 {
  return i32(claim & 0xffff);
}

/** Says that a claimed part is done. */
export function finishPart(control: usize, claim: u32): void {
  const done = atomic.add<i32>(control + DONE, 1) + 1;
  if (done == i32(claim >> 16)) atomic.notify(control + DONE, 1);
}

/** Waits for the parts that helpers have claimed. 0 when one of them does not come back. */
export function waitForAll(control: usize, parts: i32): i32 {
  for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(control + DONE) == parts) return 1;
  for (let nap = 0; nap < NAPS; nap++) {
    const done = atomic.load<i32>(control + DONE);
    if (done == parts) return 1;
    atomic.wait<i32>(control + DONE, done, NAP);
  }
  return 0;
}

/** Waits for a job after `epoch` and returns its number. */
export function rest(control: usize, epoch: i32): i32 {
  for (let i = 0; i < SPINS; i++) {
    const now = atomic.load<i32>(control);
    if (now != epoch) return now;
  }
  atomic.wait<i32>(control, epoch, -1);
  return atomic.load<i32>(control);
}

/** A helper's number among the threads: from 1 on, the caller is 0. */
export function takeSeat(control: usize): i32 {
  return atomic.add<i32>(control + 200, 1) + 1;
}
