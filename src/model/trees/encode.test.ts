import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Signature } from "../model.ts";
import type { TreesBody } from "./body.ts";
import { decodeTrees, encodeTrees } from "./encode.ts";

const signature: Signature = {
  task: "multilabel",
  features: [
    { name: "size", kind: "number" },
    { name: "city", kind: "text" },
  ],
  classes: ["tech", "finance"],
};

/** size ≤ 2 ? (city in {b} ? v0 : v1) : v2; and a second tree of one leaf. */
const body: TreesBody = {
  base: [0.5, -0],
  link: "sigmoid",
  scale: 0.5,
  roots: Int32Array.of(0, 5),
  slot: Int32Array.of(0, 1, -1, -1, -1, -1),
  value: Float64Array.of(2, 0, 0, 1, 2, 0),
  vectors: Float64Array.of(1, 2, 3, 4, 5, 6),
  right: Int32Array.of(4, 3, 0, 0, 0, 0),
  missing: Uint8Array.of(3, 1, 0, 0, 0, 0),
  gain: Float64Array.of(2, 1, 0, 0, 0, 0),
  cover: Float64Array.of(9, 5, 2, 3, 4, 9),
  levels: [[], ["a", "b", "c"]],
  sets: [[1]],
};

type Parts = Record<string, unknown>;
const plain = (): Parts => JSON.parse(JSON.stringify(encodeTrees(body))) as Parts;

function codeOf(change: Parts): string {
  try {
    decodeTrees({ ...plain(), ...change }, { version: 2, signature });
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

describe("a forest", () => {
  test("comes back as it was", () => {
    const again = decodeTrees(encodeTrees(body), { version: 2, signature });
    expect(again).toEqual(body);
    expect(codeOf({})).toBe("nothing was thrown");
  });

  test.each([
    ["binary", "sigmoid"],
    ["regression", "identity"],
    ["multiclass", "softmax"],
  ] as const)("of version 1 takes its link from the task %s", (task, link) => {
    const { link: _, scale: __, vectors: ___, missing: ____, ...old } = plain();
    const classes = task === "multiclass" ? ["x", "y"] : [];
    const base = classes.length > 0 ? [1, 2] : [1];
    const data = { ...old, base, missingLeft: [1, 0, 0, 0, 0, 0] };
    const read = decodeTrees(data, { version: 1, signature: { ...signature, task, classes } });
    expect(read).toMatchObject({ link, scale: 1, missing: Uint8Array.of(1, 0, 0, 0, 0, 0), base });
    expect(read.vectors.length).toBe(0);
  });

  test.each<[string, Parts]>([
    ["a link that is not known", { link: "probit" }],
    ["a scale that is no number", { scale: null }],
    ["a base for other outputs", { base: [1, 2, 3] }],
    ["vectors that end in the middle of one", { vectors: [1, 2, 3] }],
    ["a leaf of a vector that is not there", { value: [2, 0, 0, 1, 3, 0] }],
    ["a leaf of half a vector", { value: [2, 0, 0.5, 1, 2, 0] }],
    ["a missing bit that is not known", { missing: [4, 0, 0, 0, 0, 0] }],
    ["lists of different length", { cover: [1] }],
    ["a right child that is the left one", { right: [4, 2, 0, 0, 0, 0] }],
    ["a right child in another branch", { right: [3, 3, 0, 0, 0, 0] }],
    ["a right child in another tree", { right: [5, 3, 0, 0, 0, 0] }],
    ["trees that share nodes", { roots: [0, 4] }],
    ["nodes of no tree", { roots: [0] }],
    ["a tree too many", { roots: [0, 5, 5] }],
    ["a tree without its end", { slot: [0, 1, -1, -1, -1, 0], right: [4, 3, 0, 0, 0, 5] }],
    ["a set that is not there", { value: [2, 1, 0, 1, 2, 0] }],
    ["a set out of order", { sets: [[1, 0]] }],
    ["a set with a level that is not there", { sets: [[3]] }],
    ["levels of a number", { levels: [["a"], ["a", "b", "c"]] }],
    ["levels of a feature that is not there", { levels: [[], ["a", "b", "c"], []] }],
    ["no levels where a text is split", { levels: [[], []], sets: [[]] }],
  ])("is refused with %s", (_, change) => {
    expect(codeOf(change)).toBe("model.corrupt");
  });

  test("is refused when its sets would take more memory than its bytes suggest", () => {
    const levels = [[], Array.from({ length: 60_000 }, (_, i) => `${i}`)];
    const splits = 40_000;
    const slot = Array.from({ length: 2 * splits + 1 }, (_, i) => (i < splits ? 1 : -1));
    const right = slot.map((of, i) => (of === 1 ? 2 * splits - i : 0));
    const nil = slot.map(() => 0);
    const wide = { slot, right, levels, roots: [0], value: nil, missing: nil, gain: nil, cover: nil, sets: [[0]] };
    expect(codeOf(wide)).toBe("model.corrupt");
    expect(codeOf({ ...wide, levels: [[], ["a"]] })).toBe("nothing was thrown");
  });
});
