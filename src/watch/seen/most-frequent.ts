import { countedValues, countText, hashText, type ValueCounter, valueCounter } from "../../stats/index.ts";

/** Names that are told, at most. */
export const MOST_NAMES = 64;
/** Names that are counted exactly; of more, the frequent ones within a bound. */
const COUNTED = 1_024;

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>;

/** Counts names in bounded memory, however many there are. */
export interface OpenNames {
  add(name: string, count?: number): void;
  /** The most frequent, {@link MOST_NAMES} at most. */
  read(): Counts;
}

/** Nothing counted yet. Few names cost an addition each; a sketch is made for more. */
export function openNames(): OpenNames {
  const few = new Map<string, number>();
  let many: ValueCounter | undefined;
  return {
    add(name, count = 1) {
      const before = few.get(name);
      if (before !== undefined || few.size < COUNTED) few.set(name, (before ?? 0) + count);
      else {
        many ??= valueCounter("texts", COUNTED);
        countText(many, { text: name, count, ...hashText(name) });
      }
    },
    read() {
      const rest = many === undefined ? [] : countedValues(many);
      return mostFrequent([...few, ...rest.map(({ value, count }) => [String(value), count] as const)]);
    },
  };
}

/** The most frequent of counted names, by count and then by name; all in the order of their counts. */
export function mostFrequent(counts: Iterable<readonly [string, number]>, most: number = MOST_NAMES): Counts {
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, most));
}

/** Both together. */
export function addCounts(a: Counts, b: Counts): Counts {
  const sum = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries(sum);
}

/** Both together, the most frequent of them. */
export function addNames(a: Counts, b: Counts): Counts {
  return mostFrequent(Object.entries(addCounts(a, b)));
}
