import { describe, expect, test } from "vitest";
import { offlineDeltas } from "./offline-deltas.ts";

const z = 1.959963984540054;
const estimate = (value: number, error: number) => ({
  value,
  low: value - z * error,
  high: value + z * error,
  level: 0.95,
});
const model = (metrics: object, gate: object = {}) => ({ head: "risk", metrics: { ...metrics }, gate: { ...gate } });
const gain = (code: string) => ({ reasons: [{ code, finding: "pass", message: "", gain: estimate(0.5, 0.1) }] });

describe("what two evaluations promise", () => {
  test("on different decisions the errors are independent; on the same ones their sum is a bound", () => {
    const control = model({ rocAuc: estimate(0.7, 0.03), rowsKey: "a", policy: { cutoff: 1 } });
    const treatment = model({ rocAuc: estimate(0.72, 0.04), rowsKey: "b" });
    const { rocAuc } = offlineDeltas({ control: [control], treatment: [treatment], controlWasChampion: false });
    expect(rocAuc?.value).toBeCloseTo(0.02, 12);
    expect(rocAuc?.standardError).toBeCloseTo(0.05, 12);
    expect(rocAuc?.errors).toBe("independent");
    const same = { ...treatment, metrics: { ...treatment.metrics, rowsKey: "a" } };
    expect(offlineDeltas({ control: [control], treatment: [same], controlWasChampion: false }).rocAuc?.errors).toBe(
      "bound",
    );
  });

  test("against the rule, or against the champion that it was judged beside, the gain in money is paired", () => {
    const overRule = { control: [], treatment: [model({}, gain("value.over-rule"))], controlWasChampion: false };
    expect(offlineDeltas(overRule).moneyPerDecision).toMatchObject({ value: 0.5, errors: "paired" });
    const challenger = { control: [model({})], treatment: [model({}, gain("value.over-champion"))] };
    expect(offlineDeltas({ ...challenger, controlWasChampion: true }).moneyPerDecision?.standardError).toBeCloseTo(
      0.1,
      12,
    );
    expect(offlineDeltas({ ...challenger, controlWasChampion: false })).toEqual({});
  });

  test("what one of them lacks, or could not be told, is left out", () => {
    const control = model({ brier: estimate(0.2, 0.01), recall: { kind: "insufficient", reason: "one-class" } });
    const treatment = model({ rocAuc: estimate(0.7, 0.01), recall: estimate(0.5, 0.1) });
    expect(offlineDeltas({ control: [control], treatment: [treatment], controlWasChampion: true })).toEqual({});
  });
});
