import { beforeAll, describe, expect, test } from "vitest";
import type { ServingState } from "../../decide/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { TrafficPlan } from "../../registry/index.ts";
import { type BisectCase, bisect } from "./bisect.ts";
import {
  BAD,
  changed,
  closeBenches,
  DAY,
  LATER,
  served,
  stretchOf,
  system,
  type Trouble,
} from "./clinic.conformance.ts";
import { joinPriced } from "./measure.ts";

closeBenches();

let usual: ServingState;
beforeAll(async () => {
  usual = (await served()).serving;
});

/** Weights of the head, version by version; what serves in the bad stretch is the last. */
async function bisected(
  weights: readonly number[],
  { trouble = {}, ...more }: Partial<BisectCase> & { readonly trouble?: Trouble } = {},
) {
  const states = weights.map((risk, i) =>
    changed(usual, `pln_${i}`, () => ({ weights: { risk }, weightsVersion: `wts_${i}` })),
  );
  const byId = new Map(states.map((state) => [state.plan.id, state]));
  const log = (state: ServingState, days: number, given: Trouble) =>
    joinPriced(
      system,
      stretchOf(
        state,
        { from: BAD.from - days * DAY, to: BAD.to - days * DAY },
        { count: 500, trouble: given, seed: days + 1 },
      ),
      LATER,
    );
  return await bisect({
    ...{ system, metric: "acted", models: new Map() },
    good: log(states[0]!, 7, {}),
    bad: log(states.at(-1)!, 0, trouble),
    plans: states.map(({ plan }): TrafficPlan => plan),
    stateOf: async ({ id }) => byId.get(id)!,
    ...more,
  });
}

const steps = (count: number, at: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => (i < at ? 1 : 0.4));

describe("a bisection", () => {
  test.each([1, 3, 9])("finds the one version that moved the metric, at place %i of ten", async (at) => {
    const found = await bisected(steps(10, at));
    expect(found.verdict).toBe("version");
    expect(found.jumps).toHaveLength(1);
    expect(found.jumps[0]!.to.id).toBe(`pln_${at}`);
    expect(found.jumps[0]!.changes).toEqual([
      { part: "weights", name: "weights", from: "risk=1", to: "risk=0.4", madeFrom: [] },
    ]);
    expect(found.tried).toBe(2);
  });

  test("halves what lies between the points of a grid where versions are many", async () => {
    const found = await bisected(steps(200, 137), { grid: 3 });
    expect(found.jumps.map(({ from, to }) => [from.id, to.id])).toEqual([["pln_136", "pln_137"]]);
    expect(found.passedOver).toBeGreaterThan(150);
  });

  test("does not take the metric to be monotone: what went down and up again is two jumps", async () => {
    const found = await bisected([1, 1, 0.4, 0.4, 1, 0.7]);
    expect(new Set(found.jumps.map(({ to }) => to.id))).toEqual(new Set(["pln_2", "pln_4", "pln_5"]));
  });

  test("says that the data moved where no version did", async () => {
    const older: Trouble = { given: (given) => ({ ...given, age: 79, visits: 5 }) };
    const found = await bisected([1, 1, 1], { trouble: older });
    expect(found).toMatchObject({ verdict: "data", jumps: [], byVersions: { value: 0, low: 0, high: 0 } });
    if (isInsufficient(found.observed) || isInsufficient(found.byData)) throw new Error("refused");
    expect(found.byData.value).toBeCloseTo(found.observed.value, 8);
  });

  test("says that nothing moved where nothing did", async () => {
    expect(await bisected([1, 1])).toMatchObject({ verdict: "nothing", jumps: [] });
  });

  test("by value and by loss counts only whom acting has not changed", async () => {
    const value = await bisected(steps(4, 2), { metric: "value" });
    expect(value.jumps[0]!.to.id).toBe("pln_2");
    const loss = await bisected(steps(4, 2), { metric: "loss" });
    // The heads say the same under every weight.
    expect(loss.jumps).toEqual([]);
  });
});
