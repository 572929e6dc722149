const BUCKETS = 2 ** 16;
const DIGITS = 4;

/**
 * The rows in order of their numbers, equal ones as they stand; NaN last. Radix sort by 16 bits, the least significant
 * first, over the bits of the doubles; digits that are the same everywhere cost one look.
 */
export function argsort(values: Float64Array): Int32Array {
  const digits = sortableDigits(values);
  let order = Int32Array.from(values.keys());
  let next = new Int32Array(values.length);
  const counts = new Int32Array(BUCKETS);
  for (let digit = 0; digit < DIGITS; digit++) {
    counts.fill(0);
    for (let i = digit; i < digits.length; i += DIGITS) (counts[digits[i] as number] as number)++;
    if (counts[digits[digit] as number] === values.length) continue;
    for (let bucket = 0, place = 0; bucket < BUCKETS; bucket++) {
      const count = counts[bucket] as number;
      counts[bucket] = place;
      place += count;
    }
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      next[(counts[digits[row * DIGITS + digit] as number] as number)++] = row;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** The bits of doubles, four digits each, so changed that their order as whole numbers is the order of the doubles. */
function sortableDigits(values: Float64Array): Uint16Array {
  const copy = values.map((value) => value + 0);
  const words = new Uint32Array(copy.buffer);
  const [low, high] = isLittleEndian() ? [0, 1] : [1, 0];
  for (let i = 0; i < words.length; i += 2) {
    const [lower, upper] = [words[i + low] as number, words[i + high] as number];
    const isNegative = upper >>> 31 === 1;
    words[i] = isNegative ? ~lower : lower;
    words[i + 1] = isNegative ? ~upper : upper ^ 0x8000_0000;
  }
  const halves = new Uint16Array(copy.buffer);
  if (!isLittleEndian())
    for (let i = 0; i < halves.length; i += 2)
      [halves[i], halves[i + 1]] = [halves[i + 1] as number, halves[i] as number];
  return halves;
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
