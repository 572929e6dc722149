import { expect, test } from "vitest";
import type { Reading } from "../monitors/monitor.ts";
import { withoutDaysOf } from "./days-of-others.ts";

test("a watch hears one reading of a day", () => {
  const reading = (kind: string, over?: "day", name = "risk"): Reading => ({
    ...{ kind, about: { part: "head", name }, evidence: 0, value: null, expected: null, unit: "", reach: 1, says: "" },
    ...(over === undefined ? {} : { over }),
  });
  const all = [reading("gap"), reading("gap", "day"), reading("gap", "day", "other"), reading("slope", "day")];
  expect(withoutDaysOf([reading("gap", "day")], all)).toEqual([all[0], all[2], all[3]]);
  expect(withoutDaysOf([], all)).toEqual(all);
});
