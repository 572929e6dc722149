import { describe, expect, test } from "vitest";
import { canonical, isAlidadeError } from "../kernel/index.ts";
import { decodeModel, encodeModel } from "./encode.ts";
import type { Calibration, Model } from "./model.ts";
import type { TreesBody } from "./trees/body.ts";

const body: TreesBody = {
  base: [-0],
  roots: Int32Array.of(0),
  slot: Int32Array.of(0, -1, -1),
  value: Float64Array.of(0, 0.1 + 0.2, -0),
  right: Int32Array.of(2, 0, 0),
  missingLeft: Uint8Array.of(1, 0, 0),
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

  test.each<Calibration>([{ kind: "none" }, { kind: "isotonic", from: [0.1, 0.9], to: [0, 1] }])(
    "carry the calibration %j",
    (calibration) => {
      expect(decodeModel(encodeModel({ ...model, calibration })).calibration).toEqual(calibration);
    },
  );

  test("are JSON that anyone can read", () => {
    const text = new TextDecoder().decode(encodeModel(model));
    expect(JSON.parse(text)).toMatchObject({ kind: "alidade.model", format: "trees", version: 1 });
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
      whole.version = 2;
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
