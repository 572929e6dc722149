import { describe, expect, test } from "vitest";
import type { PickLabel, RankBy, SettledLabel, SettledRanking } from "../../policy/index.ts";
import { epsilon, thompson } from "../../policy/index.ts";
import { closeBenches, openBench } from "../clinic.conformance.ts";
import { labelling, ordering, simulatedMessages } from "../desk.conformance.ts";

closeBenches();
const table = simulatedMessages();
const mean = (money: Float64Array): number => money.reduce((sum, one) => sum + one, 0) / money.length;

/** A run of a system whose policy says more. */
async function judged(system: typeof labelling, more: Partial<PickLabel> | Partial<RankBy>) {
  const policy = { ...system.policy, ...more } as typeof system.policy;
  return (await (await openBench()).answer({ ...system, policy }, table)).result;
}

describe("what a policy tries is judged with it", () => {
  test("of labels: every seventh at random costs what random labels cost, and the rule pays nothing for it", async () => {
    const [plain, exploring] = [await judged(labelling, {}), await judged(labelling, { explore: epsilon(0.15) })];
    const [best, rows] = [mean(plain.judgement.model.money), plain.judgement.model.money.length];
    // A right label brings 2, a wrong one −1: at random, a third is right.
    const expected = 0.85 * best + 0.15 * ((2 - 1 - 1) / 3);
    const error = Math.sqrt((0.15 * 9) / rows);
    expect(Math.abs(mean(exploring.judgement.model.money) - expected)).toBeLessThan(4 * error);
    expect(exploring.judgement.rule.money).toEqual(plain.judgement.rule.money);
  });

  test("by Thompson sampling: what is believed of each label is settled from the judged rows", async () => {
    const { settled, judgement } = await judged(labelling, { explore: thompson({ scale: 0.5 }) });
    const { posteriors = {} } = settled as SettledLabel;
    expect(Object.keys(posteriors)).toEqual(["a", "b", "c"]);
    for (const { count, mean: off } of Object.values(posteriors)) {
      expect(count).toBe(judgement.model.money.length);
      expect(Math.abs(off)).toBeLessThan(0.2);
    }
  });

  test("of orders: the arrangement holds for everybody, and is served as it was judged", async () => {
    const { settled, judgement } = await judged(ordering, { diversity: [{ by: "area", most: 1 }] });
    const plain = (await judged(ordering, {})).judgement;
    expect((settled as SettledRanking).diversity).toEqual([{ by: "area", most: 1 }]);
    expect(mean(judgement.model.money)).toBeLessThan(mean(plain.model.money));
    expect(mean(judgement.rule.money)).toBeLessThan(mean(plain.rule.money));
    const exploring = (await judged(ordering, { explore: epsilon(0.5) })).judgement;
    expect(mean(exploring.model.money)).toBeLessThan(mean(plain.model.money));
    expect(exploring.rule.money).toEqual(plain.rule.money);
  });
});
