import { modelCorrupt } from "../errors.ts";
import { ofLength, readIndexes, readList, readNumber, readNumbers, readRecord, readTexts } from "../shape.ts";
import type { TreesBody } from "./body.ts";

/** Plain lists of numbers: nothing of the engine's typed arrays is left. */
export function encodeTrees(body: TreesBody): unknown {
  const { base, levels, sets } = body;
  return {
    base,
    levels,
    sets,
    roots: [...body.roots],
    slot: [...body.slot],
    value: [...body.value],
    right: [...body.right],
    missingLeft: [...body.missingLeft],
    gain: [...body.gain],
    cover: [...body.cover],
  };
}

/** Reads and checks: after this, no walk can leave the arrays or run in a circle. Throws `model.corrupt`. */
export function decodeTrees(data: unknown): TreesBody {
  const parts = readRecord(data, "the body");
  const value = Float64Array.from(readNumbers(parts.value, "the values"));
  const nodes = value.length;
  const levels = readList(parts.levels, "the levels", readTexts);
  const list = (name: string): readonly number[] => ofLength(readNumbers(parts[name], name), name, nodes);
  const index = (name: string, range: readonly [number, number]): readonly number[] =>
    ofLength(readIndexes(parts[name], name, range), name, nodes);
  const body: TreesBody = {
    base: readList(parts.base, "the base", readNumber),
    levels,
    sets: readList(parts.sets, "the sets", (item, what) => readIndexes(item, what, [0, widest(levels)])),
    roots: Int32Array.from(readIndexes(parts.roots, "the roots", [0, nodes])),
    slot: Int32Array.from(index("slot", [-1, levels.length])),
    value,
    right: Int32Array.from(index("right", [0, nodes])),
    missingLeft: Uint8Array.from(index("missingLeft", [0, 2])),
    gain: Float64Array.from(list("gain")),
    cover: Float64Array.from(list("cover")),
  };
  body.slot.forEach((slot, node) => {
    if (slot >= 0) checkSplit(body, node, slot);
  });
  return body;
}

function widest(levels: readonly (readonly string[])[]): number {
  return Math.max(0, ...levels.map((list) => list.length));
}

/** A split's children come after it, and the set that it names is there. */
function checkSplit(body: TreesBody, node: number, slot: number): void {
  const forward = (body.right[node] as number) > node + 1 && node + 1 < body.slot.length;
  if (!forward) throw modelCorrupt({ what: `node ${node} has no child after it` });
  if ((body.levels[slot]?.length ?? 0) === 0) return;
  const set = body.value[node] as number;
  if (body.sets[set] === undefined) throw modelCorrupt({ what: `node ${node} names a set that is not there` });
}
