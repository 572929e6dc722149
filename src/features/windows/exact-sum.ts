/** Beyond this magnitude a value cannot be added without a risk of overflow between steps: 2⁹⁰⁰, about 8 · 10²⁷⁰. */
const LARGEST = 2 ** 900;
/** Splits 53 bits into two halves (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

/**
 * A sum of doubles without rounding: an expansion of non-overlapping doubles, smallest first, that is exactly the sum of all
 * that was added less all that was taken away. So the rounded value depends on what is in the sum, never on the order in
 * which it came or went. Grow-Expansion with zero elimination and Two-Product of J. R. Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates" (1997). A value beyond 2⁹⁰⁰ makes the sum missing for as
 * long as it is in it.
 */
export class ExactSum {
  #parts: Float64Array = new Float64Array(4);
  #size = 0;
  #beyond = 0;

  clear(): void {
    this.#size = 0;
    this.#beyond = 0;
  }

  add(value: number): void {
    if (value <= LARGEST && value >= -LARGEST) this.#grow(value);
    else this.#beyond++;
  }

  subtract(value: number): void {
    if (value <= LARGEST && value >= -LARGEST) this.#grow(-value);
    else this.#beyond--;
  }

  /** Adds a · b without rounding, as far as the product's lower half does not underflow. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (!(product <= LARGEST && product >= -LARGEST)) {
      this.#beyond++;
      return;
    }
    this.#grow(product);
    const rest = productError(a, b, product);
    if (rest !== 0) this.#grow(rest);
  }

  subtractProduct(a: number, b: number): void {
    const product = a * b;
    if (!(product <= LARGEST && product >= -LARGEST)) {
      this.#beyond--;
      return;
    }
    this.#grow(-product);
    const rest = productError(a, b, product);
    if (rest !== 0) this.#grow(-rest);
  }

  /** Adds `factor` times the product of two sums. */
  addProductOf(a: ExactSum, b: ExactSum, factor: 1 | -1): void {
    this.#beyond += a.#beyond + b.#beyond;
    for (let i = 0; i < a.#size; i++)
      for (let j = 0; j < b.#size; j++) this.addProduct(factor * (a.#parts[i] as number), b.#parts[j] as number);
  }

  /** Adds `count` times a sum. */
  addMultipleOf(sum: ExactSum, count: number): void {
    this.#beyond += sum.#beyond;
    for (let i = 0; i < sum.#size; i++) this.addProduct(count, sum.#parts[i] as number);
  }

  /** The double nearest to the sum, ties to even; NaN where a value in it is beyond 2⁹⁰⁰. */
  value(): number {
    if (this.#beyond !== 0) return Number.NaN;
    const parts = this.#parts;
    let at = this.#size - 1;
    if (at < 0) return 0;
    let high = parts[at] as number;
    let low = 0;
    while (at > 0 && low === 0) {
      const next = parts[--at] as number;
      const sum = high + next;
      low = next - (sum - high);
      high = sum;
    }
    // What lies below decides a tie: half a unit in the last place and more of the same sign rounds away.
    const below = at > 0 ? (parts[at - 1] as number) : 0;
    if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
      const twice = low * 2;
      const rounded = high + twice;
      if (twice === rounded - high) high = rounded;
    }
    return high;
  }

  /** What has to be kept to have the same sum again. */
  parts(): readonly number[] {
    return [this.#beyond, ...this.#parts.subarray(0, this.#size)];
  }

  /** Becomes the sum that {@link ExactSum.parts} told of. */
  restore([beyond = 0, ...parts]: readonly number[]): void {
    this.clear();
    this.#beyond = beyond;
    for (const part of parts) this.#grow(part);
  }

  #grow(value: number): void {
    const parts = this.#parts;
    let sum = value;
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const part = parts[i] as number;
      const next = sum + part;
      const back = next - sum;
      const error = sum - (next - back) + (part - back);
      if (error !== 0) parts[kept++] = error;
      sum = next;
    }
    if (sum !== 0) {
      if (kept === parts.length) this.#widen();
      this.#parts[kept++] = sum;
    }
    this.#size = kept;
  }

  #widen(): void {
    const wider = new Float64Array(this.#parts.length * 2);
    wider.set(this.#parts);
    this.#parts = wider;
  }
}

/** What rounding took from a product (Dekker). */
function productError(a: number, b: number, product: number): number {
  const c = SPLITTER * a;
  const d = SPLITTER * b;
  const aHigh = c - (c - a);
  const bHigh = d - (d - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
