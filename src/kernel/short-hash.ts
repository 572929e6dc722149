/**
 * SHA-256 of a short text of ASCII characters, several times as fast as the general one: it decides which arm somebody is in,
 * with every decision. FIPS 180-4.
 */
const K: Int32Array = rootBits(64, 3n);
const START: Int32Array = rootBits(8, 2n);
/** Longer texts are left to the general function. */
const LONGEST = 503;
/** Room for one text's blocks and for the schedule of one block: taken and given back within one call. */
const words = new Int32Array(128);
const schedule = new Int32Array(64);
const state = new Int32Array(8);

/** The first two words of the hash, 64 bits; undefined for a text that is too long or not ASCII. */
export function shortHash(text: string): readonly [number, number] | undefined {
  const { length } = text;
  if (length > LONGEST) return undefined;
  const used = (((length + 8) >> 6) + 1) << 4;
  words.fill(0, 0, used);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return undefined;
    words[i >> 2] = (words[i >> 2] as number) | (code << (24 - 8 * (i & 3)));
  }
  words[length >> 2] = (words[length >> 2] as number) | (0x80 << (24 - 8 * (length & 3)));
  words[used - 1] = length * 8;
  state.set(START);
  for (let block = 0; block < used; block += 16) {
    expand(block);
    compress();
  }
  return [(state[0] as number) >>> 0, (state[1] as number) >>> 0];
}

function expand(block: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = words[block + t] as number;
  for (let t = 16; t < 64; t++) {
    const x = schedule[t - 15] as number;
    const y = schedule[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[t] = ((schedule[t - 16] as number) + s0 + (((schedule[t - 7] as number) + s1) | 0)) | 0;
  }
}

function compress(): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (((e & f) ^ (~e & g)) + (((K[t] as number) + (schedule[t] as number)) | 0))) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/** The first 32 bits behind the point of the square or cube roots of the first primes: the constants of the standard. */
function rootBits(count: number, power: bigint): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Int32Array.from(primes, (prime) => Number(BigInt.asIntN(32, root(BigInt(prime) << (32n * power), power))));
}

/** The whole part of a root, by halving. */
function root(of: bigint, power: bigint): bigint {
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= of) low = middle;
    else high = middle;
  }
  return low;
}
