import { describe, expect, test } from "vitest";
import type { WaitingPrice } from "../../evaluate/index.ts";
import { waitingCosts } from "../../objective/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { waitingOf, waitingPrice } from "./waiting.ts";

closeBenches();

const estimate = (low: number, value: number, high: number): Estimate => ({ value, low, high, level: 0.95 });
const measured: WaitingPrice = { perMs: estimate(900, 1_000, 1_100), experiment: "wait", upToMs: 100 };
const stated = clinic().objective;
const priced = { ...stated, waiting: waitingCosts(2, [1, 4]) } as typeof stated;

describe("the price of waiting", () => {
  test("is what an experiment measured, else what the objective assumes, else unknown", () => {
    expect(waitingPrice(priced, measured)).toBe(measured);
    expect(waitingPrice(priced, undefined)).toEqual({ perMs: estimate(1, 2, 4), experiment: null, upToMs: null });
    expect(waitingPrice(stated, undefined)).toBeUndefined();
    expect(waitingPrice(clinic({ stated: false }).objective, undefined)).toBeUndefined();
  });

  test("counts the whole of scoring over the rule, and over a champion what is more", () => {
    const timing = (low: number, value: number, high: number) => ({ p99Ms: high, mean: estimate(low, value, high) });
    const together = { model: timing(8, 9, 10), champion: timing(6, 6.5, 7) };
    const { addedMs } = waitingOf(measured, { model: timing(4, 5, 6), together });
    expect(addedMs.rule.value).toBe(5);
    expect(addedMs.champion).toMatchObject({ value: 2.5, low: 2.5 - Math.hypot(1, 0.5) });
    expect(waitingOf(measured, { model: timing(4, 5, 6), together: null }).addedMs.champion).toBeNull();
  });
});

describe("a training with a price of waiting", () => {
  // The bench's clock ticks once a question, a thousandth of a millisecond: one row costs 1 at 1,000 a millisecond.
  test("takes it off every gain, and the gate says so", async () => {
    const free = await (await openBench()).run(clinic(), simulatedVisits());
    const { result } = await (await openBench()).run(clinic(), simulatedVisits(), { waiting: measured });
    const gains = [free.result, result].map(({ judgement }) => (judgement.over.rule as Estimate).value);
    expect(gains[0]! - gains[1]!).toBeCloseTo(1, 6);
    const reason = result.gate.reasons.find(({ code }) => code === "latency.price");
    expect(reason?.message).toMatch(/^A decision takes 0\.001 ms more than the rule: .*1\.00 a decision taken off/);
    expect(result.gate.reasons[0]?.gain).toEqual(result.judgement.over.rule);
    expect(free.result.gate.reasons.map(({ code }) => code)).not.toContain("latency.price");
  });

  test("refuses a model whose waiting costs more than it brings", async () => {
    const dear = { ...measured, perMs: estimate(90_000, 100_000, 110_000) };
    const { result } = await (await openBench()).run(clinic(), simulatedVisits(), { waiting: dear });
    expect(result.gate.verdict).toBe("refuse");
    expect(result.gate.reasons[0]).toMatchObject({ code: "value.over-rule", finding: "refuse" });
  });
});

test("a champion is timed beside the candidate, and who is as fast as it pays nothing for waiting", async () => {
  const bench = await openBench();
  await bench.run(clinic(), simulatedVisits(), { waiting: measured });
  const again = clinic({ learner: { learner: "gbdt", params: { rounds: 20 } } });
  const { result } = await bench.run(again, simulatedVisits(), { waiting: measured });
  const reason = result.gate.reasons.find(({ code }) => code === "latency.price");
  // Both take one tick of the bench's clock a row.
  expect(reason?.message).toBe("A decision takes as long as with the champion: nothing is taken off its gain.");
});
