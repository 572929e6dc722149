import { expect, test } from "vitest";
import type { DecisionRecord } from "../../records/index.ts";
import { clinic } from "../../train/clinic.conformance.ts";
import { joinDecisions } from "./joined.ts";
import { moneyOf } from "./money-of.ts";

const DAY = 86_400_000;
const treated = clinic();
const back = { ...treated.outcomes.back!, changedByActing: false };
const system = { ...treated, outcomes: { ...treated.outcomes, back } };
const price = moneyOf(system);

/** Money of one that was called and one that was not, so many days after; who is not called is worth nothing either way. */
function moneyAfter(days: number): readonly (number | null)[] {
  const decisions = (["call", "skip"] as const).map((action) => {
    const body = { system: system.name, action, acted: action === "call" };
    return { v: 1, kind: "decision", id: action, at: 0, body } as unknown as DecisionRecord;
  });
  return joinDecisions(system, ["back"], { decisions, outcomes: [], now: days * DAY }).map(price);
}

test("a decision has its price when its window has closed, acted on or not", () => {
  expect(moneyAfter(30)).toEqual([null, null]);
  expect(moneyAfter(31)).toEqual([-60, 0]);
});
