import type { Column } from "../../../data/index.ts";
import type { Model, TreesBody } from "../../../model/index.ts";
import type { Prepared } from "../../training.ts";
import { startIncompatible } from "../errors.ts";
import type { Loss } from "../losses/loss.ts";
import type { Earlier } from "./state.ts";

/** The body of a model that learning goes on from. Throws `learn.start-incompatible`. */
export function earlierBody(model: Model, data: Prepared, loss: Loss): TreesBody {
  const refuse = (why: string): never => {
    throw startIncompatible({ why });
  };
  const { format, signature } = model;
  if (format !== "trees") return refuse(`its format is ${format}, not trees`);
  const body = model.body as TreesBody;
  if (signature.task !== data.task) refuse(`it does the task ${signature.task}, not ${data.task}`);
  if (JSON.stringify(signature.features) !== JSON.stringify(data.slots)) refuse("its features are others");
  if (JSON.stringify(signature.classes) !== JSON.stringify(data.classes)) refuse("its classes are others");
  if (body.link !== loss.link || body.base.length !== loss.outputs) refuse("its objective is another");
  if (body.scale !== 1 || body.vectors.length > 0) refuse("it is a random forest or has one tree for several outputs");
  return body;
}

/** Its scores. */
export function earlierScores(body: TreesBody): Earlier {
  return { base: body.base, scores: (data) => scoresOf(body, data) };
}

function scoresOf(body: TreesBody, { rows, columns }: Prepared): Float64Array {
  const { base, roots } = body;
  const scores = new Float64Array(rows * base.length);
  const readers = columns.map((column, slot) => readerOf(column, body.levels[slot] ?? []));
  const sets = body.sets.map((set) => new Set(set));
  for (let output = 0; output < base.length; output++) {
    for (let row = 0; row < rows; row++) {
      let sum = base[output] as number;
      for (let tree = output; tree < roots.length; tree += base.length)
        sum += valueAt(body, roots[tree] as number, (slot, node) =>
          goesLeft(body, { value: readers[slot]?.(row) ?? Number.NaN, slot, node, sets }),
        );
      scores[output * rows + row] = sum;
    }
  }
  return scores;
}

/** A cell as a number: the value itself, or a level's number in the model; NaN where the model knows none. */
function readerOf(column: Column, levels: readonly string[]): (row: number) => number {
  if (column.kind !== "text") return (row) => column.values[row] as number;
  const index = new Map(levels.map((level, i) => [level, i]));
  const known = column.levels.map((level) => index.get(level) ?? Number.NaN);
  return (row) => known[column.codes[row] as number] ?? Number.NaN;
}

function valueAt(
  { slot, value, right }: TreesBody,
  root: number,
  left: (slot: number, node: number) => boolean,
): number {
  let node = root;
  for (let at = slot[node] as number; at >= 0; at = slot[node] as number)
    node = left(at, node) ? node + 1 : (right[node] as number);
  return value[node] as number;
}

interface Test {
  readonly value: number;
  readonly slot: number;
  readonly node: number;
  readonly sets: readonly ReadonlySet<number>[];
}

function goesLeft(body: TreesBody, { value, slot, node, sets }: Test): boolean {
  const missing = body.missing[node] as number;
  if (Number.isNaN(value) || (value === 0 && (missing & 2) !== 0)) return (missing & 1) === 1;
  const at = body.value[node] as number;
  return (body.levels[slot]?.length ?? 0) > 0 ? sets[at]?.has(value) === true : value <= at;
}

/** The trees of both, the earlier ones first. */
export function joinBodies(first: TreesBody, second: TreesBody): TreesBody {
  const levels = first.levels.map((its, slot) => [...new Set([...its, ...(second.levels[slot] ?? [])])].sort());
  const sets = [...setsIn(first, levels), ...setsIn(second, levels)];
  const nodes = first.slot.length;
  const isSet = (slot: number): boolean => slot >= 0 && (levels[slot]?.length ?? 0) > 0;
  const value = second.value.map((at, node) => (isSet(second.slot[node] as number) ? at + first.sets.length : at));
  return {
    ...first,
    levels,
    sets,
    roots: joined(
      Int32Array,
      first.roots,
      second.roots.map((root) => root + nodes),
    ),
    slot: joined(Int32Array, first.slot, second.slot),
    value: joined(Float64Array, first.value, value),
    right: joined(
      Int32Array,
      first.right,
      second.right.map((node) => (node === 0 ? 0 : node + nodes)),
    ),
    missing: joined(Uint8Array, first.missing, second.missing),
    gain: joined(Float64Array, first.gain, second.gain),
    cover: joined(Float64Array, first.cover, second.cover),
  };
}

function joined<A extends Int32Array | Float64Array | Uint8Array>(
  make: { new (length: number): A },
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): A {
  const all = new make(a.length + b.length);
  all.set(a, 0);
  all.set(b, a.length);
  return all;
}

/** A body's sets in the numbers of more levels. A level that it did not know went where missing values go, and still does. */
function setsIn(body: TreesBody, levels: readonly (readonly string[])[]): number[][] {
  const sets = body.sets.map((set): number[] => [...set]);
  body.slot.forEach((slot, node) => {
    const own = body.levels[slot] ?? [];
    if (slot < 0 || own.length === 0) return;
    const at = body.value[node] as number;
    const inside = new Set((body.sets[at] ?? []).map((level) => own[level]));
    const unseenLeft = ((body.missing[node] as number) & 1) === 1;
    const all = levels[slot] ?? [];
    const isInside = (level: string): boolean => (own.includes(level) ? inside.has(level) : unseenLeft);
    sets[at] = [...all.keys()].filter((i) => isInside(all[i] as string));
  });
  return sets;
}
