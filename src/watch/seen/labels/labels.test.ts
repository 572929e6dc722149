import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../../kernel/index.ts";
import type { DecisionRecord } from "../../../records/index.ts";
import { HOUR, START } from "../made-up.conformance.ts";
import { askedOf, reportOf, unitLayout, watchedShop } from "../reader/reader.conformance.ts";
import type { LabelSeen } from "../seen.ts";
import { openCohort } from "./cohort.ts";
import { mergeLabels } from "./merge-labels.ts";
import { pendingLabels } from "./pending-labels.ts";
import { summariseLabels } from "./summarise-labels.ts";
import { untreatedWeights } from "./untreated-weights.ts";

const many = (count: number): readonly DecisionRecord[] =>
  Array.from({ length: count }, (_, i) => askedOf(`d${i}`, START + i, 0.5));

describe("a sample of a period's decisions", () => {
  test("is the same in whatever order they come, and no larger than it may be", () => {
    const decisions = many(3_000);
    const kept = (order: readonly DecisionRecord[]) => {
      const cohort = openCohort(START, 500);
      const dropped = new Set(order.flatMap((one) => cohort.add(one)));
      const { count, decisions: found } = cohort.read();
      expect(count).toBe(3_000);
      expect(dropped.size + found.length).toBe(3_000);
      return found.map(({ id }) => id).sort();
    };
    const ids = kept(decisions);
    expect(ids.length).toBeLessThanOrEqual(500);
    // An eighth of all, four standard errors around it.
    expect(Math.abs(ids.length - 375)).toBeLessThan(4 * Math.sqrt((3_000 * 7) / 64));
    expect(kept(rng({ seed: 1, purpose: "order" }).shuffled(decisions))).toEqual(ids);
  });

  test("is smaller where labels are waited for longer, so that all that wait have room", () => {
    const { outcomes } = watchedShop();
    const system = watchedShop({ outcomes: { ...outcomes, bought: { ...outcomes.bought!, within: "30d" } } });
    const pending = pendingLabels({ system, layout: unitLayout, periodMs: HOUR });
    for (const one of many(5_000)) pending.addDecision(one, START);
    const { cohort } = pending.keep(START);
    expect(cohort.count).toBe(5_000);
    // 200,000 over 37 days of hours, and one hour more.
    expect(cohort.decisions.length).toBeLessThanOrEqual(Math.floor(200_000 / (37 * 24 + 1)));
    expect(cohort.decisions.length).toBeGreaterThan(50);
  });
});

describe("weights of those who were not acted on", () => {
  const of = (score: number, acted: boolean, change: Partial<DecisionRecord["body"]> = {}) =>
    askedOf(`${score}`, START, { p: score, acted, propensity: 1, ...change });
  const held = { purpose: "holdback" } as const;
  const edges = { edges: [0.5], cap: Infinity };

  test("are 1 / propensity of what was drawn, and make those held back stand for those acted on for certain", () => {
    const { weights, unheard } = untreatedWeights(
      [
        of(0.1, false),
        of(0.2, false, { propensity: 0.25 }),
        of(0.3, true, { propensity: 0.75 }),
        ...[of(0.8, true), of(0.8, true), of(0.9, true), of(0.9, false, held), of(0.7, false, held)],
      ],
      edges,
    );
    expect([...weights]).toEqual([1, 4, 0, 0, 0, 0, 2.5, 2.5]);
    expect(unheard).toBe(0);
  });

  test("say of how many nobody can tell, and never pass the cap", () => {
    const found = untreatedWeights([of(0.1, false, { propensity: 0.01 }), of(0.8, true), of(0.9, true)], {
      ...edges,
      cap: 10,
    });
    expect([...found.weights]).toEqual([10, 0, 0]);
    expect(found.unheard).toBe(2);
  });
});

describe("what labels come to", () => {
  const seenOf = (losses: readonly number[]): LabelSeen => ({
    ...{ closed: losses.length, share: 1, reported: losses.length, contradicted: 0, late: 0 },
    ...summariseLabels(
      losses.map((loss, i) => ({ loss, label: i % 2, predicted: (i % 20) / 20, weight: 1 })),
      { bins: 20 },
    ),
  });

  test("adds up over periods: means exactly, losses in order and never more than 512", () => {
    const losses = Array.from({ length: 3_000 }, (_, i) => i);
    const [whole, merged] = [seenOf(losses), mergeLabels(seenOf(losses.slice(0, 1_000)), seenOf(losses.slice(1_000)))];
    expect(merged.loss.mean).toBeCloseTo(whole.loss.mean, 9);
    expect(merged.loss.m2 / whole.loss.m2).toBeCloseTo(1, 12);
    for (const [bin, { weight, label }] of whole.calibration.entries()) {
      expect(merged.calibration[bin]?.weight).toBe(weight);
      expect(merged.calibration[bin]?.label).toBeCloseTo(label, 12);
    }
    for (const { losses: blocks } of [whole, merged]) {
      expect(blocks.length).toBeLessThanOrEqual(512);
      expect([...blocks].sort((a, b) => a - b)).toEqual(blocks);
    }
  });

  test("so far counts what is too young to be a label, and says what is to come", () => {
    const draws = rng({ seed: 5, purpose: "so far" });
    const pending = pendingLabels({ system: watchedShop(), layout: unitLayout, periodMs: HOUR });
    const now = START + 6 * HOUR;
    let toCome = 0;
    for (let i = 0; i < 3_000; i++) {
      const of = askedOf(`s${i}`, START + Math.floor(draws.uniform() * 6 * HOUR), 0.5);
      const period = Math.floor(of.at / HOUR) * HOUR;
      pending.addDecision(of, period);
      if (draws.uniform() >= 0.5) continue;
      const after = Math.floor(draws.uniform() * 3 * HOUR);
      if (of.at + after <= now) pending.addReport(reportOf(of, after), period);
      else toCome++;
    }
    const { bought, minutes } = pending.soFar(now);
    expect(minutes).toBeUndefined();
    expect(bought?.decisions).toBe(3_000);
    if (bought === undefined || isInsufficient(bought.toCome)) throw new Error("nothing is expected");
    // A 95 % interval is 3.92 standard errors wide: four of them are twice its half.
    const { value, low, high } = bought.toCome;
    expect(Math.abs(toCome - value)).toBeLessThan(((high - low) / 2) * (4 / 1.96));
  });
});
