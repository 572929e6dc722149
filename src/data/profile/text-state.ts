import { countText, mergeCounter, noteTexts, type Range, type ValueCounter, valueCounter } from "../../stats/index.ts";
import type { LevelFacts } from "./level-facts.ts";
import { SHAPES } from "./text-shape.ts";

/** What was seen of a column of texts. Plain data: it can leave a thread. */
export interface TextState {
  readonly name: string;
  readonly kind: "text";
  rows: number;
  missing: number;
  /** Characters in all, fewest, most. */
  characters: number;
  shortest: number;
  longest: number;
  /** Rows by {@link SHAPES}; a text may have several. */
  readonly shapes: Float64Array;
  readonly counter: ValueCounter;
}

export function textState(name: string): TextState {
  return {
    name,
    kind: "text",
    rows: 0,
    missing: 0,
    characters: 0,
    shortest: Infinity,
    longest: 0,
    shapes: new Float64Array(SHAPES.length),
    counter: valueCounter("texts"),
  };
}

/** Takes a range of codes. Each distinct text of the range is looked at once. */
export function addTexts(
  state: TextState,
  codes: Int32Array,
  { facts, start, end }: Range & { readonly facts: LevelFacts },
): void {
  const { counts, touched } = facts;
  state.rows += end - start;
  let [found, missing] = [0, 0];
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    if (code < 0) missing++;
    else {
      const count = counts[code] as number;
      counts[code] = count + 1;
      if (count === 0) touched[found++] = code;
    }
  }
  state.missing += missing;
  noteTexts(state.counter, codes, { high: facts.high, low: facts.low, start, end });
  for (let i = 0; i < found; i++) {
    const code = touched[i] as number;
    addLevel(state, facts, code);
    counts[code] = 0;
  }
}

function addLevel(state: TextState, facts: LevelFacts, code: number): void {
  const count = facts.counts[code] as number;
  const length = facts.lengths[code] as number;
  state.characters += length * count;
  if (length < state.shortest) state.shortest = length;
  if (length > state.longest) state.longest = length;
  for (let bits = facts.shapes[code] as number; bits !== 0; bits &= bits - 1) {
    const shape = 31 - Math.clz32(bits & -bits);
    state.shapes[shape] = (state.shapes[shape] as number) + count;
  }
  const text = facts.levels[code] as string;
  countText(state.counter, { text, count, high: facts.high[code] as number, low: facts.low[code] as number });
}

/** Takes all that the other has seen, of other rows. */
export function mergeTexts(state: TextState, other: TextState): void {
  state.rows += other.rows;
  state.missing += other.missing;
  state.characters += other.characters;
  state.shortest = Math.min(state.shortest, other.shortest);
  state.longest = Math.max(state.longest, other.longest);
  for (let i = 0; i < SHAPES.length; i++) state.shapes[i] = (state.shapes[i] as number) + (other.shapes[i] as number);
  mergeCounter(state.counter, other.counter, other.rows);
}
