/** The numbers of all parts, one after the other. */
export function joinNumbers(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

/** The row numbers of all parts, one after the other. */
export function joinRows(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

/** Some rows of numbers that lie row by row, `width` of them in each. */
export function pickRows(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const picked = new Float64Array(rows.length * width);
  let to = 0;
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    for (let place = 0; place < width; place++) picked[to++] = values[from + place] as number;
  }
  return picked;
}
