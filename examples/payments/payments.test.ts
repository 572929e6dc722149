import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../../src/data/index.ts";
import { breakEven, stakesOf } from "../../src/objective/index.ts";
import { payments } from "../../src/sim/index.ts";
import type { ActRun } from "../../src/train/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import { scoresOf, trialOf, trueGain } from "../true-money.ts";
import { simulatePayments } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system, ActRun>;
beforeAll(async () => {
  loop = await openLoop<typeof system, ActRun>(system, simulatePayments(30));
}, 60_000);
afterAll(() => loop?.close());

describe("payments that are blocked by what was allowed by lot", () => {
  test("earn more than by the rule and than by blocking none, as whoever knows the truth counts it", () => {
    expect(loop.run.result.gate.verdict).toBe("pass");
    const trial = trialOf(system, payments({ seed: 2, perDay: 500 }), 14);
    const scores = scoresOf(loop.run, trial);
    const attempts = numbers(trial.features, "attempts");
    const least = breakEven(stakesOf(system.objective));
    const [ours, rule, best] = [
      trueGain(trial, (n) => (scores[n] as number) > least),
      trueGain(trial, (n) => (attempts[n] as number) >= 5),
      trueGain(
        trial,
        (n) => trial.business.worth(trial.cases[n]!, "block") > trial.business.worth(trial.cases[n]!, "allow"),
      ),
    ];
    expect(ours).toBeGreaterThan(rule);
    expect(ours).toBeGreaterThan(0);
    expect(ours).toBeLessThan(best);
  });

  test("are answered over HTTP: a hasty one from a new account is blocked, and what came of it is told weeks later", async () => {
    const given = { amount: 400, account_days: 9, attempts_1h: 9, distance_km: 900, merchant: "gift cards" } as const;
    const usual = { country: "US", device: "phone", hour: 12, weekday: 3 } as const;
    const { id, action, heads } = await loop.ask.decide({ entity: "c1", given: { ...usual, ...given } });
    expect(heads.fraud).toBeGreaterThan(breakEven(stakesOf(system.objective)));
    expect(action).toBe("block");
    expect(await loop.again(id)).toEqual({ same: true, differs: [] });
  });
});
