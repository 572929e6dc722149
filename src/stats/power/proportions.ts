import type { Insufficient } from "../../kernel/index.ts";
import { type ComparisonDesign, type PlannedDesign, powerOf, type SampleSize, sampleSize } from "./means.ts";

/** Two shares between 0 and 1: what the control has, and what the treatment is hoped to have. */
export interface Rates {
  readonly control: number;
  readonly treatment: number;
}

type WithoutSd<D extends ComparisonDesign> = Omit<D, "sd">;

/** The chance that `units` units in all show the difference of two rates, variances not pooled. */
export function powerOfRates(rates: Rates, units: number, design: WithoutSd<ComparisonDesign> = {}): number {
  return powerOf(rates.treatment - rates.control, units, { ...design, sd: deviations(rates) });
}

/** Units needed in either arm to find the difference of two rates. */
export function sampleSizeOfRates(rates: Rates, design: WithoutSd<PlannedDesign> = {}): SampleSize | Insufficient {
  return sampleSize(rates.treatment - rates.control, { ...design, sd: deviations(rates) });
}

function deviations({ control, treatment }: Rates): { control: number; treatment: number } {
  return { control: Math.sqrt(control * (1 - control)), treatment: Math.sqrt(treatment * (1 - treatment)) };
}
