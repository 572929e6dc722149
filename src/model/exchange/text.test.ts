import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "./text.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test("every text comes back from its bytes, without a byte order mark", () => {
  const point = fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
  const aText = fc.array(point).map((codes) => String.fromCodePoint(...codes));
  fc.assert(
    fc.property(aText, (text) => {
      expect(decodeUtf8(encode(text))).toBe(text.replace(/^\ufeff/, ""));
    }),
  );
  const long = "añ€𝄞".repeat(10_000);
  expect(decodeUtf8(encode(long))).toBe(long);
});

test("any bytes are read as the platform reads them, or refused where it refuses", () => {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const read = (decode: () => string): string | undefined => {
    try {
      return decode();
    } catch {
      return undefined;
    }
  };
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0xc1, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xbf, 0x80, 0xa0),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), (list) => {
      const bytes = Uint8Array.from(list);
      expect(read(() => decodeUtf8(bytes))).toBe(read(() => strict.decode(bytes)));
    }),
    { numRuns: 2_000 },
  );
});
