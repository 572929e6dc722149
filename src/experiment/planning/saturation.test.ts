import { expect, test } from "vitest";
import { disagreementOf } from "../designs/disagreement.ts";
import { saturationOf, wordSaturation } from "./saturation.ts";

const pairs = (differing: number) =>
  disagreementOf(Array.from({ length: 1_000 }, (_, i) => ({ unit: `u${i % 500}`, differs: i < differing })));

test("releases that hardly differ are called saturated, with the numbers", () => {
  const found = saturationOf(pairs(5), 0.5);
  expect(found).toMatchObject({ saturated: true, liftWhereTheyDiffer: 50 });
  expect(wordSaturation(found, "USD")).toBe(
    "Saturated: they hardly differ. They decide differently on 0.5% of 1,000 logged decisions, for 1.0% of 500 entities. " +
      "For that lift over all, each of these would have to bring $50.00 more.",
  );
});

test("releases that differ are not, and without a lift nothing is asked of them", () => {
  const found = saturationOf(pairs(200), null);
  expect(found).toMatchObject({ saturated: false, liftWhereTheyDiffer: null });
  expect(wordSaturation(found, "USD")).toBe(
    "They decide differently on 20.0% of 1,000 logged decisions, for 40.0% of 500 entities.",
  );
});

test("releases that never differ leave nothing to compare", () => {
  const found = saturationOf(pairs(0), 1);
  expect(found.liftWhereTheyDiffer).toMatchObject({ reason: "no-disagreement" });
  expect(wordSaturation(found, "USD")).toContain("alike on all of 1,000 logged decisions");
});
