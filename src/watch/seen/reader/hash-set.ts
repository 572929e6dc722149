/** No hash is that. */
const NONE = -1;
const FEWEST = 64;

/**
 * Hashes of 52 bits that came before. A busy hour has half a million of them, which a `Set` holds in three times the room; and two
 * hours are held at any time.
 */
export class HashSet {
  #slots: Float64Array = new Float64Array(FEWEST).fill(NONE);
  #size = 0;

  constructor(hashes: Iterable<number> = []) {
    for (const hash of hashes) this.add(hash);
  }

  has(hash: number): boolean {
    return this.#slots[slotOf(this.#slots, hash)] === hash;
  }

  add(hash: number): void {
    if (this.has(hash)) return;
    if (2 * ++this.#size > this.#slots.length) this.#grow();
    this.#slots[slotOf(this.#slots, hash)] = hash;
  }

  /** All of them, in no order. */
  all(): Float64Array {
    return this.#slots.filter((hash) => hash !== NONE);
  }

  #grow(): void {
    const slots = new Float64Array(2 * this.#slots.length).fill(NONE);
    for (const hash of this.#slots) if (hash !== NONE) slots[slotOf(slots, hash)] = hash;
    this.#slots = slots;
  }
}

/** Where a hash is, or would be. There are always free slots. */
function slotOf(slots: Float64Array, hash: number): number {
  const last = slots.length - 1;
  let slot = Math.floor(hash / 2 ** 20) & last;
  while (slots[slot] !== hash && slots[slot] !== NONE) slot = (slot + 1) & last;
  return slot;
}
