import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keySegments } from "./keys.ts";
import { decodeValue, encodeValue, LARGEST_VALUE } from "./values.ts";

const special = fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, "\u0000NaN", "\u0000", "\u0000\u0000-0", "\ud800");
const jsonLike = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.jsonValue({ maxDepth: 0 }), special, fc.double()),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("node")),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("node"),
      { noNullPrototype: true },
    ),
  ),
})).node;

describe("a stored value", () => {
  test("comes back as it was, special numbers and marked texts included", () => {
    fc.assert(
      fc.property(jsonLike, (value) => {
        expect(decodeValue(encodeValue(value))).toStrictEqual(value);
      }),
    );
  });

  test("is plain JSON when nothing in it is special", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        if (JSON.stringify(plain).includes("\\u0000")) return;
        expect(JSON.parse(encodeValue(plain))).toEqual(plain);
      }),
    );
  });

  test("loses members that are undefined, as JSON does", () => {
    expect(encodeValue({ a: 1, b: undefined })).toBe('{"a":1}');
  });

  test.each([
    undefined,
    1n,
    () => 1,
    new Date(0),
    new Map(),
    new Float64Array(2),
    [undefined],
    { a: [{ b: Symbol("x") }] },
  ])("refuses what JSON would lose: %s", (value) => {
    expect(() => encodeValue(value)).toThrow(expect.objectContaining({ code: "store.value-not-json" }));
  });

  test("may take 4 MiB of UTF-8 and not a byte more", () => {
    const euro = "€".repeat((LARGEST_VALUE - 4) / 3);
    expect(Buffer.byteLength(encodeValue(`${euro}aa`))).toBe(LARGEST_VALUE);
    expect(() => encodeValue(`${euro}aaa`)).toThrow(expect.objectContaining({ code: "store.value-too-large" }));
  });
});

describe("a key", () => {
  test("is taken apart into its segments", () => {
    expect(keySegments("models/0a-1_b.bin")).toEqual(["models", "0a-1_b.bin"]);
  });
  test.each([
    "",
    "/",
    "a/",
    "/a",
    "a//b",
    ".",
    "..",
    "a/../b",
    "A",
    "a b",
    "a\\b",
    "a\u0000",
    "é",
    "~x",
    "a".repeat(201),
  ])("is refused: %j", (key) =>
    expect(() => keySegments(key)).toThrow(expect.objectContaining({ code: "store.key-refused" })),
  );
});
