import { describe, expect, test } from "vitest";
import type { Estimate } from "../../stats/index.ts";
import type { StoredComparison } from "../archive/comparison.ts";
import { type LedgerRequest, ledgerOf } from "./ledger.ts";
import { pathOf } from "./path.ts";
import { reconcile } from "./reconcile.ts";
import { ledgerReport } from "./report.ts";

function comparison(
  control: string,
  treatment: string,
  change: Partial<StoredComparison> & { lift?: number; error?: number } = {},
): StoredComparison {
  const { lift = 0.1, error = 0.01, ...rest } = change;
  const experiment = `${control}-${treatment}`;
  return {
    v: 1,
    id: `shop/${experiment}/treatment`,
    revision: 1,
    by: "ada",
    at: 0,
    system: "shop",
    experiment,
    arm: "treatment",
    design: "ab",
    basis: "randomised",
    releases: { control, treatment },
    from: 0,
    until: 1_000,
    units: 100,
    currency: "USD",
    offline: {},
    online: { moneyPerDecision: { value: lift, standardError: error } },
    verdict: "ship",
    invalid: [],
    decision: "shipped",
    why: "",
    ...rest,
  };
}

const JANUARY = Date.UTC(2026, 0);
const MARCH = Date.UTC(2026, 2);

const losers = [0.02, -0.03, 0.01, -0.02, 0, 0.03].map((lift, i) =>
  comparison("a", `lost${i}`, { lift, decision: "not-shipped" }),
);
const chain = [comparison("a", "b", { lift: 0.1 }), comparison("b", "c", { lift: 0.05 })];
const served = [
  { month: "2026-01", release: "b", decisions: 1_000 },
  { month: "2026-02", release: "c", decisions: 2_000 },
];
const request: LedgerRequest = { system: "shop", currency: "USD", comparisons: [...chain, ...losers], served };

describe("the path of a release", () => {
  test("goes from comparison to comparison down to the base", () => {
    const { steps, base } = pathOf("c", chain);
    expect(steps.map(({ experiment }) => experiment)).toEqual(["b-c", "a-b"]);
    expect(base).toBe("a");
    expect(pathOf("z", chain)).toEqual({ steps: [], base: "z" });
  });

  test("takes the comparison that shipped it, and ends where it would go round", () => {
    const again = comparison("x", "c", { until: 9_000, decision: "not-shipped" });
    expect(pathOf("c", [...chain, again]).base).toBe("a");
    expect(pathOf("c", [comparison("c", "a"), ...chain]).steps.length).toBe(2);
  });
});

describe("the ledger", () => {
  const ledger = ledgerOf(request);

  test("adds up each release's steps on the decisions that it served", () => {
    expect(ledger.total.asMeasured).toBeCloseTo(1_000 * 0.1 + 2_000 * 0.15, 9);
    expect(ledger.launches.map(({ experiment, decisions }) => [experiment, decisions])).toEqual([
      ["a-b", 3_000],
      ["b-c", 2_000],
    ]);
    expect(ledger.months.map(({ month }) => month)).toEqual(["2026-01", "2026-02"]);
    expect(ledger.bases).toEqual(["a"]);
  });

  test("its lines add up to its total, and the months' sums grow into it", () => {
    const value = (of: { readonly value: unknown }) => (of.value as Estimate).value;
    const total = value(ledger.total);
    for (const lines of [ledger.months, ledger.releases, ledger.launches])
      expect(lines.reduce((sum, line) => sum + value(line), 0)).toBeCloseTo(total, 9);
    expect((ledger.months.at(-1)!.soFar as Estimate).value).toBeCloseTo(total, 9);
  });

  test("says less than was measured, because what measured best was launched", () => {
    const { value } = ledgerOf({
      ...request,
      comparisons: request.comparisons.map((each) => withError(each, 0.05)),
    }).total;
    expect((value as Estimate).value).toBeLessThan(ledger.total.asMeasured);
  });

  test("does not guess how lucky winners were from fewer than eight comparisons", () => {
    const { total, launches } = ledgerOf({ ...request, comparisons: chain });
    expect(total.value).toMatchObject({ reason: "too-few-comparisons", need: 8, have: 2 });
    expect(launches[0]?.perDecision).toMatchObject({ reason: "too-few-comparisons" });
    expect(total.asMeasured).toBeCloseTo(400, 9);
  });

  test("counts nothing that is no proof", () => {
    const doubtful = [
      comparison("c", "d", { basis: "observational", lift: 99 }),
      comparison("c", "e", { invalid: ["split-broken"], lift: 99 }),
      comparison("c", "f", { system: "other", lift: 99 }),
    ];
    const more = [...served, { month: "2026-03", release: "d", decisions: 5 }];
    const found = ledgerOf({ ...request, comparisons: [...request.comparisons, ...doubtful], served: more });
    expect(found.comparisons).toBe(8);
    expect(found.bases).toEqual(["a", "d"]);
    expect(found.total.asMeasured).toBeCloseTo(400, 9);
  });
});

