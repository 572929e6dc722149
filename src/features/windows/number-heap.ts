/** Settles equal keys; negative where `a` comes first. */
type Tie = (a: number, b: number) => number;

/** Many heaps stay empty for good: they share this. */
const NONE: Float64Array = new Float64Array(0);
const LEAST = 8;

/** A binary heap of numbered things, the smallest key first. */
export class NumberHeap {
  #keys: Float64Array = NONE;
  #items: Float64Array = NONE;
  #tie: Tie | undefined;
  size = 0;

  constructor(tie?: Tie) {
    this.#tie = tie;
  }

  clear(): void {
    this.size = 0;
  }

  /** The smallest key; NaN of an empty heap. */
  topKey(): number {
    return this.size === 0 ? Number.NaN : (this.#keys[0] as number);
  }

  /** The thing with the smallest key. */
  top(): number {
    return this.#items[0] as number;
  }

  push(key: number, item: number): void {
    if (this.size === this.#keys.length) this.#widen();
    this.#rise(this.size++, key, item);
  }

  pop(): number {
    const first = this.top();
    this.size--;
    if (this.size > 0) this.#sink(0, this.#keys[this.size] as number, this.#items[this.size] as number);
    return first;
  }

  /** Drops all that is no longer wanted: linear in the size, so call it when at least half of it is not. */
  keepOnly(isWanted: (item: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (!isWanted(this.#items[i] as number)) continue;
      this.#keys[kept] = this.#keys[i] as number;
      this.#items[kept++] = this.#items[i] as number;
    }
    this.size = kept;
    for (let i = (kept >> 1) - 1; i >= 0; i--) this.#sink(i, this.#keys[i] as number, this.#items[i] as number);
  }

  #isBefore(a: number, aItem: number, at: number): boolean {
    const b = this.#keys[at] as number;
    if (a !== b || this.#tie === undefined) return a < b;
    return this.#tie(aItem, this.#items[at] as number) < 0;
  }

  #rise(from: number, key: number, item: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(key, item, parent)) break;
      this.#keys[at] = this.#keys[parent] as number;
      this.#items[at] = this.#items[parent] as number;
      at = parent;
    }
    this.#keys[at] = key;
    this.#items[at] = item;
  }

  #sink(from: number, key: number, item: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (
        child + 1 < this.size &&
        this.#isBefore(this.#keys[child + 1] as number, this.#items[child + 1] as number, child)
      )
        child++;
      if (this.#isBefore(key, item, child)) break;
      this.#keys[at] = this.#keys[child] as number;
      this.#items[at] = this.#items[child] as number;
      at = child;
    }
    this.#keys[at] = key;
    this.#items[at] = item;
  }

  #widen(): void {
    const size = Math.max(LEAST, this.#keys.length * 2);
    const [keys, items] = [new Float64Array(size), new Float64Array(size)];
    keys.set(this.#keys);
    items.set(this.#items);
    this.#keys = keys;
    this.#items = items;
  }
}
