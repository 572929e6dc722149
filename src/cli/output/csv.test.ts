import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf, guarded, unguarded } from "./csv.ts";

test("a cell that a spreadsheet would run as a formula is written as text", () => {
  expect(csvOf([["=1+1", "+cmd|' /C calc'!A0", "-5", "-2+3", "@SUM(A1)", "\tx", "a=b", '="a,b"']])).toBe(
    `'=1+1,'+cmd|' /C calc'!A0,-5,'-2+3,'@SUM(A1),'\tx,a=b,"'=""a,b"""\n`,
  );
});

test("what was guarded comes back as it was", () => {
  const text = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "1", "a", "\t", "\n", ".") });
  const property = fc.property(text, (given) => {
    expect(unguarded(guarded(given))).toBe(given);
    expect(/^[=+@\t\r\n]/.test(guarded(given)) && Number.isNaN(Number(given))).toBe(false);
  });
  fc.assert(property, { numRuns: 1_000 });
});
