import { describe, expect, test } from "vitest";
import { canonical, isAlidadeError } from "../kernel/index.ts";
import { decodeModel, encodeModel } from "./encode.ts";
import type { Calibration, Model } from "./model.ts";
import type { TreesBody } from "./trees/body.ts";

const body: TreesBody = {
  base: [-0],
  link: "sigmoid",
  scale: 1,
  roots: Int32Array.of(0),
  slot: Int32Array.of(0, -1, -1),
  value: Float64Array.of(0, 0.1 + 0.2, -0),
  vectors: new Float64Array(0),
  right: Int32Array.of(2, 0, 0),
  missing: Uint8Array.of(3, 0, 0),
  gain: Float64Array.of(1e-300, 0, 0),
  cover: Float64Array.of(9, 4, 5),
  levels: [["Ærø", "東京", "\u2028", "🦊"]],
  sets: [[1, 3]],
};
const model: Model<TreesBody> = {
  format: "trees",
  signature: { task: "binary", features: [{ name: "città", kind: "text" }], classes: [] },
  calibration: { kind: "platt", slope: 0.9, intercept: -0.1 },
  body,
};

type Parts = Record<string, unknown>;

/** The bytes of a model with plain names after a change to what they say. */
function changed(change: (whole: Parts & { body: Parts }) => void): Uint8Array {
  const signature = { ...model.signature, features: [{ name: "city", kind: "text" as const }] };
  const plain = { ...model, signature, body: { ...body, levels: [["a", "b", "c", "d"]] } };
  const whole = JSON.parse(new TextDecoder().decode(encodeModel(plain)));
  change(whole);
  return new TextEncoder().encode(canonical(whole));
}

