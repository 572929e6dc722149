import { betterOf } from "../../assess/index.ts";
import type { MetricMovement } from "../../decide/index.ts";
import { type FrontMetric, type MeasuredWeights, wordOffPolicy } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** A metric of a preview as one of a front; none where nobody says which way it is better. */
export function frontMetric(system: SystemDefinition, { metric, unit }: MetricMovement): readonly FrontMetric[] {
  if (unit === "money") return [{ name: metric, unit, better: "increase" }];
  const better = betterOf(system, metric);
  return better === undefined ? [] : [{ name: metric, unit, better }];
}

/** Beside the weights in use, so large a part of the settings has to be told of. */
const ENOUGH = 0.8;

/** Why a log does not make a front; null where it tells of enough settings. */
export function tooLittle(metrics: readonly FrontMetric[], measured: readonly MeasuredWeights[]): string | null {
  const others = measured.slice(1);
  const isTold = ({ values }: MeasuredWeights): boolean =>
    metrics.every(({ name }) => values[name] !== undefined && !isInsufficient(values[name]));
  if (metrics.length > 0 && others.filter(isTold).length >= ENOUGH * others.length) return null;
  const missing = others.flatMap(({ values }) => Object.values(values).filter((one) => isInsufficient(one)));
  const [first] = missing;
  return first === undefined || !isInsufficient(first) ? "nothing is priced" : wordOffPolicy(first);
}
