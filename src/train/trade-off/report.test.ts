import { expect, test } from "vitest";
import { tradeOffDocument } from "./report.ts";
import type { OrderWorth, TradeOffResult } from "./result.ts";

const money = (value: number) => ({ value, low: value - 0.01, high: value + 0.01, level: 0.95 });
const point = (clicked: number, earned: number | null, isFile = false): TradeOffResult["points"][number] => {
  const worth: OrderWorth = { goals: {}, money: earned === null ? null : money(earned) };
  const weights = { clicked, minutes: 1 - clicked };
  const [blended, decoupled] = [
    { ...worth, retraining: 2_000 },
    { ...worth, retraining: 0 as const, weights },
  ];
  return { goal: "clicked", weights, isFile, blended, decoupled, gain: {} };
};
const rival = { candidate: 1, way: "", gain: money(0.02) };
const first = { by: "money", candidate: 0, way: "", isClear: true, closest: rival } as const;
const verdictOf = (points: TradeOffResult["points"], lead: TradeOffResult["lead"] = first): string =>
  tradeOffDocument({
    ...{ id: "run_feed_1", system: "feed", snapshot: "s", head: "appeal", rows: 100, shown: "all", currency: "USD" },
    ...{ goals: [], points, lead, heads: { clicked: 900 }, seconds: 3 },
  }).verdict?.text ?? "";

test("says first which weights earn most, what the file's earn, and whether that wins", () => {
  const text = verdictOf([point(0, 0.07), point(0.5, 0.06, true), point(1, 0.05)]);
  expect(text).toMatch(/^As one score most money is earned by clicked 0, \$70\.00 per 1,000 decisions \(the file's: /);
  expect(text).toMatch(
    /clicked 0\.5, \$60\.00\)\. It wins: .* clicked 0\.5 comes closest: ahead by \$10\.00 to \$30\.00/,
  );
});

test("names no winner where chance may have put it first", () => {
  const unclear = { ...first, isClear: false, closest: { ...rival, gain: money(0.001) } };
  const text = verdictOf([point(0.5, 0.06, true), point(1, 0.05)], unclear);
  expect(text).toMatch(
    /clicked 0\.5, .* decisions \(the file's\)\. There is no winner: on the same rows clicked 1 may/,
  );
});

test("speaks of retraining alone where nothing is priced", () => {
  expect(verdictOf([point(0, null), point(1, null)], null)).toMatch(/^Another weight costs about/);
});
