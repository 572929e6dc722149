/** Laying out a tree on a bench. */
import { int } from "../args";
import { address, setAddress, setWord, word } from "../words";
import * as b from "./bench";
import { newNode } from "./children";
import { deskOf, prepareDesk } from "./desk";
import * as node from "./node";
import { beginRoot } from "./split";

/** Lays out a task on a bench. */
export function start(bench: usize, task: usize): void {
  const form = address(bench, b.FORM);
  const features = word(bench, b.FEATURES);
  setWord(form, 4, word(task, b.T_CELLS));
  memory.copy(form + 192 + 7 * 8, task + b.T_UNIT, 16);
  for (let seat = 0; seat < word(bench, b.CREW); seat++) prepareDesk(deskOf(bench, seat), form, features);
  fillPool(bench);
  setAddress(bench, b.TASK, task);
  setWord(bench, b.NODES, 0);
  setWord(bench, b.LEAVES, 1);
  setWord(bench, b.PENDING, 0);
  plant(bench, word(task, b.T_COUNT));
}

/** All histograms are idle; the first one is taken first. */
function fillPool(bench: usize): void {
  const size = word(bench, b.POOL_SIZE);
  const bytes = <usize>word(bench, b.CELLS) << 3;
  for (let i = 0; i < size; i++)
    setAddress(address(bench, b.IDLE_LIST), <usize>(size - 1 - i) << 2, address(bench, b.POOL) + <usize>i * bytes);
  setWord(bench, b.IDLE, size);
}

/** The first leaf; as long as it is not known what it gains, it gains without end. */
function plant(bench: usize, count: i32): void {
  const root = newNode(bench, 0, count, 0);
  const fewest = int(address(bench, b.FORM), 22);
  const isEnough = <i64>count >= 2 * <i64>fewest;
  setAddress(address(bench, b.FRONTIER), 0, root);
  setWord(bench, b.IS_FULL, i32(!isEnough));
  if (!isEnough) return;
  setWord(root, node.STATE, node.BEGUN);
  store<f64>(root + node.ANSWER, Infinity);
  beginRoot(bench, deskOf(bench, 0), root);
}
