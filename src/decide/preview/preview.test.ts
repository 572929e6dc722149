import { beforeAll, describe, expect, test } from "vitest";
import { isInsufficient, known } from "../../kernel/index.ts";
import { closeBenches } from "../../train/clinic.conformance.ts";
import { type Preview, type Proposal, previewProposal, proposedState, type ServingState } from "../index.ts";
import { served, system } from "../served.conformance.ts";
import { type ClinicLog, clinicLog, exploring, LATER, trueMoney } from "./log.conformance.ts";

closeBenches();

let held: ServingState;
beforeAll(async () => {
  held = (await served()).serving;
});

interface Asked extends ClinicLog {
  readonly serving: ServingState;
  readonly proposal: Proposal;
  readonly now?: number;
}

const look = (asked: Asked): Promise<Preview> =>
  previewProposal({ system, now: LATER, servedBy: async () => undefined, ...asked });
const moneyOf = ({ metrics }: Preview) =>
  known(
    metrics.find(({ unit }) => unit === "money"),
    "money",
  );
/** Without a holdback, nothing but the policy's own chance is left to chance. */
const alone = (state: ServingState): ServingState => {
  const [first] = state.plan.allocations;
  return { ...state, plan: { ...state.plan, allocations: [{ ...first!, share: 1 }] } };
};

