import { ROW_WORDS } from "../intake/prints.ts";

/** Words of a fingerprint of a key, which come first, and of a row, which come next. */
const WORDS = ROW_WORDS / 2;

/** What rows are found by: their key, or all that they hold. */
export type FoundBy = "key" | "row";

/** Rows found by their fingerprints, each given out once: open addressing with chains for those that share one. */
export class PrintIndex {
  private readonly prints: Uint32Array;
  private readonly first: number;
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  /** 1 for a row that was given out. */
  readonly taken: Uint8Array;

  constructor(prints: Uint32Array, by: FoundBy) {
    const rows = prints.length / ROW_WORDS;
    this.prints = prints;
    this.first = by === "key" ? 0 : WORDS;
    this.heads = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2))).fill(-1);
    this.next = new Int32Array(rows).fill(-1);
    this.taken = new Uint8Array(rows);
    // From the last to the first, so that a chain is in the order of the rows.
    for (let row = rows - 1; row >= 0; row--) {
      const slot = this.slotOf(prints, row);
      this.next[row] = this.heads[slot] as number;
      this.heads[slot] = row;
    }
  }

  /** A row with that fingerprint which was not given out, one that is the same in full before all others; -1 for none. */
  take(prints: Uint32Array, row: number): number {
    let found = -1;
    for (let at = this.heads[this.slotOf(prints, row)] as number; at >= 0; at = this.next[at] as number) {
      if (this.taken[at] === 1) continue;
      if (this.isSame(prints, { row, held: at })) {
        found = at;
        break;
      }
      if (found < 0) found = at;
    }
    if (found >= 0) this.taken[found] = 1;
    return found;
  }

  /** Whether two rows hold the same values. */
  isSame(prints: Uint32Array, { row, held }: { readonly row: number; readonly held: number }): boolean {
    return this.agree(prints, { at: row * ROW_WORDS + WORDS, held: held * ROW_WORDS + WORDS });
  }

  private agree(prints: Uint32Array, { at, held }: { readonly at: number; readonly held: number }): boolean {
    for (let i = 0; i < WORDS; i++) if (prints[at + i] !== this.prints[held + i]) return false;
    return true;
  }

  /** The slot whose chain holds rows of this fingerprint alone. */
  private slotOf(prints: Uint32Array, row: number): number {
    const mask = this.heads.length - 1;
    const at = row * ROW_WORDS + this.first;
    let slot = (prints[at + 1] as number) & mask;
    for (;;) {
      const head = this.heads[slot] as number;
      if (head < 0 || this.agree(prints, { at, held: head * ROW_WORDS + this.first })) return slot;
      slot = (slot + 1) & mask;
    }
  }
}
