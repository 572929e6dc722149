import type { Curves } from "../../registry/index.ts";
import { shownLoss } from "./objective.ts";
import type { SearchResult } from "./result.ts";

/** The trials over all rows that had the full resource: what each came to, and the best until then. */
export function searchCurves({ told, settings }: Pick<SearchResult, "told" | "settings">): Curves {
  const full = told.filter(({ share, loss }) => share === 1 && loss !== null);
  let best = Number.POSITIVE_INFINITY;
  const points = full.map(({ number, loss }) => {
    best = Math.min(best, loss ?? best);
    return { step: number + 1, best, loss: loss ?? Number.NaN };
  });
  const shown = (loss: number): number => shownLoss(settings.objective, loss);
  return {
    "best so far": points.map((point) => [point.step, shown(point.best)]),
    trial: points.map((point) => [point.step, shown(point.loss)]),
  };
}
