import { describe, expect, test } from "vitest";
import type { Judged } from "../evaluate/index.ts";
import { insufficient, rng } from "../kernel/index.ts";
import { moneyEarned, type StatedObjective, stakesOf } from "../objective/index.ts";
import { meanDifference, momentsOf } from "../stats/index.ts";
import { experimentOutlook } from "./act-experiment.ts";

const objective: StatedObjective = {
  stated: true,
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1,
  by: "2030-01-01",
  currency: "EUR",
  payoff: { show: { yes: 10, no: 0 }, hold: { yes: 0, no: 0 } },
  cost: { show: 2 },
  guardrails: [],
  transparency: "any",
  asked: "sales",
  approves: [],
};

/** Two decisions of each entity, all acted on, each a yes with probability 0.3. */
function judgedOf(entities: number): Judged {
  const r = rng({ seed: 1, purpose: "outlook" });
  const rows = 2 * entities;
  return {
    rows,
    truth: Float64Array.from({ length: rows }, () => (r.uniform() < 0.3 ? 1 : 0)),
    entity: Int32Array.from({ length: rows }, (_, row) => row >> 1),
    blocked: new Uint8Array(rows),
    slices: { rows, columns: [] },
    weight: new Float64Array(rows).fill(1),
  };
}

const judged = judgedOf(20_000);
const work = {
  objective,
  stakes: stakesOf(objective),
  changedByActing: false,
  judged,
  acts: new Float64Array(judged.rows).fill(1),
  gain: { value: 0.5, low: 0.4, high: 0.6, level: 0.95 },
  gainOverNothing: { value: 1, low: 0.9, high: 1.1, level: 0.95 },
  decisionsPerDay: 200,
  unitsPerDay: null,
};

describe("an experiment's outlook", () => {
  const outlook = experimentOutlook(work);
  test("takes an entity's money from its decisions together", () => {
    // Two independent decisions of variance 100 · 0.3 · 0.7; the estimate's standard error is under 1 %.
    expect(outlook.sdPerUnit as number).toBeCloseTo(Math.sqrt(2 * 21), 0);
    expect(outlook.decisionsPerUnit).toBe(2);
    expect(outlook.liftPerUnit).toBe(1);
    expect(outlook.unitsPerDay).toBe(100);
    expect(outlook.days).toBe(Math.ceil((outlook.units as number) / 100));
  });
  test("promises a power that simulated experiments have", () => {
    const arm = Math.round((outlook.units as number) / 2);
    const r = rng({ seed: 2, purpose: "power" });
    const money = (lift: number) => Float64Array.from({ length: arm }, () => r.normal() * Math.sqrt(42) + lift);
    const runs = 400;
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const difference = meanDifference(momentsOf(money(1)), momentsOf(money(0)));
      if ("low" in difference && difference.low > 0) found++;
    }
    // Four standard errors of a share of 0.8 in 400 runs.
    expect(Math.abs(found / runs - 0.8)).toBeLessThan(0.08);
  });
  test("needs an eighth of the entities for twice the gain over acting on nobody, whose money does not vary", () => {
    expect(outlook.overNothing.liftPerUnit).toBe(2);
    const [whole, eighth] = [outlook.units as number, outlook.overNothing.units as number];
    // A quarter for the gain, half for the one arm that varies; whole numbers and Welch's degrees of freedom add a few.
    expect(eighth / (whole / 8)).toBeGreaterThan(0.99);
    expect(eighth / (whole / 8)).toBeLessThan(1.05);
    expect(outlook.overNothing.days).toBe(Math.ceil(eighth / 100));
  });
  test("shows smaller gains in more weeks", () => {
    const seen = outlook.detectable.map(({ perDecision }) => perDecision as number);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    // Four times the units halve what can be seen.
    expect((seen[0] as number) / (seen[2] as number)).toBeCloseTo(2, 1);
  });
  test("says what is missing", () => {
    expect(experimentOutlook({ ...work, decisionsPerDay: null }).days).toEqual(insufficient("traffic-not-stated"));
    expect(experimentOutlook({ ...work, decisionsPerDay: null, unitsPerDay: 100 }).days).toBe(outlook.days);
    const none = experimentOutlook({ ...work, gain: { value: -1, low: -2, high: 0, level: 0.95 } });
    expect(none.units).toEqual(insufficient("no-gain-to-find"));
  });
});
