import type { Seen } from "../../seen/seen.ts";

/** How long so many decisions took, around a middle in milliseconds. */
export function tookOf({ n, took }: { readonly n: number; readonly took: number }, normal: () => number): Seen["took"] {
  const counts: Record<string, number> = {};
  for (let i = 0; i < n; i++) {
    // Buckets of the histogram are a tenth wide; 218 of them lie between 1e-9 and 1.
    const bucket = String(219 + Math.ceil(Math.log(took * Math.exp(0.5 * normal())) / Math.log(1.1)));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { counts };
}

/** A hundred things, the first of them the more often the narrower it is. */
export function exposureOf({
  n,
  narrow,
}: {
  readonly n: number;
  readonly narrow: number;
}): NonNullable<Seen["exposure"]> {
  const weights = Array.from({ length: 100 }, (_, i) => Math.exp((-narrow * i) / 10));
  const all = weights.reduce((sum, w) => sum + w, 0);
  const top = Object.fromEntries(weights.slice(0, 20).map((w, i) => [`thing ${i}`, Math.round((5 * n * w) / all)]));
  return { shown: 5 * n, distinct: 100, top };
}
