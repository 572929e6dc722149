import type { Curves } from "../../registry/index.ts";

/** Points of a curve that leave a fit. */
const MOST = 200;

/** Takes down learning curves, of each at most {@link MOST} points: where there are more, every other one is dropped. */
export interface CurveBook {
  add(curve: string, step: number, value: number): void;
  /** Points that are no numbers are left out. */
  curves(): Curves;
}

/** An empty book. */
export function curveBook(): CurveBook {
  const pages = new Map<string, Page>();
  return {
    add(curve, step, value) {
      const page = pages.get(curve) ?? { every: 1, seen: 0, points: [] };
      pages.set(curve, page);
      note(page, [step, value]);
    },
    curves: () => Object.fromEntries(Array.from(pages, ([name, { points }]) => [name, points])),
  };
}

interface Page {
  /** Every how many-th point is kept. */
  every: number;
  seen: number;
  points: (readonly [step: number, value: number])[];
}

function note(page: Page, point: readonly [number, number]): void {
  const isKept = page.seen++ % page.every === 0;
  if (!isKept || !Number.isFinite(point[1])) return;
  page.points.push(point);
  if (page.points.length < MOST) return;
  page.points = page.points.filter((_, i) => i % 2 === 0);
  page.every *= 2;
}
