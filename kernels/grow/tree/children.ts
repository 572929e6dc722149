/** From a leaf whose rows lie sorted by side to its two children; see `growing/grow.ts`. */
import { int, real } from "../args";
import { valueOf } from "../rules";
import { scrambled } from "../scan-numbers";
import { address, setAddress, setWord, word } from "../words";
import { MAX_DEPTH, NODES, T_ALLOWED, T_NODES, T_SALT, TASK } from "./bench";
import { COUNTED, IS_ASKED, LEAF, QUESTION, SIBLING } from "./desk";
import * as node from "./node";

/** Lays out a node that nobody else will. */
export function newNode(bench: usize, begin: i32, end: i32, depth: i32): usize {
  const task = address(bench, TASK);
  const made = address(task, T_NODES) + <usize>atomic.add<i32>(bench + NODES, 1) * node.NODE_BYTES;
  node.layOut(made, begin, end, depth);
  setAddress(made, node.ALLOWED, address(task, T_ALLOWED));
  const salt = word(task, T_SALT);
  if (salt != 0) setWord(made, node.SALT, i32(scrambled(<u32>(salt ^ (begin * 64 + depth))) | 1));
  return made;
}

/** Lays out the children; the smaller one is to be counted, the left one of equals. */
export function layOutChildren(bench: usize, desk: usize, leaf: usize, lefts: i32): void {
  const args = desk + QUESTION;
  const begin = word(leaf, node.BEGIN);
  const end = word(leaf, node.END);
  const depth = word(leaf, node.DEPTH) + 1;
  const left = newNode(bench, begin, begin + lefts, depth);
  const right = newNode(bench, begin + lefts, end, depth);
  const gradient = word(leaf, node.ANSWER + 8);
  const hessian = word(leaf, node.ANSWER + 12);
  setWord(left, 0, gradient);
  setWord(left, node.HESSIAN, hessian);
  setWord(right, 0, word(leaf, 0) - gradient);
  setWord(right, node.HESSIAN, word(leaf, node.HESSIAN) - hessian);
  setBounds(args, leaf, left, right);
  setAddress(leaf, node.LEFT, left);
  setAddress(leaf, node.RIGHT, right);
  const isLeft = lefts <= end - begin - lefts;
  setAddress(desk, COUNTED, isLeft ? left : right);
  setAddress(desk, SIBLING, isLeft ? right : left);
}

/** A monotone feature sets what both sides' values may be apart at their middle. */
function setBounds(args: usize, leaf: usize, left: usize, right: usize): void {
  const lowest = load<f64>(leaf + node.LOWEST);
  const highest = load<f64>(leaf + node.HIGHEST);
  const direction = load<i8>(<usize>int(args, 21) + <usize>word(leaf, node.FEATURE));
  const middle = direction == 0 ? 0 : (valueUnder(args, leaf, left) + valueUnder(args, leaf, right)) / 2;
  store<f64>(left + node.LOWEST, direction < 0 ? middle : lowest);
  store<f64>(left + node.HIGHEST, direction > 0 ? middle : highest);
  store<f64>(right + node.LOWEST, direction > 0 ? middle : lowest);
  store<f64>(right + node.HIGHEST, direction < 0 ? middle : highest);
}

/** The best value of a node's sums within the bounds of another. */
export function valueUnder(args: usize, bounds: usize, sums: usize): f64 {
  const gradient = f64(word(sums, 0)) * real(args, 7);
  const hessian = f64(word(sums, node.HESSIAN)) * real(args, 8);
  return valueOf(args, bounds, gradient, hessian, real(args, 0));
}

/** Whether a leaf is large and shallow enough to be divided. */
export function canGrow(bench: usize, args: usize, leaf: usize): bool {
  const deepest = word(bench, MAX_DEPTH);
  if (<i64>word(leaf, node.ROWS) < 2 * <i64>int(args, 22) || word(leaf, node.HESSIAN) <= 0) return false;
  return deepest <= 0 || word(leaf, node.DEPTH) < deepest;
}

/** Whether the children of the leaf at a desk may be divided in turn: not when the tree is full, or the larger is too small. */
export function isAsked(bench: usize, desk: usize): bool {
  const isFull = word(address(desk, LEAF), node.IS_LAST) != 0;
  const asked = !isFull && canGrow(bench, desk + QUESTION, address(desk, SIBLING));
  setWord(desk, IS_ASKED, i32(asked));
  return asked;
}
