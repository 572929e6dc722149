import { expect, test } from "vitest";
import { isAlidadeError, rng } from "../../kernel/index.ts";
import { type ImportOptions, importModel, scoreRow } from "../index.ts";
import { LIGHTGBM_JSON, LIGHTGBM_TEXT, ubjson, XGBOOST, XGBOOST_DUMP } from "./samples.arbitrary.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const told: ImportOptions = { objective: "binary:logistic", baseScore: 0.5 };
const FILES: readonly (readonly [string, Uint8Array, ImportOptions])[] = [
  ["LightGBM's text", bytesOf(LIGHTGBM_TEXT), {}],
  ["LightGBM's JSON", bytesOf(JSON.stringify(LIGHTGBM_JSON)), {}],
  ["XGBoost's JSON", bytesOf(JSON.stringify(XGBOOST)), {}],
  ["XGBoost's UBJSON", ubjson(XGBOOST), {}],
  ["XGBoost's dump", bytesOf(XGBOOST_DUMP), told],
];

/** Whether the import refused with an error of its own; a model that it made must score. */
function isRefused(bytes: Uint8Array, options: ImportOptions): boolean {
  try {
    const model = importModel(bytes, options);
    expect(scoreRow(model, { size: 1, age: 3, colour: "red" }).every(Number.isFinite)).toBe(true);
    return false;
  } catch (thrown) {
    if (isAlidadeError(thrown) && thrown.code.startsWith("model.import-")) return true;
    throw thrown;
  }
}

for (const [name, bytes, options] of FILES) {
  test(`${name}, cut anywhere, is refused or a smaller whole`, () => {
    let refused = 0;
    for (let end = 0; end < bytes.length; end++) if (isRefused(bytes.subarray(0, end), options)) refused++;
    expect(refused / bytes.length).toBeGreaterThan(0.75);
  });

  test(`${name}, with bytes flipped, is refused or still scores`, () => {
    const random = rng({ seed: 5, unit: name, purpose: "damage" });
    for (let round = 0; round < 1_500; round++) {
      const damaged = Uint8Array.from(bytes);
      const flips = 1 + random.integer(3);
      for (let i = 0; i < flips; i++) damaged[random.integer(damaged.length)] = random.integer(256);
      isRefused(damaged, options);
    }
  });
}

test("what is no model at all is named", () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      importModel(bytes);
    } catch (thrown) {
      return isAlidadeError(thrown, "model.import-unrecognised") ? thrown.message : String(thrown);
    }
    return "";
  };
  expect(refusal(new Uint8Array())).toContain("is empty");
  expect(refusal(Uint8Array.of(0x80, 4, 0x95, 0))).toContain("pickle");
  expect(refusal(Uint8Array.of(0x1f, 0x8b, 8))).toContain("gzip");
  expect(refusal(bytesOf("PK\u0003\u0004rest"))).toContain("zip");
  expect(refusal(bytesOf("CBM1"))).toContain("CatBoost");
  expect(refusal(bytesOf("age,colour\n1,red\n"))).toContain("none of them");
});
