import { scramble } from "../scramble.ts";
import { saltFor } from "./sample.ts";

/** How many rows gradient-based one-side sampling keeps. */
export interface GossRules {
  readonly topRate: number;
  readonly otherRate: number;
}

/**
 * Gradient-based one-side sampling (Ke et al., 2017): keeps the rows with the largest |gradient · hessian| and some of the
 * others, whose pairs are multiplied so that sums stay unbiased. Writes the rows kept to the head of `into`, ascending.
 */
export function gossRows(
  pairs: Float32Array,
  into: Int32Array,
  { topRate, otherRate, seed, round }: GossRules & { readonly seed: number; readonly round: number },
): number {
  const rows = into.length;
  const size = sizes(pairs, rows);
  const edge = upperEdge(size, Math.max(1, Math.round(topRate * rows)));
  const salt = saltFor({ seed, time: round, purpose: "gbdt.goss" });
  const below = Math.min(1, otherRate / Math.max(1e-9, 1 - topRate)) * 0x100000000;
  const factor = (1 - topRate) / otherRate;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    into[count] = row;
    if ((size[row] as number) >= edge) count++;
    else if (scramble(row ^ salt) < below) {
      for (let at = row * 2; at < pairs.length; at += rows * 2) {
        pairs[at] = (pairs[at] as number) * factor;
        pairs[at + 1] = (pairs[at + 1] as number) * factor;
      }
      count++;
    }
  }
  return count;
}

/** |gradient · hessian| of each row, over all outputs. */
function sizes(pairs: Float32Array, rows: number): Float32Array {
  const size = new Float32Array(rows);
  for (let at = 0; at < pairs.length; at += 2) {
    const row = (at / 2) % rows;
    size[row] = (size[row] as number) + Math.abs((pairs[at] as number) * (pairs[at + 1] as number));
  }
  return size;
}

/**
 * A size that about `wanted` rows reach: the bits of positive floats sort as they do, so their upper halves are counted and
 * the bucket in which the wanted row lies is taken whole.
 */
function upperEdge(size: Float32Array, wanted: number): number {
  const bits = new Uint32Array(size.buffer);
  const counts = new Int32Array(65_536);
  for (let row = 0; row < bits.length; row++) {
    const bucket = (bits[row] as number) >>> 15;
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  let bucket = 65_535;
  for (let seen = counts[bucket] as number; seen < wanted && bucket > 0; seen += counts[bucket] as number) bucket--;
  return new Float32Array(Uint32Array.of(bucket << 15).buffer)[0] as number;
}
