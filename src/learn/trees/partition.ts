/**
 * Sorts `rows` by side, in place and stably: those whose bin goes left come first. Returns how many they are.
 * `spare` is scratch space, at least as long as `rows`.
 */
export function partition(rows: Int32Array, spare: Int32Array, by: { bins: Uint8Array; sides: Uint8Array }): number {
  const { bins, sides } = by;
  let left = 0;
  let right = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const goesLeft = sides[bins[row] as number] as number;
    rows[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}
