/** Bytes of the text that is being hashed; made larger when it does not fit. */
let bytes: Uint8Array = new Uint8Array(256);

/**
 * MurmurHash3, x86, 32 bits, signed, of a text in UTF-8 (Austin Appleby, in the public domain).
 *
 * @example murmur("word", 0)
 */
export function murmur(text: string, seed: number): number {
  const length = writeUtf8(text);
  let h = seed | 0;
  const blocks = length & ~3;
  for (let i = 0; i < blocks; i += 4) h = Math.imul(rotate(h ^ mixed(word(i, 4)), 13), 5) + 0xe6546b64;
  if (blocks < length) h ^= mixed(word(blocks, length - blocks));
  h ^= length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mixed(k: number): number {
  return Math.imul(rotate(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function word(from: number, count: number): number {
  let k = 0;
  for (let i = 0; i < count; i++) k |= (bytes[from + i] as number) << (8 * i);
  return k;
}

/** How many bytes it is. A half of a surrogate pair that stands alone is written as it is, in three bytes. */
function writeUtf8(text: string): number {
  if (text.length * 4 > bytes.length) bytes = new Uint8Array(text.length * 8);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    at = writeLong(code, at);
  }
  return at;
}

function writeLong(code: number, start: number): number {
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const lead = [0, 0xc0, 0xe0, 0xf0][more] as number;
  let at = start;
  bytes[at++] = lead | (code >> (6 * more));
  for (let left = more - 1; left >= 0; left--) bytes[at++] = 0x80 | ((code >> (6 * left)) & 0x3f);
  return at;
}
