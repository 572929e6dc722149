import { firstSampled } from "../../stats/index.ts";
import type { NumberState } from "./number-state.ts";
import type { AlikePair } from "./profile.ts";
import type { TextState } from "./text-state.ts";

/** Groups of columns of one kind and the same content, by the hashes of all their values in order. */
export function duplicateColumns(columns: readonly (NumberState | TextState)[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const { name, kind, rows, missing, counter } of columns) {
    if (missing === rows) continue;
    const key = [kind, missing, ...counter.content].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].filter((names) => names.length > 1);
}

/** Above this correlation one number is as good as the other. */
const ALIKE = 0.999;
/** Rows that are looked at for it; and first, for most pairs are not alike at all. */
const MOST_ROWS = 4_096;
const FIRST_ROWS = 256;
const ENOUGH_ROWS = 30;
/** From so many rows a pair as much alike as {@link ALIKE} falls below this in fewer than one of a million samples. */
const MAYBE_ALIKE = 0.99;

/** Pairs of numbers of which one follows from the other; the most alike first. */
export function alikePairs(columns: readonly NumberState[]): readonly AlikePair[] {
  const heads = columns
    .filter(({ min, max }) => max > min)
    .map(({ name, sample }) => ({ name, ...firstSampled(sample, MOST_ROWS) }));
  const pairs: AlikePair[] = [];
  heads.forEach((a, i) => {
    for (const b of heads.slice(i + 1)) {
      const glance = correlate(a, b, FIRST_ROWS);
      if (glance.rows >= ENOUGH_ROWS && Math.abs(glance.correlation) < MAYBE_ALIKE) continue;
      const found = correlate(a, b, MOST_ROWS);
      if (found.rows >= ENOUGH_ROWS && Math.abs(found.correlation) > ALIKE)
        pairs.push({ a: a.name, b: b.name, ...found });
    }
  });
  return pairs.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}

interface Head {
  readonly keys: Uint32Array;
  readonly values: Float64Array;
}

/** Pearson's correlation over the rows that both kept among the first `most`. */
function correlate(a: Head, b: Head, most: number): { readonly correlation: number; readonly rows: number } {
  const [x0, y0] = [a.values[0] ?? 0, b.values[0] ?? 0];
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0, j = 0; i < Math.min(most, a.keys.length) && j < b.keys.length; ) {
    const [key, other] = [a.keys[i] as number, b.keys[j] as number];
    if (key === other) {
      const [x, y] = [(a.values[i] as number) - x0, (b.values[j] as number) - y0];
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    if (key <= other) i++;
    if (key >= other) j++;
  }
  const spread = Math.sqrt((sxx - (sx * sx) / n) * (syy - (sy * sy) / n));
  return { correlation: spread > 0 ? (sxy - (sx * sy) / n) / spread : 0, rows: n };
}
