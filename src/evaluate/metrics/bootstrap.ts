import { philoxInPlace } from "../../kernel/index.ts";

/** Enough for a standard error to within 5 %: 1 / √(2 · 200). */
const REPLICATES = 200;

/** A Poisson(1) count for each of 65536 equally likely draws; counts beyond 8 have a chance of one in a million. */
function poissonTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  let [at, chance, cumulated] = [0, Math.exp(-1), Math.exp(-1)];
  for (let k = 0; k <= 8; k++) {
    for (const end = k === 8 ? table.length : Math.round(cumulated * table.length); at < end; at++) table[at] = k;
    chance /= k + 1;
    cumulated += chance;
  }
  return table;
}

/** Keeps these draws apart from every other use of the same seed. */
const PURPOSE = 0x626f_6f74;

/**
 * How often each cluster is drawn in one replicate: independent Poisson(1) counts, eight to a block of random words.
 * Oza and Russell. Online bagging and boosting. AISTATS 2001; Chamandy et al. Estimating uncertainty for massive data
 * streams. Google, 2012.
 */
function drawCounts(counts: Uint8Array, poisson: Uint8Array, key: { replicate: number; seed: number }): void {
  const words = new Uint32Array(4);
  for (let start = 0; start < counts.length; start += 8) {
    words[0] = start / 8;
    words[1] = key.replicate;
    words[2] = 0;
    words[3] = 0;
    philoxInPlace(words, key.seed >>> 0, PURPOSE);
    for (let i = 0; i < 8 && start + i < counts.length; i++)
      counts[start + i] = poisson[((words[i >> 1] as number) >>> (16 * (i & 1))) & 0xffff] as number;
  }
}

/**
 * The statistic on resampled clusters, `REPLICATES` times. It is given how often each of the `clusters` counts, in an
 * array that is used again: read it, don't keep it. Results that are not finite are left out.
 */
export function resample(clusters: number, seed: number, statistic: (counts: Uint8Array) => number): Float64Array {
  const counts = new Uint8Array(clusters);
  const poisson = poissonTable();
  const results = new Float64Array(REPLICATES);
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    drawCounts(counts, poisson, { replicate, seed });
    results[replicate] = statistic(counts);
  }
  return results.filter(Number.isFinite);
}
