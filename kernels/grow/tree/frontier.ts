/**
 * Which leaf is split next. A tree grows leaf-wise: the leaf with the largest gain is split first. What splitting a leaf
 * gives does not depend on the others, so threads split in advance those that will most likely have their turn; the turns
 * are taken in order all the same, and the tree does not show how many threads there were.
 */
import { address, setWord, word } from "../words";
import { AHEAD, FRONTIER, GUESS, IS_FULL, LEAVES, NUM_LEAVES, PENDING } from "./bench";
import { ACCEPTED, BEGIN, gainOf, IS_LAST, LEFT, RIGHT, SPLIT, STATE, WAITING } from "./node";

/** The leaf to be split next by a thread that has nothing to do; 0: none now, or the tree is full. */
export function nextLeaf(bench: usize): usize {
  const leaf = accept(bench);
  if (leaf == 0) {
    setWord(bench, IS_FULL, 1);
    return 0;
  }
  return word(leaf, STATE) == WAITING ? leaf : ahead(bench);
}

/** Takes turns as far as splits are known. Returns the leaf whose turn it is; 0: the tree is full. */
function accept(bench: usize): usize {
  const frontier = address(bench, FRONTIER);
  const full = word(bench, NUM_LEAVES);
  for (let leaves = word(bench, LEAVES); leaves < full; leaves++) {
    const place = mostPromising(frontier, leaves);
    if (place == 0) return 0;
    const leaf = address(place, 0);
    const state = word(leaf, STATE);
    if (state == WAITING) setWord(leaf, IS_LAST, i32(leaves + 1 == full));
    if (state != SPLIT) return leaf;
    setWord(leaf, STATE, ACCEPTED);
    setWord(bench, PENDING, word(bench, PENDING) - 1);
    setWord(place, 0, word(leaf, LEFT));
    setWord(frontier + (<usize>leaves << 2), 0, word(leaf, RIGHT));
    setWord(bench, LEAVES, leaves + 1);
  }
  return 0;
}

/** The first leaf that nobody has begun, were the splits under way to give nothing more; 0: none that would have a turn. */
function ahead(bench: usize): usize {
  if (word(bench, PENDING) >= word(bench, AHEAD)) return 0;
  const full = word(bench, NUM_LEAVES);
  const guess = address(bench, GUESS);
  let known = word(bench, LEAVES);
  memory.copy(guess, address(bench, FRONTIER), <usize>known << 2);
  for (let leaves = known; leaves < full; leaves++) {
    const place = mostPromising(guess, known);
    if (place == 0) return 0;
    const leaf = address(place, 0);
    const state = word(leaf, STATE);
    if (state == WAITING) {
      setWord(leaf, IS_LAST, i32(leaves + 1 == full));
      return leaf;
    }
    if (state == SPLIT) {
      setWord(place, 0, word(leaf, LEFT));
      setWord(guess + (<usize>known << 2), 0, word(leaf, RIGHT));
      known++;
    } else {
      known--;
      setWord(place, 0, word(guess, <usize>known << 2));
    }
  }
  return 0;
}

/** Where the leaf with the largest gain stands; of equals, the one whose rows come first. 0: none gains. */
function mostPromising(list: usize, leaves: i32): usize {
  let best: usize = 0;
  let gain = 0.0;
  const stop = list + (<usize>leaves << 2);
  for (let place = list; place < stop; place += 4) {
    const leaf = address(place, 0);
    const its = gainOf(leaf);
    if (its < gain || its == 0) continue;
    if (its == gain && word(leaf, BEGIN) > word(address(best, 0), BEGIN)) continue;
    best = place;
    gain = its;
  }
  return best;
}
