import { expect, test } from "vitest";
import { isAlidadeError } from "../../../kernel/index.ts";
import { ubjson } from "../samples.arbitrary.ts";
import { readUbjson } from "./ubjson.ts";

/** Letters stand for themselves, numbers for bytes. */
function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : Array.from(part, (c) => c.charCodeAt(0)))),
  );
}

function codeOf(content: Uint8Array): string | undefined {
  try {
    readUbjson(content);
  } catch (thrown) {
    if (isAlidadeError(thrown)) return thrown.code;
    throw thrown;
  }
  return undefined;
}

test("every kind of value is read", () => {
  expect(
    readUbjson(bytes("[ZTFi", 255, "U", 255, "I", 1, 0, "l", 0, 0, 1, 0, "L", 0, 0, 0, 1, 0, 0, 0, 0, "]")),
  ).toEqual([null, true, false, -1, 255, 256, 256, 2 ** 32]);
  expect(readUbjson(bytes("[d", 63, 128, 0, 0, "D", 191, 240, 0, 0, 0, 0, 0, 0, "CxSi", 2, 0xc3, 0xa9, "]"))).toEqual([
    1,
    -1,
    "x",
    "é",
  ]);
  expect(readUbjson(bytes("[$I#i", 2, 0, 1, 255, 255))).toEqual(Float64Array.of(1, -1));
  expect(readUbjson(bytes("{#i", 1, "i", 1, "aT"))).toEqual({ a: true });
  expect(readUbjson(bytes("{$U#i", 2, "i", 1, "a", 1, "i", 1, "b", 2))).toEqual({ a: 1, b: 2 });
  expect(readUbjson(ubjson({ a: [1, 2.5], b: { c: "d" } }))).toEqual({ a: Float64Array.of(1, 2.5), b: { c: "d" } });
});

test("a size that points beyond the file is refused before room is made", () => {
  const huge = [127, 255, 255, 255];
  expect(codeOf(bytes("[$D#l", ...huge))).toBe("model.import-cut-short");
  expect(codeOf(bytes("[#l", ...huge))).toBe("model.import-cut-short");
  expect(codeOf(bytes("{#l", ...huge))).toBe("model.import-cut-short");
  expect(codeOf(bytes("Sl", ...huge))).toBe("model.import-cut-short");
  expect(codeOf(bytes("[$Z#l", ...huge))).toBe("model.import-malformed");
  expect(codeOf(bytes("[#L", 127, 255, 255, 255, 255, 255, 255, 255))).toBe("model.import-malformed");
  expect(codeOf(bytes("[#i", 255))).toBe("model.import-malformed");
});

test("what is no UBJSON is refused", () => {
  expect(codeOf(bytes(""))).toBe("model.import-cut-short");
  expect(codeOf(bytes("?"))).toBe("model.import-malformed");
  expect(codeOf(bytes("TT"))).toBe("model.import-malformed");
  expect(codeOf(bytes("[$i", 1))).toBe("model.import-malformed");
  expect(codeOf(bytes("Si", 1, 255))).toBe("model.import-malformed");
  expect(codeOf(bytes("[".repeat(100_000)))).toBe("model.import-malformed");
});
