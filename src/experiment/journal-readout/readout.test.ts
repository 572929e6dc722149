import { describe, expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import type { Comparison, Estimated } from "../../stats/index.ts";
import { assign } from "../assignment/assign.ts";
import { type Design, defineDesign } from "../designs/design.ts";
import { type Readout, readout } from "./readout.ts";
import type { CollectedUnits, UnitObservation } from "./units.ts";

function designOf(arms: readonly string[], units?: number): Design {
  const shares = arms.map((arm) => ({ arm, share: 1 / arms.length }));
  const planned = units === undefined ? {} : { planned: { units } };
  return defineDesign({ name: "exp", arms: shares, unit: "entity", control: "control", ...planned });
}

function collected(units: readonly UnitObservation[], change: Partial<CollectedUnits> = {}): CollectedUnits {
  const leftOut = { ineligible: 0, anonymous: 0, immature: 0 };
  return { experiment: "exp", units, releases: new Map(), crossed: 0, leftOut, ...change };
}

/** A skewed business: a unit decides 1 to 20 times, and its decisions share one temperament. True lift per decision. */
function drawUnit(random: Rng, unit: string, { arm, lift = 0 }: { arm: string; lift?: number }): UnitObservation {
  const decisions = 1 + random.integer(20);
  const temperament = Math.exp(0.8 * random.normal()) - 1;
  const noise = Math.sqrt(decisions) * random.normal();
  const money = decisions * (temperament + lift) + noise;
  const labels = { known: decisions, pending: 0, late: 0, positive: 0 };
  return { arm, unit, decisions, money, moneyComplete: true, acted: decisions, ...labels };
}

/** One experiment with `units` visitors, a coin for each. */
function draw(run: number, units: number, { arms = ["control", "treatment"], lift = 0 } = {}): UnitObservation[] {
  const random = rng({ seed: 5, unit: run, purpose: "readout.test" });
  return Array.from({ length: units }, (_, i) => {
    const arm = arms[random.integer(arms.length)]!;
    return drawUnit(random, `u${i}`, { arm, lift: arm === "control" ? 0 : lift });
  });
}

const excludes = (interval: Estimated, value: number): boolean =>
  !isInsufficient(interval) && (interval.low > value || interval.high < value);

const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Four binomial standard deviations. */
const tolerance = (p: number, runs: number): number => 4 * Math.sqrt((p * (1 - p)) / runs);

const estimate = (comparison: Estimated): Comparison => {
  if (isInsufficient(comparison)) throw new Error(comparison.reason);
  return comparison as Comparison;
};

describe("a readout at the planned size", () => {
  const runs = 1000;
  const design = designOf(["control", "treatment"], 300);
  const nothing = Array.from({ length: runs }, (_, run) => readout({ design, collected: collected(draw(run, 300)) }));

  test("finds a difference between equal arms in 5 % of experiments", () => {
    const found = share(nothing.map(({ verdict }) => verdict.kind === "better" || verdict.kind === "worse"));
    expect(nothing[0]!.verdict.rule).toBe("fixed-horizon");
    expect(Math.abs(found - 0.05)).toBeLessThan(tolerance(0.05, runs));
  });

  test("counts a unit with many decisions once, also when it speaks of decisions", () => {
    const found = share(nothing.map(({ lifts }) => excludes(lifts[0]!.perThousandDecisions, 0)));
    expect(Math.abs(found - 0.05)).toBeLessThan(tolerance(0.05, runs));
  });

  test("covers the true lift 95 times in 100, per unit and per decision", () => {
    // 10.5 decisions a unit on average, each worth 0.4 more.
    const lifts = Array.from({ length: runs }, (_, run) => {
      const units = draw(run + runs, 300, { lift: 0.4 });
      return readout({ design, collected: collected(units) }).lifts[0]!;
    });
    const missed = share(lifts.map(({ perUnit }) => excludes(perUnit, 4.2)));
    expect(Math.abs(missed - 0.05)).toBeLessThan(tolerance(0.05, runs));
    const perDecision = share(lifts.map(({ perThousandDecisions }) => excludes(perThousandDecisions, 400)));
    expect(Math.abs(perDecision - 0.05)).toBeLessThan(tolerance(0.05, runs));
  });

  test("of three arms finds a difference where there is none in at most 5 % of experiments, all lifts together", () => {
    const arms = ["control", "b", "c"];
    const abc = designOf(arms, 300);
    const found = Array.from({ length: runs }, (_, run) => {
      const { lifts } = readout({ design: abc, collected: collected(draw(run, 300, { arms })) });
      return lifts.some(({ perUnit }) => excludes(perUnit, 0));
    });
    expect(share(found)).toBeLessThan(0.05 + tolerance(0.05, runs));
  });
});

test("looking 8 times: the verdict errs in at most 5 % of experiments, Welch's interval far more often", () => {
  const runs = 300;
  const design = designOf(["control", "treatment"], 801);
  const looks = Array.from({ length: runs }, (_, run) => {
    const units = draw(run, 800);
    return Array.from({ length: 8 }, (_, k) =>
      readout({ design, collected: collected(units.slice(0, 100 * (k + 1))) }),
    );
  });
  const ever = (wrong: (look: Readout) => boolean): number => share(looks.map((taken) => taken.some(wrong)));
  expect(looks[0]![7]!.verdict.rule).toBe("always-valid");
  expect(ever(({ verdict: { kind } }) => kind === "better" || kind === "worse")).toBeLessThan(
    0.05 + tolerance(0.05, runs),
  );
  expect(ever(({ lifts }) => excludes(lifts[0]!.perUnit, 0))).toBeGreaterThan(0.1);
});

describe("the split", () => {
  test("is called sound when the assignment made it", () => {
    const design = designOf(["control", "treatment"]);
    const alarms = Array.from({ length: 150 }, (_, run) => {
      const random = rng({ seed: 5, unit: run, purpose: "split.test" });
      const units = Array.from({ length: 400 }, (_, i) =>
        drawUnit(random, `u${i}`, { arm: assign({ salt: `exp-${run}`, entity: `u${i}`, shares: design.arms }) }),
      );
      return !readout({ design, collected: collected(units) }).srm.ok;
    });
    // Each alarms with probability 0.001; more than 3 of 150 would happen once in 50 000 times.
    expect(alarms.filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  test("is called broken when one arm loses a tenth of its units, and then no lift counts", () => {
    const units = draw(1, 10_000, { lift: 2 }).filter(({ arm }, i) => arm === "control" || i % 10 !== 0);
    const { srm, verdict, lifts } = readout({
      design: designOf(["control", "treatment"], 5000),
      collected: collected(units),
    });
    expect(srm.ok).toBe(false);
    expect(estimate(lifts[0]!.perUnit).low).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ kind: "invalid", reasons: ["split-broken", "planned-size-reached"] });
  });
});

describe("the verdict", () => {
  const two = ["control", "treatment"];
  const verdictOn = (units: readonly UnitObservation[], planned?: number, change: Partial<CollectedUnits> = {}) =>
    readout({ design: designOf(two, planned), collected: collected(units, change) }).verdict;

  test("says better and worse of a large lift, whichever rule decides", () => {
    for (const planned of [undefined, 900, 2000]) {
      const rule = planned === 900 ? "fixed-horizon" : "always-valid";
      expect(verdictOn(draw(1, 1000, { lift: 1 }), planned)).toMatchObject({ kind: "better", arm: "treatment", rule });
      expect(verdictOn(draw(1, 1000, { lift: -1 }), planned)).toMatchObject({ kind: "worse", arm: "treatment", rule });
    }
  });

  test("is insufficient below 50 units in an arm, with nobody, and where nothing varies", () => {
    const flat = draw(1, 400).map((unit) => ({ ...unit, money: 0 }));
    expect(verdictOn(draw(1, 60, { lift: 9 }), 10)).toMatchObject({
      kind: "insufficient",
      reasons: ["too-few-units", "planned-size-reached"],
    });
    expect(verdictOn([])).toMatchObject({
      kind: "insufficient",
      reasons: ["too-few-units", "nothing-planned", "arm-empty"],
    });
    expect(verdictOn(flat)).toMatchObject({ kind: "insufficient", reasons: ["no-estimate", "nothing-planned"] });
  });

  test("is preliminary while money is pending, and says so", () => {
    const units = draw(1, 1000).map((unit, i) =>
      i === 7 ? { ...unit, moneyComplete: false, known: 0, pending: unit.known } : unit,
    );
    expect(verdictOn(units)).toMatchObject({ preliminary: true });
    expect(verdictOn(units).reasons).toContain("money-pending");
    expect(verdictOn(draw(1, 1000))).toMatchObject({ preliminary: false });
  });

  test("calls what to do, and how likely that is wrong", () => {
    const call = (lift: number, planned?: number) => verdictOn(draw(1, 1000, { lift }), planned);
    expect(call(1)).toMatchObject({ call: "ship", wrong: { probability: expect.closeTo(0, 3) } });
    expect(call(-1)).toMatchObject({ call: "dont", wrong: { probability: expect.closeTo(0, 3) } });
    expect(call(0, 900)).toMatchObject({ call: "dont", kind: "no-difference-shown" });
    expect(call(0, 900).wrong!.probability).toBeGreaterThan(0.01);
    expect(call(0, 2000)).toMatchObject({ call: "keep-running", wrong: null });
  });

  test("is invalid, by name, where money is not a number, units cross, or the shares changed half way", () => {
    const units = draw(1, 1000, { lift: 1 });
    const odd = units.map((unit, i) => (i === 3 ? { ...unit, money: Infinity } : unit));
    expect(verdictOn(odd)).toMatchObject({ call: "invalid", reasons: ["money-infinite", "nothing-planned"] });
    const nan = units.map((unit, i) => (i === 3 ? { ...unit, money: Number.NaN } : unit));
    expect(verdictOn(nan)).toMatchObject({ call: "invalid", reasons: ["money-infinite", "nothing-planned"] });
    expect(verdictOn(units, undefined, { crossed: 20 })).toMatchObject({
      call: "invalid",
      reasons: ["crossed-too-many", "nothing-planned"],
    });
    const changed = units.map((unit, i) => {
      const arm = i % 2 === 0 ? unit.arm : i < 500 ? "control" : "treatment";
      return { ...unit, arm, entered: i * 3_600_000 };
    });
    expect(verdictOn(changed).reasons).toContain("split-changed");
    expect(verdictOn(changed).call).toBe("invalid");
  });

  test("waits where few units carry the difference", () => {
    const units = draw(1, 2000).map((unit, i) => ({
      ...unit,
      money: 0.01 * unit.money + (unit.arm === "treatment" && i < 30 ? 100 : 0),
    }));
    expect(verdictOn(units, 1900)).toMatchObject({ call: "keep-running", kind: "better", wrong: null });
    expect(verdictOn(units, 1900).reasons).toContain("heavy-tailed");
  });

  test("remarks on what blurs the comparison", () => {
    const stray = drawUnit(rng({ seed: 1, purpose: "stray" }), "stray", { arm: "old-arm" });
    const releases = new Map([["control", ["rel_1", "rel_2"]]]);
    const { reasons } = verdictOn([...draw(1, 1000), stray], 900, { crossed: 3, releases });
    expect(reasons.slice(2)).toEqual(["arm-changed-release", "units-crossed-arms", "units-of-no-arm"]);
  });

  test("of several arms names the best one that is better", () => {
    const arms = ["control", "good", "best", "bad"];
    const lifts: Record<string, number> = { control: 0, good: 1, best: 2, bad: -1 };
    const random = rng({ seed: 3, purpose: "arms" });
    const units = Array.from({ length: 2000 }, (_, i) => {
      const arm = arms[i % 4]!;
      return drawUnit(random, `u${i}`, { arm, lift: lifts[arm]! });
    });
    const read = readout({ design: designOf(arms, 2000), collected: collected(units) });
    expect(read.verdict).toMatchObject({ kind: "better", arm: "best" });
    expect(read.lifts.map(({ arm }) => arm)).toEqual(["good", "best", "bad"]);
    expect(estimate(read.lifts[0]!.perUnit).level).toBeCloseTo(1 - 0.05 / 3, 12);
  });
});
