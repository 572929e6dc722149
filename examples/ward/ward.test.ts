import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../../src/data/index.ts";
import { ward } from "../../src/sim/index.ts";
import type { ActRun } from "../../src/train/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import { scoresOf, trialOf, trueGain } from "../true-money.ts";
import { simulateWard } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system, ActRun>;
beforeAll(async () => {
  loop = await openLoop<typeof system, ActRun>(system, simulateWard(45));
}, 60_000);
afterAll(() => loop?.close());

/** Who is among the tenth with the highest numbers. */
function highestTenth(values: Float64Array): (n: number) => boolean {
  const least = [...values].sort((a, b) => b - a)[Math.floor(values.length / 10)] as number;
  return (n) => (values[n] as number) > least;
}

describe("calls to those who are likely to be back", () => {
  test("save more than as many by the rule or by lot, as whoever knows the truth counts it", () => {
    expect(loop.run.result.gate.verdict).toBe("pass");
    const trial = trialOf(system, ward({ seed: 2, perDay: 200 }), 28);
    const ours = trueGain(trial, highestTenth(scoresOf(loop.run, trial)));
    const rule = trueGain(trial, highestTenth(numbers(trial.features, "stays")));
    const byLot = trueGain(trial, (n) => n % 10 === 0);
    expect(ours).toBeGreaterThan(rule);
    expect(rule).toBeGreaterThan(byLot);
  });

  test("are answered over HTTP, and replayed bit for bit", async () => {
    const ill = {
      stays_12m: 6,
      emergencies_12m: 4,
      days: 9,
      age: 84,
      medications: 16,
      diagnosis: "heart failure",
    } as const;
    const well = { stays_12m: 0, emergencies_12m: 0, days: 2, age: 40, medications: 3, diagnosis: "injury" } as const;
    const now = { lives_alone: true, ward_load: 0.85, calls_left: 20, weekday: 3 } as const;
    const [first, second] = [
      await loop.ask.decide({ entity: "p1", given: { ...now, ...ill } }),
      await loop.ask.decide({ entity: "p2", given: { ...now, ...well } }),
    ];
    expect([first.action, second.action]).toEqual(["call", "skip"]);
    expect(await loop.again(first.id)).toEqual({ same: true, differs: [] });
  });
});
