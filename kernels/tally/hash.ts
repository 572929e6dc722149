/** The mixing of src/stats/sketches/hash.ts. */
@inline function mix(value: u32): u32 {
  let x = value;
  x = (x ^ (x >>> 16)) * 0x21f0aaad;
  x = (x ^ (x >>> 15)) * 0x735a2d97;
  return x ^ (x >>> 15);
}

/** The bits of a number; both zeros are one value. */
@inline export function bitsOf(value: f64): u64 {
  return value == 0 ? 0 : reinterpret<u64>(value);
}

@inline export function hashHigh(bits: u64): u32 {
  const low = u32(bits), high = u32(bits >>> 32);
  return mix((low * 0x9e3779b1) ^ high ^ 0x2545f491);
}

@inline export function hashLow(bits: u64): u32 {
  const low = u32(bits), high = u32(bits >>> 32);
  return mix((high * 0x85ebca6b) ^ ((low << 13) | (low >>> 19)) ^ 0x6c078965);
}
