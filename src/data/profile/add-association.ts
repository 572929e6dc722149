import { type Range, sumPairs } from "../../stats/index.ts";
import type { Column, NumericColumn, TextColumn } from "../table.ts";
import {
  type AssociationState,
  type GroupSums,
  type JointCounts,
  MOST_GROUPS,
  type PairSums,
} from "./association-state.ts";

interface Pair {
  readonly column: Column;
  readonly label: Column;
}

/** Takes a range of rows of a column and the label. */
export function addAssociation(state: AssociationState, { column, label }: Pair, range: Range): void {
  if (state.kind === "pair") addPairs(state, [column as NumericColumn, label as NumericColumn], range);
  else if (state.kind === "joint") addJoint(state, [column as TextColumn, label as TextColumn], range);
  else if (column.kind === "text") addGroups(state, [column, label as NumericColumn], range);
  else addGroups(state, [label as TextColumn, column], range);
}

function addPairs(state: PairSums, [x, y]: readonly [NumericColumn, NumericColumn], { start, end }: Range): void {
  const own = state.parts[0] as Float64Array;
  const [xs, ys] = [x.values, y.values];
  if (own[0] === 0) {
    const at = firstPair(xs, ys, { start, end });
    own[1] = xs[at] ?? 0;
    own[2] = ys[at] ?? 0;
  }
  sumPairs(own, { xs, ys }, { start, end });
}

function firstPair(x: Float64Array, y: Float64Array, { start, end }: Range): number {
  let at = start;
  while (at < end && Number.isNaN((x[at] as number) + (y[at] as number))) at++;
  return at < end ? at : -1;
}

/** Dictionaries up to this size are counted in an array. */
const DENSE = 8_192;

function addGroups(state: GroupSums, [by, of]: readonly [TextColumn, NumericColumn], range: Range): void {
  if (state.groups === null) return;
  if (by.levels.length > DENSE) addSparse(state, [by, of.values], range);
  else addDense(state, [by, of.values], range);
}

function addDense(state: GroupSums, [by, values]: readonly [TextColumn, Float64Array], { start, end }: Range): void {
  const { codes } = by;
  const sums = new Float64Array(3 * by.levels.length);
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    const value = values[i] as number;
    if (code < 0 || Number.isNaN(value)) continue;
    if (Number.isNaN(state.shift)) state.shift = value;
    const off = value - state.shift;
    sums[3 * code] = (sums[3 * code] as number) + 1;
    sums[3 * code + 1] = (sums[3 * code + 1] as number) + off;
    sums[3 * code + 2] = (sums[3 * code + 2] as number) + off * off;
  }
  for (let code = 0; code < by.levels.length; code++)
    if ((sums[3 * code] as number) > 0)
      addGroup(state, by.levels[code] as string, sums.subarray(3 * code, 3 * code + 3));
}

function addSparse(state: GroupSums, [by, values]: readonly [TextColumn, Float64Array], { start, end }: Range): void {
  for (let i = start; i < end && state.groups !== null; i++) {
    const level = by.levels[by.codes[i] as number];
    const value = values[i] as number;
    if (level === undefined || Number.isNaN(value)) continue;
    if (Number.isNaN(state.shift)) state.shift = value;
    const off = value - state.shift;
    addGroup(state, level, [1, off, off * off]);
  }
}

function addGroup(
  state: GroupSums,
  group: string,
  [n = 0, sum = 0, squares = 0]: ArrayLike<number> & Iterable<number>,
): void {
  const kept = state.groups?.get(group);
  if (kept !== undefined) {
    kept[0] += n;
    kept[1] += sum;
    kept[2] += squares;
  } else if (state.groups !== null && state.groups.size < MOST_GROUPS) state.groups.set(group, [n, sum, squares]);
  else state.groups = null;
}

function addJoint(state: JointCounts, [a, b]: readonly [TextColumn, TextColumn], { start, end }: Range): void {
  if (state.cells === null) return;
  const width = b.levels.length;
  const counts = new Map<number, number>();
  for (let i = start; i < end; i++) {
    const [x, y] = [a.codes[i] as number, b.codes[i] as number];
    if (x >= 0 && y >= 0) counts.set(x * width + y, (counts.get(x * width + y) ?? 0) + 1);
  }
  for (const [cell, count] of counts)
    addCell(state, {
      row: a.levels[Math.floor(cell / width)] as string,
      label: b.levels[cell % width] as string,
      count,
    });
}

interface JointCell {
  readonly row: string;
  readonly label: string;
  readonly count: number;
}

function addCell(state: JointCounts, { row, label, count }: JointCell): void {
  const kept = state.cells?.get(row) ?? new Map<string, number>();
  kept.set(label, (kept.get(label) ?? 0) + count);
  state.cells?.set(row, kept);
  if (kept.size > MOST_GROUPS || (state.cells?.size ?? 0) > MOST_GROUPS) state.cells = null;
}

/** Takes all that the other has seen, of other rows and the same two columns. */
export function mergeAssociation(state: AssociationState, other: AssociationState): void {
  if (state.kind === "pair" && other.kind === "pair") state.parts.push(...other.parts.map((part) => part.slice()));
  if (state.kind === "groups" && other.kind === "groups") mergeGroups(state, other);
  if (state.kind !== "joint" || other.kind !== "joint") return;
  if (other.cells === null) state.cells = null;
  for (const [row, labels] of other.cells ?? [])
    for (const [label, count] of labels) addCell(state, { row, label, count });
}

/** Sums about one value become sums about another. */
function mergeGroups(state: GroupSums, other: GroupSums): void {
  if (other.groups === null) state.groups = null;
  if (Number.isNaN(state.shift)) state.shift = other.shift;
  const by = other.shift - state.shift;
  for (const [group, [n, sum, squares]] of other.groups ?? [])
    addGroup(state, group, [n, sum + n * by, squares + 2 * by * sum + n * by * by]);
}
