import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { type PerUnit, priceValue } from "../../src/objective/index.ts";
import type { SettledValue } from "../../src/policy/index.ts";
import type { Estimate } from "../../src/stats/index.ts";
import { inTurn, knownBefore, type Loop, openLoop, rowsOf } from "../loop.ts";
import { BANDS } from "./bands.ts";
import buckets from "./buckets.mts";
import { NOISE, simulateHouses, worthOf } from "./simulate.ts";
import system from "./system.mts";

let values: Loop<typeof system>;
let bands: Loop<typeof buckets>;
beforeAll(async () => {
  const table = simulateHouses(4_000, 1);
  values = await openLoop(system, table);
  bands = await openLoop(buckets, table);
}, 90_000);
afterAll(async () => {
  await values.close();
  await bands.close();
});

const FIELDS = ["district", "area", "rooms", "built", "garden", "last_estimate"] as const;
const fresh = rowsOf(simulateHouses(300, 2));
const payoff = system.objective.payoff as PerUnit;

describe("the price of a house", () => {
  test("as a value earns more than the rule and than one price for all", () => {
    const { judgement, gate } = values.run.result;
    expect(gate.verdict).toBe("pass");
    expect((judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect((judgement.over.constant as Estimate).low).toBeGreaterThan(0);
  });

  test("is told above what is predicted, because too low costs three times as much", () => {
    const { shift } = values.run.result.settled as SettledValue;
    // The 0.75 quantile of the noise alone is 0.674 standard deviations above its mean.
    expect(shift).toBeGreaterThan(0.5 * NOISE);
    expect(shift).toBeLessThan(1.5 * NOISE);
  });

  test("comes with an interval that holds the truth as often as asked, on houses never seen", async () => {
    const answers = await inTurn(fresh, (row) =>
      values.ask.decide({ entity: String(row.house), given: knownBefore(row, FIELDS) as object }),
    );
    expectTypeOf(answers[0]!.answer).toEqualTypeOf<number | null>();
    const held = answers.filter(({ interval }, i) => {
      const price = Number(fresh[i]?.price);
      return interval !== undefined && interval[0] <= price && price <= interval[1];
    });
    // Four standard errors of a share of 0.9 in 300.
    expect(Math.abs(held.length / fresh.length - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / 300));
    expect(await values.again(answers[0]!.id)).toEqual({ same: true, differs: [] });
  });

  test("as a value earns more than as a band of prices, and both more than the rule", async () => {
    const money = async (priceOf: (given: object, row: (typeof fresh)[number]) => Promise<number>): Promise<number> => {
      const all = await inTurn(fresh, (row) => priceOf(knownBefore(row, FIELDS), row));
      return (
        all.reduce((sum, offered, i) => sum + priceValue(payoff, offered, Number(fresh[i]?.price)), 0) / all.length
      );
    };
    const entity = "x";
    const byValue = await money(async (given) => Number((await values.ask.decide({ entity, given })).answer));
    const byBand = await money(async (given) => BANDS[String((await bands.ask.decide({ entity, given })).answer)] ?? 0);
    const byRule = await money(async (_, row) => 3_500 * Number(row.area));
    const byKnowing = await money(async (_, row) => worthOf(row) + 0.674 * NOISE);
    expect(byValue).toBeGreaterThan(byBand);
    expect(byBand).toBeGreaterThan(byRule);
    expect(byKnowing).toBeGreaterThan(byValue);
  });

  test("is followed by what it was sold for", async () => {
    const given = knownBefore(fresh[0]!, FIELDS) as object;
    const { id } = await values.ask.decide({ entity: "h1", given });
    const report = { decision: id, outcome: "price", at: new Date(), key: "sale-1" };
    expect(await values.ask.outcome({ ...report, value: 312_000 })).toBe("accepted");
    await expect(values.ask.outcome({ ...report, value: "much", key: "sale-2" })).rejects.toThrow(/must be a number/);
  });
});
