/** From and to how many pieces in a row. */
export type Span = readonly [from: number, to: number];

/** A word as scikit-learn takes it: two or more letters, digits or underscores. */
const WORD = /[\p{L}\p{N}_]{2,}/gu;

/** Runs of words, each as one text: `new`, `york`, `new york`. Lower case. */
export function wordRuns(text: string, [from, to]: Span): readonly string[] {
  const words = text.toLowerCase().match(WORD) ?? [];
  if (from === 1 && to === 1) return words;
  const runs: string[] = [];
  for (let n = from; n <= to; n++)
    for (let start = 0; start + n <= words.length; start++) runs.push(words.slice(start, start + n).join(" "));
  return runs;
}

/**
 * Runs of characters within words, a space at either end of a word: ` ne`, `new`, `ew `. A shorter word is one run. Lower
 * case. As scikit-learn's `char_wb`.
 */
export function characterRuns(text: string, [from, to]: Span): readonly string[] {
  const runs: string[] = [];
  for (const word of text.toLowerCase().split(/\s+/u)) if (word !== "") addRuns(` ${word} `, [from, to], runs);
  return runs;
}

function addRuns(word: string, [from, to]: Span, into: string[]): void {
  const ends = endsOf(word);
  const length = ends.length - 1;
  for (let n = from; n <= to; n++) {
    into.push(word.slice(0, ends[Math.min(n, length)]));
    for (let start = 1; start + n <= length; start++) into.push(word.slice(ends[start], ends[start + n]));
    if (n >= length) return;
  }
}

/** Where each character begins, and where the last one ends: some take two places. */
function endsOf(word: string): readonly number[] {
  const ends = [0];
  let end = 0;
  for (const character of word) {
    end += character.length;
    ends.push(end);
  }
  return ends;
}
