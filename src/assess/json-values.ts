import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { ExperimentSize } from "./experiment-plan.ts";

interface IntervalJson {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface MissingJson {
  readonly insufficient: string;
}

/** An estimate with its interval, or why there is none. */
export type EstimatedJson = IntervalJson | MissingJson;
/** A number, or why there is none. */
export type NumberJson = number | MissingJson;

/** How large an experiment has to be. */
export interface SizeJson {
  readonly units: NumberJson;
  readonly days: NumberJson;
  readonly liftPerUnit: NumberJson;
}

/** As plain JSON. */
export function sizeJson({ units, days, liftPerUnit }: ExperimentSize): SizeJson {
  return { units: counted(units), days: counted(days), liftPerUnit: counted(liftPerUnit) };
}

/** As plain JSON. */
export function estimated(found: Estimated): EstimatedJson {
  if (isInsufficient(found)) return { insufficient: wordInsufficient(found) };
  return { value: found.value, low: found.low, high: found.high };
}

/** As plain JSON. */
export function counted(found: number | Parameters<typeof wordInsufficient>[0]): NumberJson {
  return typeof found === "number" ? found : { insufficient: wordInsufficient(found) };
}
