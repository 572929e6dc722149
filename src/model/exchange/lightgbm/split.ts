import { importMalformed, importUnsupported } from "../errors.ts";
import type { ForeignSplit } from "../grower.ts";
import type { LightgbmFeature } from "./features.ts";

/** Where missing values go, in LightGBM's words. `none` reads them as zeros. */
export type MissingType = "none" | "zero" | "nan";

/** A split as either of LightGBM's formats states it. */
export interface LightgbmSplit {
  readonly slot: number;
  /** A number: the threshold. Category codes: those that go left. */
  readonly at: number | readonly number[];
  readonly missingType: MissingType;
  readonly defaultLeft: boolean;
}

/** A split of LightGBM as the grower takes it: where the test, the missing and the unseen go. */
export function lightgbmSplit(
  split: LightgbmSplit,
  features: readonly LightgbmFeature[],
): Pick<ForeignSplit<unknown>, "slot" | "at" | "missing"> {
  const { slot } = split;
  const feature = features[slot];
  if (feature === undefined) throw importMalformed({ what: `a split reads feature ${slot}, which is not there` });
  if (typeof split.at !== "number") return { slot, at: levelsOf(feature, split.at), missing: 0 };
  if (feature.levels !== undefined) return orderedSplit({ ...split, at: split.at }, feature);
  return { slot, at: split.at, missing: missingBits(split, split.at) };
}

function missingBits({ missingType, defaultLeft }: LightgbmSplit, threshold: number): number {
  if (missingType === "none") return threshold >= 0 ? 1 : 0;
  return (defaultLeft ? 1 : 0) + (missingType === "zero" ? 2 : 0);
}

/** Categories that are missing or that no set names go right. */
function levelsOf(feature: LightgbmFeature, codes: readonly number[]): readonly number[] {
  const levels = codes.map((code) => feature.levelOf(code));
  if (feature.levels === undefined || levels.includes(undefined))
    throw importMalformed({ what: `a split of ${JSON.stringify(feature.name)} names a category that is not there` });
  return (levels as number[]).sort((a, b) => a - b);
}

/** An ordered category of a data frame is a number to LightGBM: its code. A missing one is NaN. */
function orderedSplit(
  split: LightgbmSplit & { readonly at: number },
  feature: LightgbmFeature,
): Pick<ForeignSplit<unknown>, "slot" | "at" | "missing"> {
  if (!feature.isCoded)
    throw importUnsupported({
      what: `A numeric split of the category ${JSON.stringify(feature.name)}`,
      supported: "numeric splits of numbers and of ordered data frame columns",
    });
  const bits = missingBits(split, split.at);
  const levels = (feature.levels ?? []).map((_, code) => code);
  const isLeft = (code: number): boolean => (code === 0 && bits >= 2 ? (bits & 1) === 1 : code <= split.at);
  return { slot: split.slot, at: levels.filter(isLeft), missing: bits & 1 };
}
