import { expect, test } from "vitest";
import { insufficient } from "../kernel/index.ts";
import type { Estimate } from "../stats/index.ts";
import { weighHistory } from "./gate-history.ts";

const money = (value: number): string => `$${value.toFixed(2)}`;
const lift = (low: number, value: number, high: number): Estimate => ({ value, low, high, level: 0.95 });
const weigh = (of: Estimate) => weighHistory({ metric: "rocAuc", comparisons: 23, lift: of }, money);

test("history says what such gains brought, and neither passes nor refuses for it", () => {
  expect(weigh(lift(0.5, 1, 1.5))).toEqual({
    finding: "pass",
    message:
      "By 23 comparisons of the past, such a gain in rocAuc brings $1.00 a decision ($0.50 to $1.50) online. It is a forecast, and no proof.",
  });
  expect(weigh(lift(-0.5, 1, 1.5)).finding).toBe("pass");
});

test("where such gains have lost money, the verdict waits for an experiment", () => {
  const { finding, message } = weigh(lift(-0.003, -0.002, -0.001));
  expect(finding).toBe("insufficient");
  expect(message).toContain("has lost money online: $-2.00 per 1,000 decisions");
});

test("what is not known is said, and holds nobody up", () => {
  const unknown = insufficient("too-few-comparisons", { need: 10, have: 3 });
  expect(weighHistory({ metric: "rocAuc", comparisons: 3, lift: unknown }, money)).toEqual({
    finding: "pass",
    message:
      "What such a gain in rocAuc has been worth online is not known: not enough data (too few comparisons: needs 10, has 3).",
  });
});
