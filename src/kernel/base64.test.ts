import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

test("base64 keeps every byte, and refuses what is none", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(text)).toEqual(bytes);
    }),
  );
  expect(fromBase64("ab=c")).toBeUndefined();
  expect(fromBase64("a===")).toBeUndefined();
  expect(fromBase64("abc")).toBeUndefined();
});
