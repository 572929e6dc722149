/** Up to so many bytes and their number fit into 32 bits. */
const SHORT = 3;

/**
 * Codes for byte strings, in order of first appearance, found without making a string for every cell: a short cell is a
 * number and costs one look, a longer one costs a hash over its few bytes. Open addressing with linear probing, at most
 * half full.
 */
export class ByteDictionary {
  /** Of short cells: what each is as a number, and its code. 0 is no cell, for a cell has a length. */
  private shorts: Int32Array = new Int32Array(2 * 64);
  private shortCount = 0;
  private slots: Int32Array = new Int32Array(64).fill(-1);
  private longCount = 0;
  private hashes: Int32Array = new Int32Array(32);
  /** `ends[code]` is where the bytes of a code end in the arena; they begin where the code before ends. */
  private ends: Int32Array = new Int32Array(32);
  private arena: Uint8Array = new Uint8Array(256);
  private count = 0;
  /** The bytes being looked up: fields, because a view for every cell would cost more than the lookup. */
  private key: Uint8Array = this.arena;
  private from = 0;
  private to = 0;

  /** The code of `bytes[start, end)`; a new one when it was never seen. */
  code(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length > SHORT || length === 0) return this.longCode(bytes, start, end);
    let cell = length;
    for (let i = start; i < end; i++) cell = (cell << 8) | (bytes[i] as number);
    const { shorts } = this;
    const mask = shorts.length - 2;
    let at = (spread(cell) << 1) & mask;
    for (let held = shorts[at] as number; held !== 0; held = shorts[at] as number) {
      if (held === cell) return shorts[at + 1] as number;
      at = (at + 2) & mask;
    }
    shorts[at] = cell;
    shorts[at + 1] = this.count;
    if (++this.shortCount * 4 > shorts.length) this.spreadShorts();
    return this.add(bytes, start, end);
  }

  private longCode(bytes: Uint8Array, start: number, end: number): number {
    // FNV-1a, then the last step of MurmurHash3, so that digits at the end of a number spread over the low bits.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash = spread(hash);
    this.key = bytes;
    this.from = start;
    this.to = end;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let code = this.slots[slot] as number; code !== -1; code = this.slots[slot] as number) {
      if (this.hashes[code] === hash && this.holds(code)) return code;
      slot = (slot + 1) & mask;
    }
    const code = this.add(bytes, start, end);
    this.slots[slot] = code;
    this.hashes[code] = hash;
    if (++this.longCount * 2 > this.slots.length) this.spreadSlots();
    return code;
  }

  /** Every distinct byte string as text, by code. Throws a `TypeError` when one is not UTF-8. */
  levels(): string[] {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return Array.from({ length: this.count }, (_, code) =>
      decoder.decode(this.arena.subarray(this.startOf(code), this.ends[code])),
    );
  }

  private startOf(code: number): number {
    return code === 0 ? 0 : (this.ends[code - 1] as number);
  }

  private holds(code: number): boolean {
    const { key, from, to, arena } = this;
    const shift = this.startOf(code) - from;
    if ((this.ends[code] as number) !== to + shift) return false;
    for (let i = from; i < to; i++) if (arena[i + shift] !== key[i]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number): number {
    const code = this.count++;
    const at = this.startOf(code);
    const until = at + end - start;
    if (code === this.ends.length) {
      this.ends = grown(this.ends, code * 2);
      this.hashes = grown(this.hashes, code * 2);
    }
    if (until > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, until));
      arena.set(this.arena);
      this.arena = arena;
    }
    const { arena } = this;
    for (let i = at; i < until; i++) arena[i] = bytes[start - at + i] as number;
    this.ends[code] = until;
    return code;
  }

  private spreadShorts(): void {
    const before = this.shorts;
    this.shorts = new Int32Array(before.length * 4);
    const mask = this.shorts.length - 2;
    for (let i = 0; i < before.length; i += 2) {
      const cell = before[i] as number;
      if (cell === 0) continue;
      let at = (spread(cell) << 1) & mask;
      while (this.shorts[at] !== 0) at = (at + 2) & mask;
      this.shorts[at] = cell;
      this.shorts[at + 1] = before[i + 1] as number;
    }
  }

  private spreadSlots(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    for (const code of before) {
      if (code === -1) continue;
      let slot = (this.hashes[code] as number) & mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    }
  }
}

/** Spreads what differs anywhere over the low bits. */
function spread(bits: number): number {
  const mixed = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** A longer copy. */
export function grown(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(values);
  return longer;
}
