import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, cutText, padText, textWidth, wrapText } from "./text.ts";

test("escape sequences, direction overrides, lone surrogates and line separators do not survive", () => {
  expect(cleanText("a\u001b[31mb\u0007c\u009bd\u202eevil\u2066x\u2028y\u0000z")).toBe("a[31mbcdevilxyz");
  expect(cleanText("line\none\ttwo")).toBe("line one two");
  expect(cleanText("\ud800x")).toBe("\ufffdx");
  expect(cleanText("שלום, naïve café 数据 🎉")).toBe("שלום, naïve café 数据 🎉");
});

test("widths count columns, not code units", () => {
  expect(["abc", "数据", "é", "e\u0301", "🎉", ""].map(textWidth)).toEqual([3, 4, 1, 1, 2, 0]);
  expect(cutText("数据科学", 5)).toBe("数据…");
  expect(padText("数据", 6, "right")).toBe("  数据");
});

test("wrapping fits the width and loses no letter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 40 }), (raw, width) => {
      const text = cleanText(raw);
      const lines = wrapText(text, width);
      expect(lines.every((line) => textWidth(line) <= width)).toBe(true);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});
