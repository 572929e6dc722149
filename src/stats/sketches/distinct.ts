/** How many distinct values were seen, in 16 KB whatever their number. */
export interface DistinctSketch {
  /** One rank for each of 2^14 parts of the hashes. */
  readonly registers: Uint8Array;
}

const INDEX_BITS = 14;
const REGISTERS = 2 ** INDEX_BITS;
const RANK_BITS = 32;

/** The standard error of {@link distinctEstimate}, relative: 1.04 / √16,384. Flajolet et al. HyperLogLog. 2007. */
export const DISTINCT_ERROR: number = 1.04 / Math.sqrt(REGISTERS);

export function distinctSketch(): DistinctSketch {
  return { registers: new Uint8Array(REGISTERS) };
}

/** Takes one value, by the two words of its hash. */
export function addDistinct({ registers }: DistinctSketch, high: number, low: number): void {
  const index = high >>> (32 - INDEX_BITS);
  const rank = Math.clz32(low) + 1;
  if (rank > (registers[index] as number)) registers[index] = rank;
}

/** Takes all that the other has seen: the same sketch as if one had seen everything. */
export function mergeDistinct({ registers }: DistinctSketch, other: DistinctSketch): void {
  for (let i = 0; i < REGISTERS; i++)
    if ((other.registers[i] as number) > (registers[i] as number)) registers[i] = other.registers[i] as number;
}

/** The number of distinct values, unbiased at every size. Ertl. New cardinality estimation algorithms. 2017, algorithm 6. */
export function distinctEstimate({ registers }: DistinctSketch): number {
  const counts = new Float64Array(RANK_BITS + 2);
  for (const rank of registers) counts[rank] = (counts[rank] as number) + 1;
  let z = REGISTERS * tau(1 - (counts[RANK_BITS + 1] as number) / REGISTERS);
  for (let rank = RANK_BITS; rank >= 1; rank--) z = 0.5 * (z + (counts[rank] as number));
  z += REGISTERS * sigma((counts[0] as number) / REGISTERS);
  return REGISTERS ** 2 / (2 * Math.LN2 * z);
}

function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, z] = [share, 1, share];
  for (let last = -1; last !== z; ) {
    x *= x;
    last = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z] = [share, 1, 1 - share];
  for (let last = -1; last !== z; ) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