describe("a preview", () => {
  test("of what is served already changes nothing, and says so", async () => {
    const serving = held;
    const found = await look({ serving, ...clinicLog(serving, { count: 400 }), proposal: { weights: { risk: 1 } } });
    expect(found.changes).toMatchObject({ decisions: 400, changed: 0, share: 0, untried: 0, examples: [] });
    expect(moneyOf(found).movement).toEqual({ value: 0, low: 0, high: 0, level: 0.95 });
    expect(found.fix).toBeNull();
  });

  test("counts what would change, computes how much is acted on, and estimates what that brings", async () => {
    const serving = exploring(held, 0.3);
    const proposal = { weights: { risk: 0.7 } };
    const found = await look({ serving, ...clinicLog(serving, { count: 2_000 }), proposal });
    const { acts, untried, examples, changed } = found.changes;
    expect(acts!.more).toBe(0);
    expect(acts!.fewer).toBeCloseTo(changed, 6);
    expect(changed).toBeGreaterThan(100);
    expect(untried).toBe(0);
    expect(examples[0]).toMatchObject({ from: { answer: "call" }, to: { answer: "skip" } });
    const acting = found.metrics.find(({ metric }) => metric === "acted on")!;
    expect(acting.basis).toBe("computed");
    expect((acting.movement as { value: number }).value).toBeCloseTo(-changed / 2_000, 10);
    const { movement, now, proposed } = moneyOf(found);
    if (isInsufficient(movement) || isInsufficient(now) || isInsufficient(proposed)) throw new Error("refused");
    const truth = trueMoney(proposedState(serving, proposal)) - trueMoney(serving);
    // Seven standard errors: an interval of 95 % reaches to two of them.
    expect(Math.abs(movement.value - truth)).toBeLessThan(3.5 * (movement.high - movement.value));
    expect(movement.value).toBeCloseTo(proposed.value - now.value, 8);
    expect(found.slices.map(({ field }) => field)).toEqual(["ward", "ward"]);
    expect(found.evidence?.estimates.map(({ estimator }) => estimator)).toContain("snips");
  });

  test("is refused where nothing alike was ever tried, with its share, and what exploring would mend", async () => {
    const serving = alone(held);
    const found = await look({ serving, ...clinicLog(serving, { count: 800 }), proposal: { threshold: 0.01 } });
    expect(found.changes.untried).toBe(1);
    expect(moneyOf(found).movement).toMatchObject({ kind: "insufficient", reason: "no-overlap" });
    expect(found.slices.every(({ movement }) => isInsufficient(movement))).toBe(true);
    const fix = found.fix!;
    expect(fix.decisions! * found.changes.share * (fix.share! / 2)).toBeGreaterThanOrEqual(100);
    const { guaranteed } = found.evidence!;
    if (isInsufficient(guaranteed)) throw new Error(guaranteed.reason);
    const truth = trueMoney(proposedState(serving, { threshold: 0.01 }));
    expect(guaranteed.low).toBeLessThan(truth);
    expect(guaranteed.high).toBeGreaterThan(truth);
  });

  test("of a lower threshold acts on no more than there is room for, and says from which score on", async () => {
    const serving = alone(held);
    const { threshold, metrics } = await look({
      ...{ serving, ...clinicLog(serving, { count: 800 }), proposal: { threshold: 0.01 } },
    });
    expect(threshold).toMatchObject({ threshold: 0.01, capacity: 0.3 });
    expect(threshold!.cutoff).toBeGreaterThan(0.01);
    const acting = metrics.find(({ metric }) => metric === "acted on")!;
    // Settled on these decisions: exactly as many as there is room for.
    expect((acting.proposed as { value: number }).value).toBeCloseTo(0.3, 10);
  });

  test("of a threshold that the capacity has room for acts from there on", async () => {
    const serving = alone(held);
    const { threshold } = await look({
      ...{ serving, ...clinicLog(serving, { count: 300 }), proposal: { threshold: 0.97 } },
    });
    expect(threshold).toMatchObject({ threshold: 0.97, cutoff: 0.97, atCutoff: 1 });
  });

  test("learns from a holdback what the policy itself leaves no chance for: acting on fewer", async () => {
    const serving = held;
    const proposal = { weights: { risk: 0.5 } };
    const found = await look({ serving, ...clinicLog(serving, { count: 2_000 }), proposal });
    expect(found.changes.untried).toBe(0);
    const { movement } = moneyOf(found);
    if (isInsufficient(movement)) throw new Error(movement.reason);
    const truth = trueMoney(proposedState(serving, proposal)) - trueMoney(serving);
    expect(Math.abs(movement.value - truth)).toBeLessThan(3.5 * (movement.high - movement.value));
  });

  test("of decisions under an earlier plan asks that plan how likely they were", async () => {
    const serving = exploring(held, 0.3);
    const before = { ...serving, plan: { ...serving.plan, id: "pln_before" } };
    const stored = clinicLog(before, { count: 1_000 });
    const proposal = { weights: { risk: 0.7 } };
    const known = await previewProposal({
      ...{ system, now: LATER, serving, proposal, ...stored },
      servedBy: async (plan) => (plan === "pln_before" ? before : undefined),
    });
    const forgotten = await look({ serving, proposal, ...stored });
    const effective = (found: Preview): number => moneyOf(found).overlap!.effective;
    // Without the plan the receipt's own chance counts, which leaves the other arms out.
    expect(effective(known)).toBeGreaterThan(effective(forgotten));
    expect(isInsufficient(moneyOf(known).movement)).toBe(false);
  });

  test("leaves out decisions whose outcome may still come", async () => {
    const serving = exploring(held, 0.3);
    const stored = clinicLog(serving, { count: 500 });
    const found = await look({ serving, ...stored, proposal: { weights: { risk: 0.7 } }, now: 10_000 });
    expect(moneyOf(found)).toMatchObject({ decisions: 0, movement: { reason: "too-few-rows" } });
    expect(found.changes.decisions).toBe(500);
  });

  test.each([
    [0, "propensity-zero"],
    [Number.NaN, "propensity-missing"],
    [1.2, "propensity-above-one"],
  ])("of a receipt with a propensity of %s is refused by name", async (propensity, reason) => {
    const serving = exploring(held, 0.3);
    const { decisions, outcomes } = clinicLog(serving, { count: 300 });
    const spoilt = decisions.map((one, i) => (i === 7 ? { ...one, body: { ...one.body, propensity } } : one));
    const found = await look({ serving, decisions: spoilt, outcomes, proposal: { weights: { risk: 0.7 } } });
    expect(moneyOf(found).movement).toMatchObject({ kind: "insufficient", reason, have: 1 });
  });

  test("says how many stored decisions the contract cannot read any more", async () => {
    const serving = exploring(held, 0.3);
    const { decisions, outcomes } = clinicLog(serving, { count: 300 });
    const old = decisions.map((one, i) => (i < 4 ? { ...one, body: { ...one.body, given: { gone: 1 } } } : one));
    const found = await look({ serving, decisions: old, outcomes, proposal: { weights: { risk: 0.7 } } });
    expect(found).toMatchObject({ unreadable: 4, changes: { decisions: 296 } });
  });

  test("of nothing says that there is nothing", async () => {
    const serving = held;
    const found = await look({ serving, decisions: [], outcomes: [], proposal: { weights: { risk: 0.7 } } });
    expect(found.changes).toMatchObject({ decisions: 0, share: 0 });
    expect(moneyOf(found).movement).toMatchObject({ reason: "too-few-rows" });
  });
});
