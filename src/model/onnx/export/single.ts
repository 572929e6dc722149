/** The largest single at most `threshold`: for a single x, `x <= threshold` decides the same with either. */
export function singleAtMost(threshold: number): number {
  const single = Math.fround(threshold);
  if (single <= threshold) return single;
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, single);
  if (single === 0) return -(2 ** -149);
  bits.setInt32(0, bits.getInt32(0) + (single > 0 ? -1 : 1));
  return bits.getFloat32(0);
}
