/** Row numbers by falling score; rows of equal score in no particular order. */
export function fallingOrder(scores: Float64Array): Int32Array {
  const order = new Int32Array(scores.length);
  for (let row = 0; row < order.length; row++) order[row] = row;
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
}

/** Where each run of equal scores ends in an order, exclusive: a threshold can only fall between runs. */
export function runEnds(scores: Float64Array, order: Int32Array): Int32Array {
  const ends = new Int32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++)
    if (i + 1 === order.length || scores[order[i] as number] !== scores[order[i + 1] as number]) ends[count++] = i + 1;
  return ends.subarray(0, count);
}
