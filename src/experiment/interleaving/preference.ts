import { type Insufficient, insufficient } from "../../kernel/index.ts";
import {
  type Comparison,
  clusteredPoint,
  comparisonOf,
  type Estimated,
  intervalOf,
  meanPoint,
  momentsOf,
} from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "../designs/kinds.ts";

/** Interleaving: both rankers fill every list together, and each is credited with what came of its own picks. */
export const interleaving: DesignKind = defineDesignKind({
  name: "interleaving",
  tells: "Which of two rankers people prefer, from a fraction of the entities that two arms would need.",
  randomises: "position",
});

/** What a unit's lists brought, by the ranker that put it there: clicks, or their money. */
export interface TeamCredit {
  readonly control: number;
  readonly treatment: number;
}

/** Which of two rankers is preferred. */
export interface Preference {
  /** Credit of the treatment over that of the control, per unit. Not what a release of it would bring: a preference. */
  readonly margin: Comparison | Insufficient;
  /** The treatment's share of all credit, clustered by unit; a half is no preference. */
  readonly share: Estimated;
  /** Units that gave more credit to one, or as much to both. */
  readonly units: { readonly treatment: number; readonly control: number; readonly ties: number };
}

/** Weighs credit, one entry per unit: lists of one person are not independent of each other. */
export function preferenceOf(credits: readonly TeamCredit[], level?: number): Preference {
  const margins = credits.map(({ control, treatment }) => treatment - control);
  const sums = Float64Array.from(credits, ({ treatment }) => treatment);
  const sizes = Float64Array.from(credits, ({ control, treatment }) => control + treatment);
  const given = sizes.some((size) => size !== 0);
  const count = (holds: (margin: number) => boolean): number => margins.filter(holds).length;
  return {
    margin: comparisonOf(meanPoint(momentsOf(margins)), level),
    share: given ? intervalOf(clusteredPoint({ sums, sizes }), level) : insufficient("no-credit", { need: 1, have: 0 }),
    units: {
      treatment: count((margin) => margin > 0),
      control: count((margin) => margin < 0),
      ties: count((margin) => margin === 0),
    },
  };
}
