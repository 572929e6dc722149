import { modelCorrupt } from "../errors.ts";
import type { BodyHead } from "../model.ts";
import {
  ofLength,
  readChoice,
  readIndexes,
  readList,
  readNumber,
  readNumbers,
  readRecord,
  readTexts,
} from "../shape.ts";
import type { TreesBody, TreesLink } from "./body.ts";
import { checkTrees } from "./check.ts";
import { TREES_LINKS } from "./link.ts";

type Parts = Readonly<Record<string, unknown>>;

/** Plain lists of numbers: nothing of the engine's typed arrays is left. */
export function encodeTrees(body: TreesBody): unknown {
  const { base, link, scale, levels, sets } = body;
  return {
    base,
    link,
    scale,
    levels,
    sets,
    roots: [...body.roots],
    slot: [...body.slot],
    value: [...body.value],
    vectors: [...body.vectors],
    right: [...body.right],
    missing: [...body.missing],
    gain: [...body.gain],
    cover: [...body.cover],
  };
}

/**
 * Reads version 1 or 2 and checks: after this, no walk can leave the arrays or run in a circle, and the outputs are those
 * of the signature. Throws `model.corrupt`.
 */
export function decodeTrees(data: unknown, head: BodyHead): TreesBody {
  const parts = asVersion2(readRecord(data, "the body"), head);
  const value = Float64Array.from(readNumbers(parts.value, "the values"));
  const nodes = value.length;
  const levels = readList(parts.levels, "the levels", readTexts);
  const list = (name: string): readonly number[] => ofLength(readNumbers(parts[name], name), name, nodes);
  const index = (name: string, range: readonly [number, number]): readonly number[] =>
    ofLength(readIndexes(parts[name], name, range), name, nodes);
  const body: TreesBody = {
    base: readNumbers(parts.base, "the base"),
    link: readChoice(parts.link, "the link", TREES_LINKS),
    scale: readNumber(parts.scale, "the scale"),
    levels,
    sets: readList(parts.sets, "the sets", (item, what) => readSet(item, what, levels)),
    roots: Int32Array.from(readIndexes(parts.roots, "the roots", [0, nodes])),
    slot: Int32Array.from(index("slot", [-1, levels.length])),
    value,
    vectors: Float64Array.from(readNumbers(parts.vectors, "the vectors")),
    right: Int32Array.from(index("right", [0, nodes])),
    missing: Uint8Array.from(index("missing", [0, 4])),
    gain: Float64Array.from(list("gain")),
    cover: Float64Array.from(list("cover")),
  };
  checkTrees(body, head.signature);
  return body;
}

const LINK_OF_TASK: Readonly<Record<string, TreesLink>> = { binary: "sigmoid", multiclass: "softmax" };

/** Version 1 took the link from the task, summed single values, and knew no missing zeros. */
function asVersion2(parts: Parts, { version, signature }: BodyHead): Parts {
  if (version !== 1) return parts;
  const missing = readIndexes(parts.missingLeft, "missingLeft", [0, 2]);
  return { ...parts, missing, link: LINK_OF_TASK[signature.task] ?? "identity", scale: 1, vectors: [] };
}

/** Ascending, and of levels that some dictionary has. */
function readSet(data: unknown, what: string, levels: TreesBody["levels"]): readonly number[] {
  const set = readIndexes(data, what, [0, levels.reduce((most, list) => Math.max(most, list.length), 0)]);
  if (set.every((level, i) => i === 0 || level > (set[i - 1] as number))) return set;
  throw modelCorrupt({ what: `${what} is not ascending` });
}
