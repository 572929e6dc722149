/** Fewer rows than this are ordered faster by comparing them. */
const FEW = 4096;
/** A float is four digits of 16 bits, the lowest first. */
const PLACES = 4;
const DIGITS = 1 << 16;

/** Row numbers by falling score; rows of equal score in their own order. Scores are finite. */
export function fallingOrder(scores: Float64Array): Int32Array {
  let order = new Int32Array(scores.length);
  for (let row = 0; row < order.length; row++) order[row] = row;
  if (order.length < FEW) return order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const keys = fallingKeys(scores);
  let spare = new Int32Array(order.length);
  for (let place = 0; place < PLACES; place++) {
    spreadByDigit({ keys, place, from: order, to: spare });
    [order, spare] = [spare, order];
  }
  return order;
}

/** Four digits for each score that, read as one number, rise as the score falls. */
function fallingKeys(scores: Float64Array): Uint16Array {
  // Adding zero makes +0 of -0, its equal.
  const floats = scores.map((score) => score + 0);
  const words = new Uint32Array(floats.buffer);
  for (let low = 0; low < words.length; low += 2) {
    const high = words[low + 1] as number;
    // The bits of a negative float rise as it falls, and its sign puts it behind. Those of the others are turned round.
    if (high > 0x7fffffff) continue;
    words[low] = ~(words[low] as number);
    words[low + 1] = ~high & 0x7fffffff;
  }
  return new Uint16Array(floats.buffer);
}

/** One pass of a radix sort: rows of equal digits keep their order. */
function spreadByDigit({
  keys,
  place,
  from,
  to,
}: {
  readonly keys: Uint16Array;
  readonly place: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}): void {
  const next = new Int32Array(DIGITS + 1);
  for (let at = place; at < keys.length; at += PLACES) {
    const digit = keys[at] as number;
    next[digit + 1] = (next[digit + 1] as number) + 1;
  }
  for (let digit = 1; digit < DIGITS; digit++) next[digit] = (next[digit] as number) + (next[digit - 1] as number);
  for (let i = 0; i < from.length; i++) {
    const row = from[i] as number;
    const digit = keys[row * PLACES + place] as number;
    to[next[digit] as number] = row;
    next[digit] = (next[digit] as number) + 1;
  }
}

/** Where each run of equal scores ends in an order, exclusive: a threshold can only fall between runs. */
export function runEnds(scores: Float64Array, order: Int32Array): Int32Array {
  const ends = new Int32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++)
    if (i + 1 === order.length || scores[order[i] as number] !== scores[order[i + 1] as number]) ends[count++] = i + 1;
  return ends.subarray(0, count);
}
