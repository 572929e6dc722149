/**
 * Codes for byte strings, in order of first appearance, found without making a string for every cell: a cell costs a
 * hash over its few bytes. Open addressing with linear probing, at most half full.
 */
export class ByteDictionary {
  private slots: Int32Array = new Int32Array(64).fill(-1);
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
    // FNV-1a, then the last step of MurmurHash3, so that digits at the end of a number spread over the low bits.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    this.key = bytes;
    this.from = start;
    this.to = end;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let code = this.slots[slot] as number; code !== -1; code = this.slots[slot] as number) {
      if (this.hashes[code] === hash && this.holds(code)) return code;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.count;
    return this.add(hash);
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

  private add(hash: number): number {
    const bytes = this.key.subarray(this.from, this.to);
    const code = this.count++;
    const start = this.startOf(code);
    if (code === this.ends.length) {
      this.ends = grown(this.ends, code * 2);
      this.hashes = grown(this.hashes, code * 2);
    }
    if (start + bytes.length > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, start + bytes.length));
      arena.set(this.arena);
      this.arena = arena;
    }
    this.arena.set(bytes, start);
    this.ends[code] = start + bytes.length;
    this.hashes[code] = hash;
    if (this.count * 2 > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.count; code++) {
      let slot = (this.hashes[code] as number) & mask;
      while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    }
  }
}

/** A longer copy. */
export function grown(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(values);
  return longer;
}
