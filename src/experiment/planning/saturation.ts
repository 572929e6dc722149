import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { formatNumber } from "../../report/index.ts";
import type { Disagreement } from "../designs/disagreement.ts";

/** Below this share of decisions two releases are as good as one: no experiment of a common size tells them apart. */
export const SATURATED = 0.01;

/** What a pair of releases leaves to be found. */
export interface Saturation {
  readonly disagreement: Disagreement;
  /** Whether they hardly ever decide differently. */
  readonly saturated: boolean;
  /** What every unit on which they differ would have to bring for the asked lift over all; Insufficient where none differs. */
  readonly liftWhereTheyDiffer: number | Insufficient | null;
}

/** Judges a pair by its logged decisions. `lift` is per unit, over all units; null where nobody asked for one. */
export function saturationOf(disagreement: Disagreement, lift: number | null): Saturation {
  const { decisions, differing, units, unitsDiffering } = disagreement;
  const nothing = { kind: "insufficient", reason: "no-disagreement", need: 1, have: 0 } as const;
  const spread = unitsDiffering === 0 ? nothing : lift === null ? null : (lift * units) / unitsDiffering;
  return { disagreement, saturated: decisions > 0 && differing / decisions < SATURATED, liftWhereTheyDiffer: spread };
}

/** One or two sentences with the numbers. */
export function wordSaturation({ disagreement, saturated, liftWhereTheyDiffer }: Saturation, currency: string): string {
  const { decisions, differing, units, unitsDiffering } = disagreement;
  const share = (part: number, whole: number): string => formatNumber(part / whole, "percent", 1);
  if (differing === 0)
    return `The two decide alike on all of ${formatNumber(decisions, "count")} logged decisions: there is nothing to compare.`;
  const facts =
    `They decide differently on ${share(differing, decisions)} of ${formatNumber(decisions, "count")} logged decisions, ` +
    `for ${share(unitsDiffering, units)} of ${formatNumber(units, "count")} entities.`;
  const needed =
    liftWhereTheyDiffer === null || isInsufficient(liftWhereTheyDiffer)
      ? ""
      : ` For that lift over all, each of these would have to bring ${formatNumber(liftWhereTheyDiffer, { currency })} more.`;
  return saturated ? `Saturated: they hardly differ. ${facts}${needed}` : `${facts}${needed}`;
}
