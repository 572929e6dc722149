import { rng } from "../../kernel/index.ts";
import { drawPoint, type Point } from "./coordinates.ts";
import type { Draft, SearchMethod, SearchPlan } from "./method.ts";

/** Points at random: hard to beat with few trials, and no trial waits for another. */
export const random: SearchMethod = Object.freeze({
  name: "random",
  reference: "Bergstra, Bengio. Random search for hyper-parameter optimization. JMLR 13, 2012",
  next(plan: SearchPlan, told: readonly unknown[]): readonly Draft[] {
    return nextNumbers(plan, told.length).map((number) => ({
      ...{ number, point: number, share: 1 },
      params: randomPoint(plan, number),
    }));
  },
});

/** The point of a number: of the start while there is one, else drawn by the seed and the number alone. */
export function randomPoint({ space, start, seed }: SearchPlan, number: number): Point {
  return start[number] ?? drawPoint(space, rng({ seed, unit: number, purpose: "search.point" }));
}

/** The numbers of the next batch. */
export function nextNumbers({ trials, batch }: SearchPlan, done: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(batch, trials - done)) }, (_, i) => done + i);
}
