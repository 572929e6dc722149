import { describe, expect, test } from "vitest";
import { columnOf, type Table } from "../../data/index.ts";
import { decodeModel, encodeModel } from "../encode.ts";
import { sigmoid } from "../link.ts";
import { importanceOf, scoreModel, scoreRow } from "../score.ts";
import type { ForeignRuntime } from "./foreign.ts";
import { importOnnx } from "./import.ts";
import { logisticWithTexts, regression } from "./model.conformance.ts";
import { tensor } from "./one-operator.conformance.ts";
import { readModel } from "./proto/graph.ts";
import { type WrittenModel, type WrittenValue, writeModel } from "./proto/write.ts";
import { asNumbers, numbersOf } from "./tensor.ts";

const bytes = writeModel(logisticWithTexts);

describe("a graph with one input per feature", () => {
  const model = importOnnx(bytes);
  test("names and types its features, and finds the classes", () => {
    expect(model.signature).toEqual({
      task: "binary",
      features: [
        { name: "age", kind: "number" },
        { name: "city", kind: "text" },
      ],
      classes: [],
    });
    expect(importanceOf(model)).toEqual({});
  });

  test("scores with missing numbers, missing texts and unseen ones", () => {
    const margin = (age: number, city: number): number => 2 * age + city - 0.25;
    const by = (z: number): number => sigmoid(z) / (sigmoid(z) + sigmoid(-z));
    expect(scoreRow(model, { age: 1, city: "Oslo" })[0]).toBeCloseTo(by(margin(1, 0.5)), 6);
    expect(scoreRow(model, { age: null, city: "Rīga" })[0]).toBeCloseTo(by(margin(1.5, -0.5)), 6);
    expect(scoreRow(model, { age: -1, city: "Bern" })[0]).toBeCloseTo(by(margin(-1, 0)), 6);
    expect(scoreRow(model, { age: -1, city: null })).toEqual(scoreRow(model, { age: -1, city: "Bern" }));
  });

  test("takes other names, and the class that is meant", () => {
    const other = importOnnx(bytes, { features: ["years", "town"], positive: "no" });
    const [no] = scoreRow(other, { years: 1, town: "Oslo" });
    expect(no).toBeCloseTo(1 - scoreRow(model, { age: 1, city: "Oslo" })[0]!, 6);
    expect(() => importOnnx(bytes, { positive: "maybe" })).toThrow(/no class maybe \(classes: no, yes\)/);
  });

  test("refuses features that do not fit", () => {
    expect(() => importOnnx(bytes, { features: ["years"] })).toThrow(/2 columns, and 1 features were named/);
    expect(() => importOnnx(bytes, { features: ["a", "a"] })).toThrow(/the same name/);
    const flags = [
      { name: "age", kind: "flag" },
      { name: "city", kind: "flag" },
    ] as const;
    expect(() => importOnnx(bytes, { features: flags })).toThrow(/`city` is a flag, and the input city takes a text/);
  });

  test("is held against the features at hand", () => {
    const { signature } = importOnnx(bytes, { expect: { age: "flag", city: "text", more: "number" } });
    expect(signature.features[0]).toEqual({ name: "age", kind: "flag" });
    expect(() => importOnnx(bytes, { expect: { age: "text" } })).toThrow(
      /`age` must be a number, not a text; `city` \(text\) is missing/,
    );
  });

  test("keeps the names of its classes, in its order", () => {
    expect(importOnnx(bytes, { classes: ["no", "yes"] }).signature.task).toBe("binary");
    expect(() => importOnnx(bytes, { classes: ["yes", "no"] })).toThrow(
      /classes of the output are no, yes, not yes, no/,
    );
  });

  test("gives the same numbers in batches as row by row", () => {
    const ages = Array.from({ length: 3000 }, (_, i) => (i % 7 === 0 ? null : i / 1000));
    const cities = ages.map((_, i) => ["Oslo", "Rīga", null][i % 3]!);
    const table: Table = { rows: 3000, columns: [columnOf("city", "text", cities), columnOf("age", "number", ages)] };
    const scores = scoreModel(model, table);
    for (const i of [0, 1023, 1024, 2999])
      expect(scoreRow(model, { age: ages[i]!, city: cities[i]! })).toEqual([scores[i]]);
  });
});

const shaped = (input: readonly number[], output: Partial<WrittenValue> = {}): WrittenModel => ({
  ...regression,
  inputs: [{ name: "x", type: "float", dims: input }],
  outputs: [{ name: "y", type: "float", dims: [-1, 1], ...output }],
});
const sum: WrittenModel["nodes"] = [
  { op: "ReduceSum", inputs: ["x", "axes"], outputs: ["s"] },
  { op: "Identity", inputs: ["s"], outputs: ["y"] },
];
const axes = new Map([["axes", tensor([1], [1], "int64")]]);

describe("a graph with one matrix", () => {
  test("has columns f0, f1 and so on, or the names given", () => {
    const model = importOnnx(writeModel({ ...shaped([-1, 3]), nodes: sum, constants: axes }));
    expect(model.signature.task).toBe("regression");
    expect(scoreRow(model, { f0: 1, f1: 2, f2: 4 })).toEqual([7]);
  });
  test("of open width needs names", () => {
    const open = writeModel({ ...shaped([-1, -1]), nodes: sum, constants: axes });
    expect(() => importOnnx(open)).toThrow(/number of columns of an input is open/);
    expect(scoreRow(importOnnx(open, { features: ["a", "b"] }), { a: 1, b: 2 })).toEqual([3]);
  });
  test("of a fixed single row runs row by row", () => {
    const model = importOnnx(writeModel({ ...shaped([1, 2]), nodes: sum, constants: axes }));
    const table = { rows: 2, columns: [columnOf("f0", "number", [1, 2]), columnOf("f1", "number", [3, 4])] };
    expect([...scoreModel(model, table)]).toEqual([4, 6]);
    expect(() => importOnnx(writeModel(shaped([8, 2])))).toThrow(/takes 8 rows at a time/);
    expect(() => importOnnx(writeModel(shaped([-1, 3, 3])))).toThrow(/has 3 dimensions/);
  });
});

