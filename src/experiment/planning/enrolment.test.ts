import { expect, test } from "vitest";
import { daysToEnrol, enrolmentOf, newUnitsPerDay, unitsAfter } from "./enrolment.ts";

const DAY = 86_400_000;

test("units are counted by the day on which each was first seen, whole days alone", () => {
  const seen = [0, 1, DAY - 1, DAY, 2.5 * DAY, 3.2 * DAY];
  expect(enrolmentOf(seen, { from: 0, to: 3.5 * DAY })).toEqual([3, 4, 5]);
});

test("regulars fill the first days: beyond the history the pace is that of its later half", () => {
  const enrolment = [100, 120, 130, 140];
  expect(newUnitsPerDay(enrolment)).toBe(10);
  expect(daysToEnrol(enrolment, 90)).toBe(1);
  expect(daysToEnrol(enrolment, 131)).toBe(4);
  expect(daysToEnrol(enrolment, 165)).toBe(7);
  expect(unitsAfter(enrolment, 2)).toBe(120);
  expect(unitsAfter(enrolment, 7)).toBe(170);
});

test("what is missing is said: too few days, and nobody new", () => {
  expect(newUnitsPerDay([5])).toMatchObject({ reason: "too-few-days" });
  expect(daysToEnrol([50, 50, 50, 50], 60)).toMatchObject({ reason: "population-too-small", need: 60, have: 50 });
  expect(enrolmentOf([], { from: 5, to: 5 })).toEqual([]);
});
