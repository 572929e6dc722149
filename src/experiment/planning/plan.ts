import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { detectableDifference, sampleSize } from "../../stats/index.ts";

/** What is known before an experiment: how much a unit's money varies, and how many units come. */
export interface PlanInput {
  /** Standard deviation of one unit's money over the time that it will be in the experiment. */
  readonly sdPerUnit: number;
  /** The treatment's share of the units, between 0 and 1; the control has the rest. Default 0.5. */
  readonly treatmentShare?: number;
  /** The chance to find the lift when it is there. Default 0.8. */
  readonly power?: number;
  /** Two-sided. Default 0.05. */
  readonly alpha?: number;
}

export interface SizeQuestion extends PlanInput {
  /** The smallest lift in money per unit that is worth finding. */
  readonly lift: number;
  /** Units that enter for the first time, a day, both arms together. */
  readonly newUnitsPerDay: number;
  /** How many units there are at all. Default: no end of them. */
  readonly population?: number;
}

export interface ExperimentPlan {
  /** All arms together; what a design's `planned.units` takes. */
  readonly units: number;
  readonly treatment: number;
  readonly control: number;
  /** Whole days until the last unit has entered. */
  readonly days: number;
}

/**
 * Units and days to find a lift with the asked power by Welch's test (see `sampleSize` in stats). Insufficient when
 * there is no lift to find (`no-difference-to-find`), nobody comes (`no-traffic`), or the units run out
 * (`population-too-small`: what is needed, and what there is).
 */
export function planExperiment(question: SizeQuestion): ExperimentPlan | Insufficient {
  const { sdPerUnit, lift, newUnitsPerDay, population = Infinity, ...options } = question;
  if (!(newUnitsPerDay > 0)) return insufficient("no-traffic", { have: newUnitsPerDay });
  const size = sampleSize(lift, { sd: sdPerUnit, ...options });
  if (isInsufficient(size)) return size;
  const { total: units, treatment, control } = size;
  if (units > population) return insufficient("population-too-small", { need: units, have: population });
  return { units, treatment, control, days: Math.ceil(units / newUnitsPerDay) };
}

/** The smallest lift in money per unit that so many units, all arms together, would find with the asked power. */
export function minimumDetectableLift(units: number, { sdPerUnit, ...options }: PlanInput): number | Insufficient {
  return detectableDifference(units, { sd: sdPerUnit, ...options });
}
