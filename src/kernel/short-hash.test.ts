import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBytes, hashUniform } from "./hash.ts";
import { shortHash } from "./short-hash.ts";

const first = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

test("the words of a short text are those of its SHA-256, whatever its length", () => {
  for (let length = 0; length <= 503; length++) {
    const text = Array.from({ length }, (_, i) => String.fromCharCode((i * 7 + length) % 128)).join("");
    const words = shortHash(text)!;
    expect(words.map((word) => word.toString(16).padStart(8, "0")).join("")).toBe(first(text));
  }
});

test("a text that is too long or not ASCII is left to others, and its place on [0, 1) is the same as ever", () => {
  expect([shortHash("x".repeat(504)), shortHash("Łódź"), shortHash("\u0080")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
      expect(hashUniform(text)).toBe(Number.parseInt(hashBytes(text).slice(0, 13), 16) / 2 ** 52);
    }),
  );
});
