import { describe, expect, test } from "vitest";
import type { GateReason, GateVerdict } from "../../evaluate/index.ts";
import { gateOnFresh } from "./fresh-gate.ts";

const reason = (code: string, finding: GateVerdict): GateReason => ({ code, finding, message: `${code} it is.` });
const against = [
  reason("value.over-rule", "refuse"),
  reason("value.over-champion", "refuse"),
  reason("calibration.slope", "refuse"),
  reason("slice.worse-than-rule", "refuse"),
];
const few = { kind: "too-few", rows: 120, days: 3 } as const;
const judge = (reasons: readonly GateReason[], judged: { rows: number; days: number }, judging: object = few) =>
  gateOnFresh({ verdict: "refuse", reasons }, { judging: judging as typeof few, met: true, flattered: false, judged });

describe("where too few rows came since the champion was trained", () => {
  test("a few days of judged rows refuse nothing: what speaks against the candidate is open, and stays told", () => {
    const { verdict, reasons } = judge(against, { rows: 4_000, days: 3 });
    expect(verdict).toBe("insufficient");
    expect(reasons.map(({ code, finding }) => `${code} ${finding}`)).toEqual([
      "champion.too-few-rows insufficient",
      "value.over-rule insufficient",
      "calibration.slope insufficient",
      "slice.worse-than-rule insufficient",
    ]);
    expect(reasons[0]?.message).toMatch(
      /120 rows of 3 days came.*seen on 4,000 rows of 3 days: too few to refuse it\.$/,
    );
  });

  test("a week of them refuses, but never for the champion's sake", () => {
    expect(judge(against, { rows: 4_000, days: 8 }).verdict).toBe("refuse");
    const { verdict, reasons } = judge([reason("value.over-champion", "refuse")], { rows: 4_000, days: 8 });
    expect([verdict, reasons.length]).toEqual(["insufficient", 1]);
    expect(reasons[0]?.message).not.toMatch(/too few to refuse/);
  });

  test("a limit is none of the rows' business: who breaks it is refused", () => {
    expect(judge([...against, reason("guardrail.latency", "refuse")], { rows: 10, days: 1 }).verdict).toBe("refuse");
  });

  test("says so where enough came, and nothing before it", () => {
    const judging = { kind: "too-few", nothingBefore: true, rows: 10_365, days: 7 };
    expect(judge([], { rows: 4_146, days: 3 }, judging).reasons[0]?.message).toMatch(
      /all that is there, 10,365 rows of 7 days, came since that was trained\..*and the candidate others to learn from\./,
    );
  });
});
