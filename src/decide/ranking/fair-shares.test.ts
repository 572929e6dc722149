import fc from "fast-check";
import { expect, test } from "vitest";
import { fairShares } from "./fair-shares.ts";

const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);

test.each([
  [[300, 200, 20], 500, [280, 200, 20]],
  [[400, 400, 50], 500, [225, 225, 50]],
  [[400, 400, 400], 500, [167, 167, 166]],
  [[3, 0, 4], 500, [3, 0, 4]],
  [[], 500, []],
])("of %j in %i places come %j", (asked, places, shares) => {
  expect(fairShares(asked, places)).toEqual(shares);
});

test("every place is given that somebody wants, and whoever wants more has as much as anybody, within one", () => {
  const many = fc.array(fc.nat({ max: 60 }), { maxLength: 9 });
  fc.assert(
    fc.property(many, fc.nat({ max: 120 }), (asked, places) => {
      const shares = fairShares(asked, places);
      expect(sum(shares)).toBe(Math.min(places, sum(asked)));
      for (const [i, share] of shares.entries()) {
        expect(share).toBeLessThanOrEqual(asked[i]!);
        if (share < asked[i]!) expect(share).toBeGreaterThanOrEqual(Math.max(...shares) - 1);
      }
    }),
  );
});
