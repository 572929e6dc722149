import { expect, test } from "vitest";
import { curveBook } from "./curve-book.ts";

test("curves stay short however long they are told, from their first point on", () => {
  const book = curveBook();
  for (let step = 1; step <= 10_000; step++) book.add("loss", step, 1 / step);
  const { loss = [] } = book.curves();
  expect(loss.length).toBeLessThan(200);
  expect(loss.length).toBeGreaterThanOrEqual(100);
  expect(loss[0]).toEqual([1, 1]);
  expect(loss.at(-1)![0]).toBeGreaterThan(9_800);
  const gaps = new Set(loss.slice(1).map(([step], i) => step - loss[i]![0]));
  expect(gaps.size).toBe(1);
});

test("what is no number is left out", () => {
  const book = curveBook();
  book.add("candidates", 0, Number.NaN);
  book.add("candidates", 1, 0.5);
  expect(book.curves()).toEqual({ candidates: [[1, 0.5]] });
});