function withError(each: StoredComparison, standardError: number): StoredComparison {
  return { ...each, online: { moneyPerDecision: { ...each.online.moneyPerDecision!, standardError } } };
}

describe("the reconciliation", () => {
  const holdback = (lift: number, change: Partial<StoredComparison> = {}) =>
    comparison("a", "c", {
      design: "holdback",
      experiment: "held",
      lift,
      error: 0.02,
      from: JANUARY,
      until: MARCH,
      ...change,
    });
  const against = (held: StoredComparison) => reconcile({ ...request, comparisons: [...request.comparisons, held] })[0];

  test("agrees with a holdback that measured as much, and not with one that measured nothing", () => {
    const agreeing = against(holdback(0.13));
    expect(agreeing).toMatchObject({ experiment: "held", decisions: 3_000, agrees: true });
    expect(agreeing?.measured.value).toBeCloseTo(390, 9);
    expect(against(holdback(0))).toMatchObject({ agrees: false });
  });

  test("counts of a month what lies in the holdback's time", () => {
    expect(against(holdback(0.13, { until: Date.UTC(2026, 1, 15) }))?.decisions).toBeCloseTo(2_000, 9);
  });

  test("is withheld where the holdback gets something else than the base, or nothing was served", () => {
    const other = against(holdback(0.13, { releases: { control: "z", treatment: "c" } }));
    expect(other?.agrees).toMatchObject({ reason: "base-differs" });
    const before = against(holdback(0.13, { from: 0, until: 1_000 }));
    expect(before?.agrees).toMatchObject({ reason: "no-decisions" });
  });

  test("takes off what the base brings over nothing, where a holdback of the base's time told it", () => {
    const nothing = (treatment: string, lift: number, error: number) =>
      holdback(lift, {
        experiment: `held ${treatment}`,
        id: `shop/held ${treatment}/served`,
        releases: { control: "nothing", treatment },
        online: { moneyPerDecision: { value: lift, standardError: error } },
      });
    const of = (...held: readonly StoredComparison[]) =>
      reconcile({ ...request, comparisons: [...request.comparisons, ...held] });
    const [base, whole] = of(nothing("a", 0.4, 0.03), nothing("c", 0.53, 0.04));
    expect(base).toMatchObject({ agrees: { reason: "is-the-base" } });
    expect(base?.measured.value).toBeCloseTo(0.4 * 3_000, 9);
    expect(whole).toMatchObject({ agrees: true, by: "held a" });
    // 0.53 − 0.40 on 3,000 decisions; the errors of two times add: √(0.03² + 0.04²).
    expect(whole?.measured.value).toBeCloseTo(390, 9);
    expect(whole!.measured.high - whole!.measured.value).toBeCloseTo(1.959964 * 0.05 * 3_000, 3);
    expect(of(nothing("c", 0.53, 0.04))[0]).toMatchObject({ agrees: { reason: "base-differs" } });
    const told = { ...request, comparisons: [...request.comparisons, nothing("c", 0.53, 0.04)] };
    expect(ledgerReport(ledgerOf(told), reconcile(told)).summary.join(" ")).toContain(
      "no holdback told what a brings by itself (one that was kept while a served would)",
    );
  });

  test("is told in the report, as is that nobody has checked", () => {
    const all = { ...request, comparisons: [...request.comparisons, holdback(0.13)] };
    const { summary, verdict } = ledgerReport(ledgerOf(all), reconcile(all));
    expect(summary.join(" ")).toMatch(/The holdback held measured \$390 .* They agree within chance\./);
    expect(verdict?.text).toMatch(/^The launches have earned \$\d+ over a \(95% interval: \$\d+ to \$\d+\)\.$/);
    expect(ledgerReport(ledgerOf(request), []).summary.join(" ")).toContain("nobody has checked the sum");
    const empty = ledgerOf({ ...request, served: [] });
    expect(ledgerReport(empty, []).verdict?.text).toBe("Nothing was decided yet, so nothing was earned.");
  });
});