describe("outputs", () => {
  test("of several numbers need a task, and classes their names", () => {
    const wide = writeModel(shaped([-1, 3], { dims: [-1, 3] }));
    expect(() => importOnnx(wide)).toThrow(/3 numbers may mean anything/);
    const model = importOnnx(wide, { task: "multilabel", classes: ["a", "b", "c"] });
    expect(scoreRow(model, { f0: 0, f1: 0.5, f2: 1 })).toEqual([0, 0.5, 1]);
    expect(() => scoreRow(model, { f0: 0, f1: 3, f2: 1 })).toThrow(/the output is 3, no probability/);
    expect(() => scoreRow(importOnnx(wide, { task: "regression" }), { f0: 0, f1: 3, f2: 1 })).toThrow(
      /3 numbers for each row instead of 1/,
    );
  });
  test("of one column may be a probability", () => {
    expect(scoreRow(importOnnx(writeModel(regression), { task: "binary" }), { x: 0.25 })).toEqual([0.25]);
  });
  test("that are labels alone are refused", () => {
    expect(() => importOnnx(writeModel(shaped([-1, 1], { type: "int64" })))).toThrow(/no output is one \(outputs: y\)/);
  });
  test("that are no number are refused when they come", () => {
    expect(() => scoreRow(importOnnx(writeModel(regression)), { x: null })).toThrow(/the output is NaN, no number/);
  });
});

test("an input of whole numbers cannot be missing", () => {
  const model = importOnnx(
    writeModel({
      ...regression,
      nodes: [{ op: "Cast", inputs: ["x"], outputs: ["y"], attributes: { to: { int: 1 } } }],
      inputs: [{ name: "x", type: "int64", dims: [-1, 1] }],
    }),
  );
  expect(scoreRow(model, { x: 3 })).toEqual([3]);
  expect(() => scoreRow(model, { x: null })).toThrow(/reads `x` as int64, which cannot be missing/);
});

/** The same file, its one constant said to be of half precision: dims [1], then the type. */
function asHalf(bytes: Uint8Array): Uint8Array {
  const pattern = [0x0a, 1, 1, 0x10, 1];
  const at = bytes.findIndex((_, i) => pattern.every((byte, k) => bytes[i + k] === byte));
  return bytes.with(at + 4, 10);
}

describe("a graph that is not evaluated here", () => {
  const strange = writeModel({
    ...regression,
    nodes: [
      { op: "Einsum", inputs: ["x"], outputs: ["e"] },
      {
        op: "ZipMap",
        domain: "ai.onnx.ml",
        inputs: ["e"],
        outputs: ["y"],
        attributes: { classlabels_int64s: { ints: [0, 1] } },
      },
    ],
    opsets: { "": 17, "ai.onnx.ml": 3 },
  });
  /** Gives x twice, as two columns; notes what it was asked to load. */
  const loaded: Uint8Array[] = [];
  const foreign: ForeignRuntime = {
    open(model) {
      loaded.push(model);
      return {
        run(inputs, output) {
          expect(output).toBe("e");
          const { dims, data } = asNumbers(inputs.get("x"));
          return numbersOf("float", [dims[0]!, 2], Float64Array.from([...data].flatMap((p) => [1 - p, p])));
        },
      };
    },
  };

  test("is refused without a runtime, with the operator's name", () => {
    expect(() => importOnnx(strange)).toThrow(/Got Einsum/);
  });
  test("so is a tensor of half precision, and operators of a version to come, that a runtime may know", () => {
    const weighted = { ...regression, nodes: [{ op: "Mul", inputs: ["x", "w"], outputs: ["y"] }] };
    const written = { ...weighted, constants: new Map([["w", tensor([1], [2])]]) };
    expect(() => importOnnx(asHalf(writeModel(written)))).toThrow(/Got Mul \(of half precision/);
    expect(importOnnx(asHalf(writeModel(written)), { foreign }).body.graph).toBeUndefined();
    expect(importOnnx(writeModel({ ...written, opsets: { "": 99 } }), { foreign }).body.graph).toBeUndefined();
  });
  test("runs in a runtime, once loaded, without the lists of maps that it cannot give", () => {
    const model = decodeModel(encodeModel(importOnnx(strange, { foreign })), { foreign });
    expect(scoreRow(model, { x: 0.25 })).toEqual([0.25]);
    expect(scoreRow(model, { x: 0.5 })).toEqual([0.5]);
    expect(loaded).toHaveLength(1);
    const { nodes, outputs } = readModel(loaded[0]!);
    expect(nodes.map(({ op }) => op)).toEqual(["Einsum"]);
    expect(outputs).toEqual([{ name: "e", type: "float", dims: undefined }]);
  });
  test("says so where it is scored without one", () => {
    const model = decodeModel(encodeModel(importOnnx(strange, { foreign })));
    expect(() => scoreRow(model, { x: 1 })).toThrow(/no runtime was given/);
  });
});
