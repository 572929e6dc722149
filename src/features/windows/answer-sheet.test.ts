import { expect, test } from "vitest";
import { fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import { AnswerSheet } from "./answer-sheet.ts";
import { streamExpressions } from "./stream-expressions.ts";
import { planWindows } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";

const HOUR = 3_600_000;
const from = streamExpressions("visits", {
  cost: fieldExpression("cost", "number") as NumberExpression,
  drug: fieldExpression("drug", "text") as TextExpression,
});
const nodes = [
  from.count({ within: "10h" }),
  from.last((e) => e.drug),
  from.sinceLast(),
  from.sinceLast({ unit: "day" }),
].map(({ node }) => node);
const plan = planWindows(nodes, { stream: "visits" });

function stateWith(...hours: readonly number[]): WindowState {
  const state = new WindowState(plan);
  for (const hour of hours) {
    const values = plan.inputs.map(({ kind }) => (kind === "text" ? `drug ${hour}` : 1));
    state.take({ time: hour * HOUR, knownAt: hour * HOUR, id: null, values });
  }
  return state;
}

test("a line holds until the first event is too old, and goes on with the time meanwhile", () => {
  const sheet = new AnswerSheet([plan]);
  sheet.write(0, [stateWith(1, 3)], 4 * HOUR);
  for (const hour of [4, 5, 10.9]) {
    expect(sheet.instant(0, hour * HOUR)).toBe(hour * HOUR);
    expect(sheet.row(0, hour * HOUR)).toEqual(stateWith(1, 3).answers(hour * HOUR));
  }
  expect(sheet.instant(0, 11 * HOUR)).toBeUndefined();
});

test("a line holds until an event that is told of already falls due", () => {
  const sheet = new AnswerSheet([plan]);
  sheet.write(0, [stateWith(1, 6)], 4 * HOUR);
  expect([5, 6].map((hour) => sheet.instant(0, hour * HOUR))).toEqual([5 * HOUR, undefined]);
});

test("a line is never asked about what lay before it", () => {
  const sheet = new AnswerSheet([plan]);
  sheet.write(0, [stateWith(1)], 4 * HOUR);
  expect(sheet.instant(0, HOUR)).toBe(4 * HOUR);
});

test("lines do not touch one another, however many there are", () => {
  const sheet = new AnswerSheet([plan, plan]);
  const of = (line: number): readonly WindowState[] => [stateWith(line % 5), stateWith(line % 7)];
  for (let line = 0; line < 3_000; line++) sheet.write(line, of(line), 8 * HOUR);
  for (const line of [0, 1, 1_023, 1_024, 2_999])
    expect(sheet.row(line, 8 * HOUR)).toEqual(stateWith(line % 7).answers(8 * HOUR));
});
