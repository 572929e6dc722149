import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DecisionRecord, OutcomeRecord } from "../records/index.ts";
import { joinOutcomes } from "./outcome-join.ts";

const decision = (id: string, at: number): DecisionRecord =>
  ({ v: 1, kind: "decision", id, at, body: { system: "s" } }) as DecisionRecord;

interface Report {
  readonly decision?: string;
  readonly value?: boolean | number | string;
  readonly happenedAt: number;
  readonly at?: number;
  readonly outcome?: string;
}

const report = (id: string, r: Report): OutcomeRecord => ({
  v: 1,
  kind: "outcome",
  id,
  at: r.at ?? r.happenedAt,
  body: {
    system: "s",
    decision: r.decision ?? "d",
    outcome: r.outcome ?? "click",
    value: r.value ?? true,
    happenedAt: r.happenedAt,
  },
});

/** One decision at 1000, its window 100 long. */
const join = (reports: readonly OutcomeRecord[], now: number, absent?: number | null) =>
  joinOutcomes([decision("d", 1_000)], reports, {
    outcome: "click",
    within: 100,
    now,
    ...(absent === undefined ? {} : { absent }),
  });

describe("an outcome join", () => {
  test.each([
    ["inside the window", [report("a", { happenedAt: 1_050 })], 1_060, { status: "known", label: true, closed: false }],
    ["on the window's last moment", [report("a", { happenedAt: 1_100 })], 1_101, { status: "known", label: true }],
    ["nothing, window open", [], 1_100, { status: "pending", label: null, closed: false }],
    ["nothing, window closed", [], 1_101, { status: "known", label: false, closed: true }],
    ["after the window", [report("a", { happenedAt: 1_101 })], 1_200, { status: "late", label: false, closed: true }],
    ["before the decision, window open", [report("a", { happenedAt: 999 })], 1_050, { status: "pending", label: null }],
    ["reported after the window", [report("a", { happenedAt: 1_050, at: 9_000 })], 9_000, { label: true }],
    ["reported after now", [report("a", { happenedAt: 1_050, at: 9_000 })], 8_999, { label: false }],
    ["another outcome", [report("a", { happenedAt: 1_050, outcome: "buy" })], 1_200, { status: "known", label: false }],
  ])("labels %s", (...[, reports, now, expected]) => {
    expect(join(reports, now).labels).toMatchObject([{ decision: "d", ...expected }]);
  });

  test("lets the report that came last correct the others, in any order of arrival", () => {
    const reports = [
      report("a", { happenedAt: 1_010, value: 5 }),
      report("b", { happenedAt: 1_010, at: 2_000, value: 7 }),
      report("c", { happenedAt: 1_020, at: 1_500, value: 6 }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(reports, { minLength: 3 }), (arrived) => {
        expect(join(arrived, 3_000).labels[0]).toMatchObject({ label: 7, happenedAt: 1_010 });
      }),
    );
    expect(join(reports, 1_600).labels[0]).toMatchObject({ label: 6 });
  });

  test("does not let a second event after the window undo the first", () => {
    const reports = [report("a", { happenedAt: 1_010 }), report("b", { happenedAt: 5_000 })];
    expect(join(reports, 6_000).labels[0]).toMatchObject({ status: "known", label: true });
  });

  test("counts a report once by its id, and a decision once", () => {
    const first = report("a", { happenedAt: 1_010, value: 1 });
    const again = report("a", { happenedAt: 1_010, at: 1_020, value: 2 });
    const twice = [decision("d", 1_000), decision("d", 1_000)];
    const joined = joinOutcomes(twice, [first, again, first], { outcome: "click", within: 100, now: 2_000 });
    expect(joined.labels).toMatchObject([{ label: 1 }]);
  });

  test("lists reports about decisions that it does not know", () => {
    const stray = report("x", { decision: "gone", happenedAt: 1_010 });
    expect(join([stray, stray], 2_000).unknown).toEqual(["x"]);
  });

  test("believes silence only when the delay after the window is over as well", () => {
    const at = (now: number) =>
      joinOutcomes([decision("d", 1_000)], [], { outcome: "click", within: 100, delay: 50, now }).labels[0];
    expect(at(1_150)).toMatchObject({ status: "pending", label: null, closed: false });
    expect(at(1_151)).toMatchObject({ status: "known", label: false, closed: true });
  });

  test("says when the report that counts came", () => {
    expect(join([report("a", { happenedAt: 1_050, at: 1_500 })], 2_000).labels[0]?.reportedAt).toBe(1_500);
  });

  test("takes silence for what it is told", () => {
    expect(join([], 2_000, 0).labels[0]?.label).toBe(0);
    expect(join([], 2_000, null).labels[0]?.label).toBeNull();
  });
});
