import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../../kernel/index.ts";
import { type Design, defineDesign } from "./design.ts";

const good: Design = {
  name: "ranker-2",
  arms: [
    { arm: "champion", share: 0.5 },
    { arm: "challenger", share: 0.3 },
    { arm: "rule", share: 0.2 },
  ],
  unit: "entity",
  control: "champion",
  planned: { units: 4000 },
};

function refusal(change: Partial<Design>): unknown {
  try {
    return defineDesign({ ...good, ...change });
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : thrown;
  }
}

describe("a design", () => {
  test("that is sound passes, and can no longer change", () => {
    const design = defineDesign(good);
    expect(design).toEqual(good);
    expect(Object.isFrozen(design)).toBe(true);
  });

  test.each<[string, Partial<Design>]>([
    ["name-missing", { name: " " }],
    ["too-few-arms", { arms: [{ arm: "champion", share: 1 }] }],
    ["arm-repeated", { arms: ["champion", "champion"].map((arm) => ({ arm, share: 0.5 })) }],
    [
      "share-out-of-range",
      {
        arms: [
          { arm: "champion", share: 0 },
          { arm: "b", share: 1 },
        ],
      },
    ],
    [
      "share-out-of-range",
      {
        arms: [
          { arm: "champion", share: Number.NaN },
          { arm: "b", share: 0.5 },
        ],
      },
    ],
    ["shares-do-not-add-up", { arms: ["champion", "b"].map((arm) => ({ arm, share: 0.4 })) }],
    ["control-unknown", { control: "champoin" }],
    ["planned-units-invalid", { planned: { units: 0.5 } }],
  ])("is refused with experiment.%s", (what, change) => {
    expect(refusal(change)).toBe(`experiment.${what}`);
  });

  test("is refused in a sentence with what is allowed and what came", () => {
    expect(() => defineDesign({ ...good, control: "champoin" })).toThrow(
      'In experiment `ranker-2`, the control must be one of the arms. Got "champoin".',
    );
  });
});