function codeOf(bytes: Uint8Array): string {
  try {
    decodeModel(bytes);
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

describe("a model's bytes", () => {
  test("bring back the same model, in any script, to the last bit", () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test.each<Calibration>([
    { kind: "none" },
    { kind: "beta", a: 1.5, b: 0.5, intercept: -0.25 },
    { kind: "isotonic", from: [0.1, 0.9], to: [0, 1] },
  ])("carry the calibration %j", (calibration) => {
    expect(decodeModel(encodeModel({ ...model, calibration })).calibration).toEqual(calibration);
  });

  test("are not made of a model with a number that is none", () => {
    const gain = Float64Array.of(Number.NaN, 0, 0);
    expect(() => encodeModel({ ...model, body: { ...body, gain } })).toThrow(
      expect.objectContaining({ code: "model.not-finite" }),
    );
  });

  test.each([0, -1, 0.5])("are refused with the version %d", (version) => {
    expect(codeOf(changed((whole) => Object.assign(whole, { version })))).toBe("model.corrupt");
  });

  test("are refused with two features or two classes of one name, and when they are no bytes", () => {
    const feature = { name: "city", kind: "text" };
    const sign = (signature: object): string =>
      codeOf(changed((whole) => Object.assign(whole.signature as object, signature)));
    expect(sign({ features: [feature, feature] })).toBe("model.corrupt");
    expect(sign({ classes: ["a", "a"] })).toBe("model.corrupt");
    expect(codeOf(null as never)).toBe("model.corrupt");
  });

  test("are JSON that anyone can read", () => {
    const text = new TextDecoder().decode(encodeModel(model));
    expect(JSON.parse(text)).toMatchObject({ kind: "alidade.model", format: "trees", version: 2 });
  });

  test("are refused when they are something else", () => {
    for (const text of ["", "null", "[]", "{}", "not JSON", '{"kind":"cake"}', '{"é":1}'])
      expect(codeOf(new TextEncoder().encode(text))).toBe("model.corrupt");
    expect(codeOf(encodeModel(model).slice(0, -5))).toBe("model.corrupt");
  });

  test("are read again when nothing was changed", () => {
    expect(codeOf(changed(() => undefined))).toBe("nothing was thrown");
  });

  test("of an unknown format or a newer version say so", () => {
    const foreign = changed((whole) => {
      whole.format = "toString";
    });
    const newer = changed((whole) => {
      whole.version = 3;
    });
    expect(codeOf(foreign)).toBe("model.format-unknown");
    expect(codeOf(newer)).toBe("model.version-newer");
  });

  test.each<[string, (body: Parts) => void]>([
    ["lists of different length", (b) => (b.gain as number[]).pop()],
    ["a child before its parent", (b) => Object.assign(b, { right: [0, 0, 0] })],
    ["a child that is not there", (b) => Object.assign(b, { right: [3, 0, 0] })],
    ["a slot that is not there", (b) => Object.assign(b, { slot: [1, -1, -1] })],
    ["a set that is not there", (b) => Object.assign(b, { value: [7, 0, 0] })],
    ["a level that is not there", (b) => Object.assign(b, { sets: [[4]] })],
    ["a root that is not there", (b) => Object.assign(b, { roots: [3] })],
    ["a value that is no number", (b) => Object.assign(b, { value: [0, null, 0] })],
    ["no levels", (b) => delete b.levels],
  ])("are refused with %s", (_, damage) => {
    expect(codeOf(changed((whole) => damage(whole.body)))).toBe("model.corrupt");
  });
});

describe("a model's maps", () => {
  const bytesWith = (parts: Parts): Uint8Array => changed((whole) => Object.assign(whole, parts));

  test("of several outputs come back as they were", () => {
    const signature = { task: "multilabel" as const, features: [], classes: ["a", "b"] };
    const calibrations: readonly Calibration[] = [{ kind: "none" }, { kind: "platt", slope: 2, intercept: 0 }];
    const body = { outputs: [0.5, 0.5] };
    const several: Model = { format: "constant", signature, calibration: { kind: "none" }, calibrations, body };
    expect(decodeModel(encodeModel(several))).toEqual(several);
  });

  test.each<[string, Parts]>([
    ["a kind that is not there", { calibration: { kind: "cake" } }],
    ["a slope that is no number", { calibration: { kind: "platt", slope: null, intercept: 0 } }],
    ["half a beta map", { calibration: { kind: "beta", a: 1, intercept: 0 } }],
    ["no knots", { calibration: { kind: "isotonic", from: [], to: [] } }],
    ["knots that go back", { calibration: { kind: "isotonic", from: [0.9, 0.1], to: [0, 1] } }],
    ["a knot without a value", { calibration: { kind: "isotonic", from: [0.1, 0.9], to: [0] } }],
    ["more maps than outputs", { calibrations: [{ kind: "none" }, { kind: "none" }] }],
    ["a conformal part of no kind", { conformal: { scores: [1] } }],
  ])("are refused with %s", (_, parts) => {
    expect(codeOf(bytesWith(parts))).toBe("model.corrupt");
  });
});

describe("the bytes of a linear, a constant and another small model", () => {
  const features = [
    { name: "city", kind: "text" },
    { name: "size", kind: "number" },
  ] as const;
  const signature = { task: "regression", features, classes: [] } as const;
  const linear: Model = {
    format: "linear",
    signature,
    calibration: { kind: "none" },
    body: {
      intercept: [1],
      numbers: [{ slot: 1, fill: 0, weight: [2], missing: [0] }],
      texts: [{ slot: 0, levels: ["Bern"], weight: [3], missing: [0] }],
      shares: [0.5, 0.5],
    },
  };
  const damaged = (whole: Model, damage: (body: Parts) => unknown): string => {
    const data = JSON.parse(new TextDecoder().decode(encodeModel(whole)));
    damage(data.body);
    return codeOf(new TextEncoder().encode(JSON.stringify(data)));
  };

  test.each<[string, (body: Parts) => unknown]>([
    ["an intercept too many", ({ intercept }) => (intercept as number[]).push(0)],
    ["a share too few", ({ shares }) => (shares as number[]).pop()],
    ["a number's term on a text", ({ numbers }) => Object.assign((numbers as Parts[])[0]!, { slot: 0 })],
    ["a text's term on a number", ({ texts }) => Object.assign((texts as Parts[])[0]!, { slot: 1 })],
    ["a term on no feature", ({ numbers }) => Object.assign((numbers as Parts[])[0]!, { slot: 2 })],
    ["a level without a weight", ({ texts }) => Object.assign((texts as Parts[])[0]!, { levels: ["Bern", "Oslo"] })],
  ])("are refused with %s", (_, damage) => {
    expect(damaged(linear, () => undefined)).toBe("nothing was thrown");
    expect(damaged(linear, damage)).toBe("model.corrupt");
  });

  test("are refused with more outputs than the task has", () => {
    const constant: Model = { format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [1] } };
    expect(damaged(constant, ({ outputs }) => (outputs as number[]).push(2))).toBe("model.corrupt");
    expect(damaged(constant, (body) => Object.assign(body, { outputs: "many" }))).toBe("model.corrupt");
  });
});
