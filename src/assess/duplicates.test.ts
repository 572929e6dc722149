import { expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import { duplicatesOf } from "./duplicates.ts";

test("twins, contradicting twins and the ceiling are counted by hand", () => {
  const features = tableOf({ a: "number", b: "text", c: "flag" }, [
    { a: 1, b: "x", c: true },
    { a: 1, b: "x", c: true },
    { a: 1, b: "x", c: true },
    { a: 0, b: "x", c: null },
    { a: -0, b: "x", c: null },
    { a: 2, b: null, c: false },
  ]);
  const found = duplicatesOf(features, Float64Array.from([1, 1, 0, 0, 0, 1]));
  expect(found.share).toBeCloseTo(3 / 6, 12);
  expect(found.contradictory).toBeCloseTo(3 / 6, 12);
  expect(found.ceiling).toBeCloseTo(5 / 6, 12);
});

test("rows that differ anywhere are not twins", () => {
  const r = rng({ seed: 1, purpose: "duplicates" });
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ a: i % 200, b: Math.floor(i / 200), c: r.integer(1) }));
  const features = tableOf({ a: "number", b: "number", c: "number" }, rows);
  expect(duplicatesOf(features, new Float64Array(20_000)).share).toBe(0);
});
