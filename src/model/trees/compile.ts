import type { TreesBody } from "./body.ts";

/** A body made ready to walk: sets as bits, levels as maps. */
export interface Forest {
  readonly base: Float64Array;
  readonly roots: Int32Array;
  /** Four numbers per node: slot (-1: leaf), right child, child for a missing value, first word of its set (-1: a number). */
  readonly nodes: Int32Array;
  readonly values: Float64Array;
  /** Bit `level & 31` of word `set + (level >> 5)`: the level goes left. */
  readonly bits: Int32Array;
  readonly levelIndex: readonly (ReadonlyMap<string, number> | undefined)[];
  /** The slots that some split reads. */
  readonly used: readonly number[];
}

const compiled = new WeakMap<TreesBody, Forest>();

/** The forest of a body, made at most once per body. */
export function compile(body: TreesBody): Forest {
  const ready = compiled.get(body);
  if (ready !== undefined) return ready;
  const made = build(body);
  compiled.set(body, made);
  return made;
}

function build(body: TreesBody): Forest {
  const { starts, bits } = packSets(body);
  const used = new Set<number>();
  const nodes = new Int32Array(body.slot.length * 4);
  for (let node = 0; node < body.slot.length; node++) {
    const slot = body.slot[node] as number;
    const right = body.right[node] as number;
    if (slot >= 0) used.add(slot);
    const isSet = slot >= 0 && (body.levels[slot]?.length ?? 0) > 0;
    const set = isSet ? (starts[body.value[node] as number] as number) : -1;
    nodes.set([slot, right, body.missingLeft[node] === 1 ? node + 1 : right, set], node * 4);
  }
  const levelIndex = body.levels.map((levels) => (levels.length > 0 ? indexed(levels) : undefined));
  const { roots, value: values } = body;
  return {
    base: Float64Array.from(body.base),
    roots,
    nodes,
    values,
    bits,
    levelIndex,
    used: [...used].sort((a, b) => a - b),
  };
}

function indexed(levels: readonly string[]): ReadonlyMap<string, number> {
  return new Map(levels.map((level, i) => [level, i]));
}

/** Every set gets room for the widest dictionary, so that any level's bit can be read without a bound check. */
function packSets(body: TreesBody): { readonly starts: Int32Array; readonly bits: Int32Array } {
  const words = (Math.max(1, ...body.levels.map((levels) => levels.length)) + 31) >> 5;
  const bits = new Int32Array(words * body.sets.length);
  body.sets.forEach((set, i) => {
    for (const level of set) {
      const word = i * words + (level >> 5);
      bits[word] = (bits[word] as number) | (1 << (level & 31));
    }
  });
  return { starts: Int32Array.from(body.sets, (_, i) => i * words), bits };
}
