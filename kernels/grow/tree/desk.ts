/**
 * Where a leaf is being split, by one thread or by several. In words: the leaf, the phase and its parts (how many, how many
 * claimed, how many done), whether the desk is taken, the children, the one that is counted and its sibling, the threads
 * that have counted (a bit each); from 64 the arguments of `partition`, from 128 those of `settle`; then per part of a
 * partition its left rows and where its rows belong, and the side of every bin.
 */
import { int } from "../args";
import { address, setAddress, setWord, word } from "../words";
import { DESKS } from "./bench";

export const DESK_BYTES: usize = 1600;
export const LEAF: usize = 0;
export const PHASE: usize = 4;
export const PARTS: usize = 8;
export const CLAIMED: usize = 12;
export const DONE: usize = 16;
export const IS_TAKEN: usize = 20;
export const COUNTED: usize = 24;
export const SIBLING: usize = 28;
/** Laid out by JavaScript: two answers per feature, and a histogram for every thread to count in. */
export const ANSWERS: usize = 32;
export const PIECES: usize = 36;
/** Whether the children's best splits are looked for; and how many rows went left. */
export const IS_ASKED: usize = 40;
export const LEFTS: usize = 44;
export const DIVISION: usize = 64;
export const QUESTION: usize = 128;
export const LEFT_COUNTS: usize = 512;
export const PLACES: usize = 768;
export const SIDES: usize = 1280;
/** So many parts at most: there is room for no more. */
export const MOST_PARTS: i32 = 64;

/** Sorting rows aside, bringing them to their places, counting, scanning; or all of it by one thread. */
export const SORTING: i32 = 0;
export const MOVING: i32 = 1;
export const COUNTING: i32 = 2;
export const SCANNING: i32 = 3;
export const ALONE: i32 = 4;

export function deskOf(bench: usize, place: i32): usize {
  return address(bench, DESKS) + <usize>place * DESK_BYTES;
}

/** Fills in the arguments of `settle` that differ from desk to desk and from tree to tree. */
export function prepareDesk(desk: usize, form: usize, features: i32): void {
  const question = desk + QUESTION;
  memory.copy(question, form, 384);
  const answers = <usize>load<u32>(desk + ANSWERS);
  setAddress(question, 18 << 2, answers);
  setAddress(question, 19 << 2, answers + (<usize>features << 6));
  setWord(question, 11 << 2, word(desk, PIECES));
  setWord(desk, IS_TAKEN, 0);
  setWord(desk, PARTS, 0);
  setWord(desk, CLAIMED, 0);
}

/** From the parts' left counts: where each part's left and right rows belong. Returns the left rows of all. */
export function placeParts(desk: usize, parts: i32): i32 {
  const begin = int(desk + DIVISION, 2);
  const step = int(desk + DIVISION, 6);
  let left = 0;
  for (let part = 0; part < parts; part++) left += word(desk + LEFT_COUNTS, <usize>part << 2);
  let before = 0;
  for (let part = 0; part < parts; part++) {
    const place = desk + PLACES + (<usize>part << 3);
    setWord(place, 0, begin + before);
    setWord(place, 4, begin + left + (part * step - before));
    before += word(desk + LEFT_COUNTS, <usize>part << 2);
  }
  return left;
}
