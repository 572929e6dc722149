import { expect, test } from "vitest";
import { learners } from "../_catalogue.ts";
import { defaultSpace } from "./default-spaces.ts";

test("a learner's space names its parameters, and both ends are allowed", () => {
  for (const [name, learner] of Object.entries(learners)) {
    const params = learner.params as Readonly<Record<string, { accepts(value: unknown): boolean }>>;
    for (const [parameter, dimension] of Object.entries(defaultSpace(name) ?? {})) {
      const ends = dimension.kind === "between" ? [dimension.low, dimension.high] : dimension.options;
      for (const end of ends)
        expect([name, parameter, end, params[parameter]?.accepts(end)]).toEqual([name, parameter, end, true]);
    }
  }
  expect(Object.keys(defaultSpace("gbdt") ?? {})).toContain("numLeaves");
  expect(defaultSpace("constructor")).toBeUndefined();
});
