import { expect, test } from "vitest";
import { sampleEvery } from "./keep-sampling.ts";

test("samples are a thousandth of a system's own period apart, and a second at least", () => {
  expect(sampleEvery(2_000)).toBe(1_000);
  expect(sampleEvery(3_600_000)).toBe(3_600);
  expect(sampleEvery(86_400_000)).toBe(86_400);
});
