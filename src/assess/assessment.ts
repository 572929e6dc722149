import type { Warning } from "../train/index.ts";
import type { CheckedAssumption } from "./brief/checked-assumption.ts";
import type { ChainLink } from "./chain/chain-link.ts";
import type { DataFacts } from "./data-facts.ts";
import type { AssessmentVerdict } from "./decision-table.ts";
import type { ExperimentOutlook } from "./experiment-plan.ts";
import type { Footprint } from "./feasibility/footprint.ts";
import type { Need } from "./feasibility/need.ts";
import type { Signal } from "./quick-fit.ts";
import type { FoundRule } from "./rules/found-rule.ts";
import type { Sign } from "./signs.ts";
import type { ValuePath } from "./value/value-path.ts";
import type { Worth } from "./worth.ts";

/** What every assessment says, whatever is decided. */
export interface AssessmentCore {
  readonly system: string;
  readonly verdict: AssessmentVerdict;
  /** What was looked for in the data, and what was found. */
  readonly signs: readonly Sign[];
  /** What the brief takes for granted, held against the data. */
  readonly assumptions: readonly CheckedAssumption[];
  /** What is required, against what was found. */
  readonly needs: readonly Need[];
  /** What the quick look took. */
  readonly footprint: Footprint;
  /** Gain over the rule and cost by month; null while a year's gain is not known. */
  readonly path: ValuePath | null;
  /** From the business goal to the loss, and every proxy. */
  readonly chain: readonly ChainLink[];
  /** What nobody has said yet. */
  readonly questions: readonly string[];
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

/** The answer for a system that acts or not: is ML the right tool, feasible, worth it; how long would an experiment take. */
export interface ActAssessment extends AssessmentCore {
  readonly kind: "act";
  readonly data: DataFacts;
  /** Null, like what follows from it, when there are too few examples to fit anything. */
  readonly signal: Signal | null;
  readonly rule: FoundRule | null;
  readonly worth: Worth | null;
  /** Null also while nobody has stated the objective: there is no amount to prove. */
  readonly plan: ExperimentOutlook | null;
}
