import fc from "fast-check";
import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { columnOf } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import { decodeModel, encodeModel } from "../encode.ts";
import { scoreModel } from "../score.ts";
import { importOnnx } from "./import.ts";
import { ints, logisticWithTexts, regression } from "./model.conformance.ts";
import { runOne, tensor } from "./one-operator.conformance.ts";
import { readModel } from "./proto/graph.ts";
import { type WrittenModel, writeModel } from "./proto/write.ts";

const rows = {
  rows: 3,
  columns: [columnOf("age", "number", [1, 2, null]), columnOf("city", "text", ["Oslo", "Rīga", null])],
};

/** Whatever a file says: a model that scores, or an error with a code. */
function tryOut(bytes: Uint8Array): string {
  try {
    return `scores ${scoreModel(importOnnx(bytes), rows).length}`;
  } catch (thrown) {
    if (isAlidadeError(thrown)) return thrown.code;
    throw thrown;
  }
}

const whole = writeModel(logisticWithTexts);

test("a file is read as it was written", () => {
  const { constants, nodes, inputs, outputs, opsets } = readModel(whole);
  expect(nodes.map(({ op }) => op)).toEqual(logisticWithTexts.nodes.map(({ op }) => op));
  expect(constants).toEqual(logisticWithTexts.constants);
  expect(inputs).toEqual(logisticWithTexts.inputs);
  expect(outputs).toEqual(logisticWithTexts.outputs);
  expect(Object.fromEntries(opsets)).toEqual(logisticWithTexts.opsets);
  expect(tryOut(whole)).toBe("scores 3");
});

describe("files that lie", () => {
  test("cut anywhere, a file is refused or still whole, and never worse", () => {
    for (let length = 0; length < whole.length; length++) {
      const code = tryOut(whole.slice(0, length));
      expect(code, `cut at ${length}`).toMatch(/^onnx\./);
    }
  });

  test("with any bytes changed, a file scores or is refused with a code", () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        expect(tryOut(bytes)).toMatch(/^(onnx\.|scores|model\.signature-mismatch)/);
      }),
      { numRuns: 1500 },
    );
  });

  test("random bytes are refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(tryOut(bytes)).toMatch(/^onnx\./);
      }),
    );
  });

  test.each([
    ["a shape larger than the data", [2 ** 31, 2 ** 31], /shape of \[2147483648, 2147483648\] and 1 elements/],
    ["a shape that overflows", [2 ** 52, 2 ** 52, 0, 2 ** 52], /elements/],
    ["a negative dimension", [-1, -1], /elements/],
    ["too many dimensions", Array.from({ length: 99 }, () => 1), /99 dimensions/],
  ] as const)("%s is refused before anything is allocated", (_name, dims, says) => {
    const bad = tensor(dims, [0]);
    expect(() => readModel(writeModel({ ...regression, constants: new Map([["w", bad]]) }))).toThrow(says);
  });

  test("a length beyond the file is refused", () => {
    const out = new PbfWriter();
    out.writeTag(7, 2);
    out.writeVarint(2 ** 40);
    expect(() => readModel(out.finish())).toThrow(/longer than the file/);
  });

  test("weights in another file are refused", () => {
    const out = new PbfWriter();
    out.writeVarintField(1, 8);
    out.writeMessage(
      7,
      (_: number, graph) => graph.writeMessage(5, (each: number, at) => at.writeVarintField(14, each), 1),
      0,
    );
    expect(() => readModel(out.finish())).toThrow(/in another one/);
  });

  test("operators of a version to come are refused", () => {
    expect(() => importOnnx(writeModel({ ...regression, opsets: { "": 99 } }))).toThrow(
      /version 7 to \d+. Got version 99/,
    );
    expect(() => importOnnx(writeModel({ ...regression, opsets: {} }))).toThrow(/have no version/);
  });

  test("a node that reads what comes later is refused", () => {
    const nodes = [
      { op: "Add", inputs: ["x", "b"], outputs: ["a"] },
      { op: "Add", inputs: ["x", "a"], outputs: ["b"] },
      { op: "Identity", inputs: ["b"], outputs: ["y"] },
    ];
    expect(() => importOnnx(writeModel({ ...regression, nodes }))).toThrow(/reads "b", which is not there before it/);
  });
});

describe("graphs that would fill the memory", () => {
  test("a huge tensor is refused", () => {
    expect(() => runOne({ op: "ConstantOfShape", inputs: [ints(2 ** 30, 2 ** 30)] })).toThrow(/more than \d+ elements/);
    expect(() => runOne({ op: "Expand", inputs: [tensor([1], [1]), ints(2 ** 40)] })).toThrow(/more than \d+ elements/);
  });

  test("so is doubling, again and again", () => {
    const nodes = Array.from({ length: 60 }, (_, i) => ({
      op: "Concat",
      inputs: [i === 0 ? "x" : `d${i}`, i === 0 ? "x" : `d${i}`],
      outputs: [i === 59 ? "y" : `d${i + 1}`],
      attributes: { axis: { int: 1 } },
    }));
    const model = importOnnx(writeModel({ ...regression, nodes }));
    expect(() => scoreModel(model, { rows: 1, columns: [columnOf("x", "number", [1])] })).toThrow(/elements/);
  });
});

describe("trees that lead nowhere", () => {
  const tree = (onTrue: number, onFalse: number): WrittenModel => ({
    ...regression,
    opsets: { "ai.onnx.ml": 3 },
    nodes: [
      {
        op: "TreeEnsembleRegressor",
        domain: "ai.onnx.ml",
        inputs: ["x"],
        outputs: ["y"],
        attributes: {
          nodes_treeids: { ints: [0, 0, 0] },
          nodes_nodeids: { ints: [0, 1, 2] },
          nodes_featureids: { ints: [0, 0, 0] },
          nodes_values: { floats: [0, 0, 0] },
          nodes_modes: { texts: ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF"] },
          nodes_truenodeids: { ints: [1, onTrue, 0] },
          nodes_falsenodeids: { ints: [2, onFalse, 0] },
          target_treeids: { ints: [0] },
          target_nodeids: { ints: [2] },
          target_ids: { ints: [0] },
          target_weights: { floats: [1] },
        },
      },
    ],
  });
  test("a circle is refused", () => {
    expect(() => importOnnx(writeModel(tree(0, 2)))).toThrow(/runs in a circle/);
  });
  test("a branch without a node is refused", () => {
    expect(() => importOnnx(writeModel(tree(7, 2)))).toThrow(/leads nowhere/);
  });
  test("two branches may share a node", () => {
    const model = importOnnx(writeModel(tree(2, 2)));
    expect(scoreModel(model, { rows: 1, columns: [columnOf("x", "number", [1])] })).toEqual(Float64Array.of(1));
  });
});

test("a stored model whose file is damaged is refused", () => {
  const stored = new TextDecoder().decode(encodeModel(importOnnx(whole)));
  const damaged = stored.replace(/"file":"..../, '"file":"////');
  expect(() => decodeModel(new TextEncoder().encode(damaged))).toThrow(/ONNX file must hold one whole model/);
});
