import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteDictionary } from "./byte-dictionary.ts";

const ENCODER = new TextEncoder();

test("gives every cell the code of its first appearance, short and long, however many there are", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "b", "0", "é", "\u0000"), minLength: 0, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 400 }), (cells) => {
      const dictionary = new ByteDictionary();
      const codes = new Map<string, number>();
      for (const text of cells) {
        if (!codes.has(text)) codes.set(text, codes.size);
        // In the middle of other bytes, as a field is.
        const bytes = ENCODER.encode(`x${text}y`);
        expect(dictionary.code(bytes, 1, bytes.length - 1)).toBe(codes.get(text));
      }
      expect(dictionary.levels()).toEqual([...codes.keys()]);
    }),
  );
});
