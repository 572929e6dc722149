import fc from "fast-check";
import { expect, test } from "vitest";
import { sixDigits } from "./six-digits.ts";

const asText = (x: number): number => Number(x.toPrecision(6));

test("gives what the text gives, of any number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => Object.is(sixDigits(x), asText(x))),
    { numRuns: 2000 },
  );
  const usual = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(usual, (x) => Object.is(sixDigits(x), asText(x))),
    { numRuns: 5000 },
  );
});

test("also at powers of 10, at middles and next to them", () => {
  for (let power = -20; power <= 20; power++)
    for (const digits of [1, 1.000005, 1.0000049999, 9.999995, 9.9999949999, 1.2345645, 1.2345655, 5])
      for (const sign of [1, -1]) {
        const x = sign * Number(`${digits}e${power}`);
        expect(sixDigits(x)).toBe(asText(x));
      }
  expect([0, Infinity, 5e-324, Number.MAX_VALUE].map(sixDigits)).toEqual(
    [0, Infinity, 5e-324, Number.MAX_VALUE].map(asText),
  );
});
