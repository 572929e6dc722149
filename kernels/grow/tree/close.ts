/** The end of a split: what the children can gain is written down, and the leaf counts as split. */
import { at } from "../args";
import { acquire, release } from "../lock";
import { address, setAddress, setWord, word } from "../words";
import * as b from "./bench";
import * as d from "./desk";
import * as node from "./node";

export function close(bench: usize, desk: usize): void {
  const args = desk + d.QUESTION;
  const leaf = address(desk, d.LEAF);
  acquire(bench + b.LOCK);
  if (leaf == 0) store<f64>(address(desk, d.COUNTED) + node.ANSWER, 0);
  if (word(desk, d.IS_ASKED) != 0) {
    keepBest(bench, at(args, 16), at(args, 18));
    keepBest(bench, at(args, 17), at(args, 19));
    keepHistogram(bench, address(desk, d.COUNTED), at(args, 13));
    if (leaf != 0) keepHistogram(bench, address(desk, d.SIBLING), at(args, 14));
  } else giveBack(bench, address(leaf, node.HISTOGRAM));
  if (leaf != 0) setWord(leaf, node.STATE, node.SPLIT);
  else setWord(address(desk, d.COUNTED), node.STATE, node.WAITING);
  setWord(desk, d.IS_TAKEN, 0);
  atomic.add<i32>(bench + b.VERSION, 1);
  release(bench + b.LOCK);
}

/** Writes the best of a leaf's answers, one per feature, the first of equals, beside its question. */
function keepBest(bench: usize, leaf: usize, answers: usize): void {
  if (leaf == 0) return;
  let best = 0;
  let gain = 0.0;
  for (let feature = 0; feature < word(bench, b.FEATURES); feature++) {
    const its = load<f64>(answers + (<usize>feature << 6));
    if (!(its > gain)) continue;
    gain = its;
    best = feature;
  }
  if (gain == 0) return;
  memory.copy(leaf + node.ANSWER, answers + (<usize>best << 6), 56);
  setWord(leaf, node.FEATURE, best);
}

/** A leaf that can be split keeps its histogram. */
function keepHistogram(bench: usize, leaf: usize, histogram: usize): void {
  if (node.gainOf(leaf) > 0) setAddress(leaf, node.HISTOGRAM, histogram);
  else giveBack(bench, histogram);
}

function giveBack(bench: usize, histogram: usize): void {
  const idle = word(bench, b.IDLE);
  setAddress(address(bench, b.IDLE_LIST), <usize>idle << 2, histogram);
  setWord(bench, b.IDLE, idle + 1);
}
