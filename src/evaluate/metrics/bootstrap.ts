import { poissonCounter } from "../../stats/index.ts";

/** Enough for a standard error to within 5 %: 1 / √(2 · 200). */
const REPLICATES = 200;

/**
 * The statistic on resampled clusters, `REPLICATES` times. It is given how often each of the `clusters` counts, in an
 * array that is used again: read it, don't keep it. Results that are not finite are left out.
 */
export function resample(clusters: number, seed: number, statistic: (counts: Uint8Array) => number): Float64Array {
  const counts = new Uint8Array(clusters);
  const drawInto = poissonCounter();
  const results = new Float64Array(REPLICATES);
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    drawInto(counts, { replicate, seed });
    results[replicate] = statistic(counts);
  }
  return results.filter(Number.isFinite);
}
