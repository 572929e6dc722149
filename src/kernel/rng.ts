/**
 * Counter-based random numbers: the n-th number of a stream is a pure function of the stream's key and n.
 * Nothing is shared and nothing is advanced behind the caller's back, so the same visitor gets the same draw on any
 * thread, in any order, and in a replay.
 *
 * Philox 4x32-10: Salmon, Moraes, Dror, Shaw. Parallel random numbers: as easy as 1, 2, 3. SC 2011.
 */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** The high 32 bits of a 32 x 32 bit product. Every partial sum stays below 2^32. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (other >>> 16)) >>> 0;
}

/** One block: four words from a counter of four words and a key of two. */
export function philox(counter: readonly number[], key: readonly number[]): [number, number, number, number] {
  const block = Uint32Array.from(counter);
  philoxInPlace(block, key[0] ?? 0, key[1] ?? 0);
  return [...block] as [number, number, number, number];
}

/** {@link philox} in place: `block` holds the counter before and the words after. Allocates nothing: a bootstrap draws millions. */
export function philoxInPlace(block: Uint32Array, key0: number, key1: number): void {
  let [a, b, c, d] = [block[0] as number, block[1] as number, block[2] as number, block[3] as number];
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = mulHigh(M0, a);
    const high1 = mulHigh(M1, c);
    const low0 = Math.imul(M0, a);
    const low1 = Math.imul(M1, c);
    a = (high1 ^ b ^ k0) >>> 0;
    b = low1 >>> 0;
    c = (high0 ^ d ^ k1) >>> 0;
    d = low0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  block[0] = a;
  block[1] = b;
  block[2] = c;
  block[3] = d;
}

/** Names a stream: which run, which unit, when, and for what. Two draws that differ in any part are independent. */
export interface StreamKey {
  readonly seed: number;
  readonly unit?: string | number;
  readonly time?: number;
  readonly purpose: string;
}

export interface Rng {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform on 0 … below-1. */
  integer(below: number): number;
  /** Standard normal (Box and Muller, 1958). */
  normal(): number;
  /** The stream's n-th uniform, whatever was drawn before. */
  at(n: number): number;
  /** A new array, the items in random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[];
}

/** 64 bits of a text as two words (FNV-1a with two offsets, then mixed). Keys streams; it is not for security. */
function words(text: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0xc9dc5118;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (a >>> 13), 0x85ebca6b);
  }
  return [mix(a), mix(b ^ a)];
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The stream of a key. Deterministic, and free to make: it holds no state but its own position. */
export function rng(key: StreamKey): Rng {
  const [key0, key1] = words(`${key.seed}\u0000${key.purpose}`);
  const [unit0, unit1] = words(`${key.unit ?? ""}\u0000${key.time ?? ""}`);
  let position = 0;
  const block = new Uint32Array(4);
  const at = (n: number): number => {
    block[0] = n >>> 0;
    block[1] = Math.floor(n / 0x100000000) >>> 0;
    block[2] = unit0;
    block[3] = unit1;
    philoxInPlace(block, key0, key1);
    return (((block[0] as number) >>> 5) * 0x4000000 + ((block[1] as number) >>> 6)) / 0x20000000000000;
  };
  const uniform = (): number => at(position++);
  const integer = (below: number): number => Math.floor(uniform() * below);
  return {
    at,
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffled<T>(items: readonly T[]): T[] {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const held = out[i] as T;
        out[i] = out[j] as T;
        out[j] = held;
      }
      return out;
    },
  };
}
