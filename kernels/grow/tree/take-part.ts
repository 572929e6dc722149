/** How a thread takes part in growing a tree. */
import { acquire, release } from "../lock";
import { address, setWord, word } from "../words";
import * as b from "./bench";
import * as d from "./desk";
import { deskOf } from "./desk";
import { nextLeaf } from "./frontier";
import { advance, begin, doPart } from "./split";

/** Looks before a nap, how long it takes, in nanoseconds, and how many of them in a row are too many: two seconds. */
const SPINS: i32 = 60_000;
const NAP: i64 = 100_000;
const NAPS: i32 = 20_000;

/** Nothing to do now. */
const NOTHING: u64 = 0;

/** Works on a tree until it is full. */
export function takePart(bench: usize, seat: i32): void {
  let desk: usize = 0;
  while (word(bench, b.IS_FULL) == 0) {
    const seen = atomic.load<i32>(bench + b.VERSION);
    const claim = claimPart(bench, desk);
    if (claim == NOTHING) {
      if (word(bench, b.IS_FULL) != 0 || !waitFor(bench, seen)) return;
      continue;
    }
    desk = <usize>(claim >> 32);
    doPart(bench, desk, i32(claim), seat);
    if (isLastOf(bench, desk)) advance(bench, desk);
  }
}

/** A part at the desk where the thread was, or of a leaf whose turn it is, or wherever there is one. */
function claimPart(bench: usize, last: usize): u64 {
  acquire(bench + b.LOCK);
  let desk = last != 0 && hasParts(last) ? last : startNext(bench);
  for (let i = 0; desk == 0 && i < word(bench, b.CREW); i++) if (hasParts(deskOf(bench, i))) desk = deskOf(bench, i);
  const part = desk == 0 ? 0 : word(desk, d.CLAIMED);
  if (desk != 0) setWord(desk, d.CLAIMED, part + 1);
  release(bench + b.LOCK);
  return (<u64>desk << 32) | <u64>part;
}

function hasParts(desk: usize): bool {
  return word(desk, d.IS_TAKEN) != 0 && word(desk, d.CLAIMED) < word(desk, d.PARTS);
}

/** Takes a free desk, if there is one, for the leaf that is to be split next, if there is one. */
function startNext(bench: usize): usize {
  for (let i = 0; i < word(bench, b.CREW); i++) {
    const desk = deskOf(bench, i);
    if (word(desk, d.IS_TAKEN) != 0) continue;
    const leaf = nextLeaf(bench);
    if (leaf == 0) return 0;
    begin(bench, desk, leaf);
    return desk;
  }
  return 0;
}

/** Says that a part is done; whether it was the last of its phase. */
function isLastOf(bench: usize, desk: usize): bool {
  acquire(bench + b.LOCK);
  const done = word(desk, d.DONE) + 1;
  setWord(desk, d.DONE, done);
  const isLast = done == word(desk, d.PARTS);
  release(bench + b.LOCK);
  return isLast;
}

/** Waits for a change. False when none comes: a thread is lost. */
function waitFor(bench: usize, seen: i32): bool {
  for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(bench + b.VERSION) != seen) return true;
  for (let nap = 0; nap < NAPS; nap++) {
    if (atomic.load<i32>(bench + b.VERSION) != seen) return true;
    atomic.wait<i32>(bench + b.VERSION, seen, NAP);
  }
  return false;
}
