/** A weighted observation. */
export interface Point {
  readonly at: number;
  readonly value: number;
  readonly weight: number;
}

/** Neighbouring observations that share one fitted value. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly weight: number;
}

/**
 * The non-decreasing values nearest to the observations in weighted squares: pool adjacent violators (Ayer et al., 1955).
 * Points come sorted by `at`; equal `at` share a value; a weight of 0 is left out.
 */
export function poolAdjacent(points: readonly Point[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const { at, value, weight } of points) {
    if (weight === 0) continue;
    let block: Block = { from: at, to: at, value, weight };
    for (let last = blocks.at(-1); last !== undefined && mustPool(last, block); last = blocks.at(-1)) {
      block = pool(last, block);
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

function mustPool(left: Block, right: Block): boolean {
  return left.to === right.from || left.value >= right.value;
}

function pool(left: Block, right: Block): Block {
  const weight = left.weight + right.weight;
  const value = (left.value * left.weight + right.value * right.weight) / weight;
  return { from: left.from, to: right.to, value, weight };
}
