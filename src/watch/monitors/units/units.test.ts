import { expect, test } from "vitest";
import { sayFactor } from "./factors.ts";

test.each([
  [100, "100 times"],
  [98.4, "100 times"],
  [0.0101, "one 100th of"],
  [3_590, "3,600 times"],
  [2.2, "2.2046 times"],
  [5, "about 5 times"],
  [1 / 60, "one 60th of"],
])("a factor of %d is %s", (factor, words) => expect(sayFactor(factor)).toBe(words));
