import { type Column, isMissing } from "../table.ts";

/** The keys of two tables as numbers, equal where they are the same. */
export interface MatchedKeys {
  /** From 0, in order of first appearance. A missing key is a key of its own. */
  readonly decisions: Int32Array;
  /** -1 where no decision has that key. */
  readonly outcomes: Int32Array;
}

/** Numbers the keys of decisions, and finds those of outcomes among them. A number and a text of its digits are the same key. */
export function matchKeys(decisions: Column, outcomes: Column): MatchedKeys {
  const index = new Map<string | number, number>();
  const asText = decisions.kind !== outcomes.kind;
  let count = 0;
  const own = numbersOf(decisions, asText, (key) => {
    const found = key === undefined ? undefined : index.get(key);
    if (found !== undefined) return found;
    if (key !== undefined) index.set(key, count);
    return count++;
  });
  return {
    decisions: own,
    outcomes: numbersOf(outcomes, asText, (key) => (key === undefined ? -1 : (index.get(key) ?? -1))),
  };
}

type Key = string | number | undefined;

function numbersOf(column: Column, asText: boolean, numberOf: (key: Key) => number): Int32Array {
  if (column.kind !== "text")
    return Int32Array.from(column.values, (value, row) =>
      numberOf(isMissing(column, row) ? undefined : asText ? String(value) : value),
    );
  // One look-up for each level: texts repeat.
  const levels = new Int32Array(column.levels.length).fill(-2);
  return Int32Array.from(column.codes, (code) => {
    if (code < 0) return numberOf(undefined);
    if (levels[code] === -2) levels[code] = numberOf(column.levels[code]);
    return levels[code] as number;
  });
}
