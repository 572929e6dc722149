/**
 * A node of a growing tree, 192 bytes: the question about it (see `scan-numbers.ts`; its gradient and hessian at 0, its
 * bounds at 16 and 24), from 64 the answer with the feature at 120, and from 128 its place in the tree.
 */
import { setWord, word } from "../words";

export const NODE_BYTES: usize = 192;

export const HESSIAN: usize = 4;
export const ROWS: usize = 8;
export const ALLOWED: usize = 12;
export const LOWEST: usize = 16;
export const HIGHEST: usize = 24;
export const SALT: usize = 32;
export const ANSWER: usize = 64;
export const FEATURE: usize = 120;
export const BEGIN: usize = 128;
export const END: usize = 132;
export const DEPTH: usize = 136;
export const STATE: usize = 140;
export const LEFT: usize = 144;
export const RIGHT: usize = 148;
export const HISTOGRAM: usize = 152;
/** 1: when this leaf is split the tree is full, and nobody asks how its children would be split. */
export const IS_LAST: usize = 156;
export const VALUE: usize = 160;

/** A leaf; a leaf that a thread is splitting; one that has been split in advance; one whose split belongs to the tree. */
export const WAITING: i32 = 0;
export const BEGUN: i32 = 1;
export const SPLIT: i32 = 2;
export const ACCEPTED: i32 = 3;

// @ts-ignore: decorator
@inline
export function gainOf(node: usize): f64 {
  return load<f64>(node + ANSWER);
}

/** Lays out a leaf that nothing is known of but its rows. */
export function layOut(node: usize, begin: i32, end: i32, depth: i32): void {
  memory.fill(node, 0, NODE_BYTES);
  setWord(node, ROWS, end - begin);
  setWord(node, BEGIN, begin);
  setWord(node, END, end);
  setWord(node, DEPTH, depth);
  store<f64>(node + LOWEST, -Infinity);
  store<f64>(node + HIGHEST, Infinity);
}

/** Copies the sides of every bin: 256 bytes, 1 is left. */
export function writeSides(node: usize, isNumber: bool, sides: usize): void {
  const answer = node + ANSWER;
  if (isNumber) {
    const last = <usize>word(answer, 16) + 1;
    memory.fill(sides, 1, last);
    memory.fill(sides + last, 0, 256 - last);
    store<u8>(sides, <u8>word(answer, 20));
    return;
  }
  for (let bin = 0; bin < 256; bin++)
    store<u8>(sides + <usize>bin, <u8>((load<u32>(answer + 24 + (<usize>(bin >> 5) << 2)) >> (bin & 31)) & 1));
}
