import { describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { nonDominated } from "./front.ts";
import { weightGrid } from "./grid.ts";
import { weightsFront } from "./weights-front.ts";

const at = (value: number) => ({ value, low: value - 1, high: value + 1, level: 0.95 });

describe("a Pareto front", () => {
  test("equals the one that is worked out by hand", () => {
    // Clicks up, violations down. (3, 5) loses to (4, 5); (2, 2) loses to (2, 1); the rest trade one for the other.
    const points = [
      [5, 9],
      [4, 5],
      [3, 5],
      [2, 2],
      [2, 1],
      [1, 0],
    ];
    expect(nonDominated(points, ["increase", "decrease"])).toEqual([true, true, false, false, true, true]);
  });

  test("keeps points that are the same in everything, and all of one metric's best", () => {
    expect(
      nonDominated(
        [
          [1, 1],
          [1, 1],
          [0, 1],
        ],
        ["increase", "increase"],
      ),
    ).toEqual([true, true, false]);
    expect(nonDominated([[1], [2], [2]], ["increase"])).toEqual([false, true, true]);
  });

  test("agrees with the definition on a thousand pairs of numbers", () => {
    const points = Array.from({ length: 60 }, (_, i) => [(i * 37) % 61, (i * i * 13) % 59]);
    const front = nonDominated(points, ["increase", "increase"]);
    points.forEach(([x = 0, y = 0], i) => {
      const beaten = points.some(([a = 0, b = 0]) => a >= x && b >= y && (a > x || b > y));
      expect(front[i]).toBe(!beaten);
    });
  });

  test("leaves out what is not known, which keeps nobody out", () => {
    expect(
      nonDominated(
        [
          [9, Number.NaN],
          [1, 1],
        ],
        ["increase", "increase"],
      ),
    ).toEqual([false, true]);
  });
});

describe("a grid of weights", () => {
  test("goes from one end of the bounds to the other, the start first", () => {
    const grid = weightGrid({ a: { start: 1, min: 0, max: 2 } }, { most: 3, byProportion: false });
    // All 0 tells nothing apart; 1 is the start already.
    expect(grid).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("keeps one of the settings that order alike", () => {
    const bounds = { a: { start: 1, min: 0, max: 2 }, b: { start: 1, min: 0, max: 2 } };
    const grid = weightGrid(bounds, { most: 9, byProportion: true });
    expect(grid).toEqual([
      { a: 1, b: 1 },
      { a: 0, b: 1 },
      { a: 1, b: 0 },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ]);
  });

  test("has no more settings than were asked for, and a fixed weight stays", () => {
    const bounds = {
      a: { start: 1, min: 0, max: 2 },
      b: { start: 0, min: -1, max: 0 },
      c: { start: 3, min: 3, max: 3 },
    };
    const grid = weightGrid(bounds, { most: 25, byProportion: true });
    expect(grid.length).toBeLessThanOrEqual(26);
    for (const { c } of grid) expect(c).toBe(3);
  });
});

describe("a front of weights", () => {
  const metrics = [
    { name: "clicks", unit: "number", better: "increase" },
    { name: "violations", unit: "number", better: "decrease" },
  ] as const;

  test("names a setting that is better than the one in use in everything", () => {
    const front = weightsFront(metrics, [
      { weights: { a: 1 }, values: { clicks: at(2), violations: at(2) } },
      { weights: { a: 2 }, values: { clicks: at(3), violations: at(1) } },
      { weights: { a: 3 }, values: { clicks: at(4), violations: at(3) } },
    ]);
    expect(front.points.map(({ isOnFront }) => isOnFront)).toEqual([false, true, true]);
    expect(front.betterThanNow).toEqual({ a: 2 });
  });

  test("names none where the one in use is on the front, or is not known", () => {
    const best = { weights: { a: 1 }, values: { clicks: at(5), violations: at(1) } };
    const worse = { weights: { a: 2 }, values: { clicks: at(3), violations: at(1) } };
    const unknown = { weights: { a: 3 }, values: { clicks: insufficient("too-few-rows"), violations: at(0) } };
    expect(weightsFront(metrics, [best, worse, unknown]).betterThanNow).toBeNull();
    expect(weightsFront(metrics, [unknown, worse]).betterThanNow).toBeNull();
    expect(weightsFront(metrics, [unknown, worse]).points.map(({ isOnFront }) => isOnFront)).toEqual([false, true]);
  });
});
