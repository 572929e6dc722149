import { expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import type { MetricGoal } from "../../objective/index.ts";
import { type StandingKind, standingOf } from "./standing.ts";

/** 0.5, from 0.4 to 0.6. */
const estimate = { value: 0.5, low: 0.4, high: 0.6, level: 0.95 };
const stands = (goal: MetricGoal, direction: "increase" | "decrease" = "increase") =>
  standingOf({ goal, direction, estimate, today: "2026-06-01" });

test.each<readonly [MetricGoal, StandingKind, StandingKind]>([
  [{}, "no-goal", "no-goal"],
  [{ target: 0.3 }, "reached", "short"],
  [{ target: 0.45 }, "at-target", "short"],
  [{ target: 0.7 }, "short", "reached"],
  [{ baseline: 0.3, target: 0.7 }, "on-its-way", "reached"],
  [{ baseline: 0.45, target: 0.7 }, "undecided", "reached"],
  [{ baseline: 0.7, target: 0.9 }, "worse", "reached"],
  [{ baseline: 0.7, target: 0.1 }, "reached", "on-its-way"],
  [{ threshold: 0.3 }, "within", "breached"],
  [{ threshold: 0.55 }, "at-threshold", "within"],
  [{ threshold: 0.65 }, "breached", "within"],
  [{ threshold: 0.65, target: 0.1 }, "breached", "short"],
])("%j: more is better %s, less is better %s", (goal, more, less) => {
  expect(stands(goal).kind).toBe(more);
  expect(stands(goal, "decrease").kind).toBe(less);
});

test("the way from baseline to target is told, whichever way it goes", () => {
  expect(stands({ baseline: 0.3, target: 0.7 }).progress).toBeCloseTo(0.5, 12);
  expect(stands({ baseline: 0.6, target: 0.2 }, "decrease").progress).toBeCloseTo(0.25, 12);
  expect(stands({ target: 0.2 }).progress).toBeUndefined();
});

test("a re-evaluation is overdue from the day after, whatever the number says", () => {
  expect(stands({ review: "2026-05-31" }).overdue).toBe(true);
  expect(stands({ review: "2026-06-01" }).overdue).toBe(false);
  const unknown = { goal: { target: 1, review: "2020-01-01" }, direction: "increase", today: "2026-06-01" } as const;
  expect(standingOf({ ...unknown, estimate: insufficient("no-decisions") })).toEqual({
    kind: "unknown",
    overdue: true,
  });
});
