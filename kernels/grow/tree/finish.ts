/** What comes of a grown tree: the values of its leaves, and higher scores. */
import { address, setWord, word } from "../words";
import * as b from "./bench";
import { valueUnder } from "./children";
import * as node from "./node";

/** Writes the values of the leaves. */
export function finish(bench: usize): void {
  const leaves = word(bench, b.LEAVES);
  const rate = load<f64>(bench + b.LEARNING_RATE);
  setWord(address(bench, b.TASK), b.T_LEAVES, leaves);
  if (leaves == 1) return;
  for (let i = 0; i < leaves; i++) {
    const leaf = address(address(bench, b.FRONTIER), <usize>i << 2);
    store<f64>(leaf + node.VALUE, rate * valueUnder(address(bench, b.FORM), leaf, leaf));
  }
}

/** Adds the leaves' values to the scores of their rows. */
export function addScores(bench: usize): void {
  const scores = address(address(bench, b.TASK), b.T_SCORES);
  const leaves = word(bench, b.LEAVES);
  if (scores == 0 || leaves == 1) return;
  for (let i = 0; i < leaves; i++) {
    const leaf = address(address(bench, b.FRONTIER), <usize>i << 2);
    const value = load<f64>(leaf + node.VALUE);
    const rows = address(bench, b.ROW_LIST);
    const stop = rows + (<usize>word(leaf, node.END) << 2);
    for (let from = rows + (<usize>word(leaf, node.BEGIN) << 2); from < stop; from += 4) {
      const score = scores + (<usize>load<u32>(from) << 3);
      store<f64>(score, load<f64>(score) + value);
    }
  }
}
