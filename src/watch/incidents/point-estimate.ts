import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, differencePoint, type Estimated, intervalOf, type Point } from "../../stats/index.ts";

/** `to − from` with its interval. Where neither varies, what lies between them is known of the decisions that there were. */
export function differenceOf(from: Point | Insufficient, to: Point | Insufficient): Estimated {
  const apart = differencePoint(to, from);
  if (isInsufficient(apart) || apart.variance > 0) return intervalOf(apart);
  const { value } = apart;
  return { value, low: value, high: value, level: DEFAULT_LEVEL };
}
