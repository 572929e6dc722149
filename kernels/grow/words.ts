/** Words and addresses in a record. */

// @ts-ignore: decorator
@inline
export function word(record: usize, offset: usize): i32 {
  return load<i32>(record + offset);
}

// @ts-ignore: decorator
@inline
export function address(record: usize, offset: usize): usize {
  return <usize>load<u32>(record + offset);
}

// @ts-ignore: decorator
@inline
export function setWord(record: usize, offset: usize, value: i32): void {
  store<i32>(record + offset, value);
}

// @ts-ignore: decorator
@inline
export function setAddress(record: usize, offset: usize, value: usize): void {
  store<u32>(record + offset, <u32>value);
}
