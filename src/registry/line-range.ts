/** A part of a namespace's line from 0 to 1: whoever lies in [from, to) takes part in the experiment that holds it. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Room for rounding at the ends of a range, and no more. */
const HAIR = 1e-9;

/** Whether two parts of a line share anybody. */
export function overlap(a: LineRange, b: LineRange): boolean {
  return a.from < b.to - HAIR && b.from < a.to - HAIR;
}

/** The first part of a line with room for a share beside those that are taken; undefined where there is none. */
export function freeRange(taken: readonly LineRange[], share: number): LineRange | undefined {
  const starts = [0, ...taken.map(({ to }) => to)].sort((a, b) => a - b);
  for (const from of starts) {
    const wanted = { from, to: from + share > 1 - HAIR ? 1 : from + share };
    if (from + share <= 1 + HAIR && !taken.some((one) => overlap(one, wanted))) return wanted;
  }
  return undefined;
}
