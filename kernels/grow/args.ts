/** A job's arguments: 48 whole numbers (addresses among them), then 24 reals from byte 192. */

// @ts-ignore: decorator
@inline
export function int(args: usize, k: i32): i32 {
  return load<i32>(args + (<usize>k << 2));
}

// @ts-ignore: decorator
@inline
export function at(args: usize, k: i32): usize {
  return <usize>load<u32>(args + (<usize>k << 2));
}

// @ts-ignore: decorator
@inline
export function real(args: usize, k: i32): f64 {
  return load<f64>(args + 192 + (<usize>k << 3));
}
