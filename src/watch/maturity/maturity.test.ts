import { describe, expect, test } from "vitest";
import type { HistoryEvent, Release, Run, TrafficPlan } from "../../registry/index.ts";
import { type MaturityCase, maturityFrom } from "./maturity.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 10);

const plan = (
  version: number,
  day: number,
  more: Partial<TrafficPlan> & { readonly release?: string } = {},
): TrafficPlan => {
  const { release = `rel_${version}`, ...rest } = more;
  const allocations = [{ arm: "champion", release, share: 1, purpose: "champion" as const }];
  return {
    id: `pln_${version}`,
    system: "shop",
    version,
    salt: "s",
    allocations,
    by: "ada",
    at: START + day * DAY,
    why: "test",
    ...rest,
  };
};
const release = (id: string, kind: Release["kind"]) => ({ id, kind }) as Release;
const run = (day: number, hours: number) =>
  ({ kind: "train", startedAt: START + day * DAY, took: hours * 3_600_000 }) as Run;
const event = (
  what: string,
  subject: string,
  { day, ...facts }: { readonly day: number; readonly hours?: number },
): HistoryEvent => ({
  ...{ what, subject, facts, system: "shop", number: 1, by: "ada", why: "test" },
  at: START + day * DAY,
});

const none: MaturityCase = {
  ...{ system: "shop", now: START + 90 * DAY, objectives: [], runs: [], plans: [], releases: [], history: [] },
  pricePerHour: null,
};

const lived: MaturityCase = {
  ...none,
  objectives: [{ at: START }],
  runs: [run(1, 2), run(40, 3)],
  releases: [release("rel_1", "rule"), release("rel_2", "model"), release("rel_3", "model"), release("rel_4", "model")],
  plans: [
    plan(1, 2),
    plan(2, 12),
    plan(3, 40, { ramp: { from: 2, step: 0 } as never }),
    plan(4, 41, { ramp: { from: 2, step: 1 } as never }),
    plan(5, 42, { release: "rel_2", restores: 2 }),
  ],
  history: [
    event("alert.opened", "alr_1", { day: 41 }),
    event("alert.closed", "alr_1", { day: 42, hours: 5 }),
    event("alert.opened", "alr_2", { day: 60 }),
    event("alert.closed", "alr_2", { day: 63 }),
    event("alert.opened", "alr_3", { day: 89 }),
  ],
};

describe("maturity", () => {
  test("is counted from the records: idea to champion, deploys, roll-backs, restoring, hours", () => {
    const found = maturityFrom(lived);
    expect(found.daysToChampion).toBe(12);
    // A canary and its next step are one deploy; what brings back is none.
    expect(found.deploysPerMonth).toBeCloseTo(2 / (90 / (365.25 / 12)), 12);
    expect(found.rolledBack).toBe(0.5);
    expect(found).toMatchObject({ hoursToRestore: 48, restored: 2 });
    expect(found.hoursByHand).toBeCloseTo(5 / (90 / (365.25 / 12)), 12);
    expect(found.costPerMonth).toMatchObject({ reason: "no-price-given" });
  });

  test("tells the trend by the month, those without anything included, and what it cost where a price is given", () => {
    const { months, costPerMonth } = maturityFrom({ ...lived, pricePerHour: 2 });
    expect(
      months.map(({ month, deploys, rolledBack, trainings, cost, alerts }) => [
        month,
        deploys,
        rolledBack,
        trainings,
        cost,
        alerts,
      ]),
    ).toEqual([
      ["2026-01", 1, 0, 1, 4, 0],
      ["2026-02", 1, 1, 1, 6, 1],
      ["2026-03", 0, 0, 0, 0, 1],
      ["2026-04", 0, 0, 0, 0, 1],
    ]);
    expect(costPerMonth).toBeCloseTo(10 / (90 / (365.25 / 12)), 12);
  });

  test("of nothing says that there is not enough, and of what", () => {
    const found = maturityFrom(none);
    expect(found.daysToChampion).toMatchObject({ reason: "no-champion-yet" });
    expect(found.deploysPerMonth).toMatchObject({ reason: "too-few-days", need: 14, have: 0 });
    expect(found.rolledBack).toMatchObject({ reason: "no-deploys" });
    expect(found.hoursToRestore).toMatchObject({ reason: "no-alert-ended" });
    expect(found.months).toEqual([]);
  });
});
