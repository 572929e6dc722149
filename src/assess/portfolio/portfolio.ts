import type { Interval } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Assessment } from "../assess.ts";
import type { VerdictKind } from "../decision-table.ts";

/** A system and what a quick look came to: an assessment, or why there is none. */
export interface PortfolioCase {
  readonly system: SystemDefinition;
  readonly assessment: Assessment | { readonly failed: string };
}

/** What a year costs: running, and a third of what building costs. */
export interface YearCost {
  readonly perYear: number;
  /** Said by somebody, or taken to be the whole budget. */
  readonly from: "said" | "budget";
}

/** A system that can be ranked. */
export interface RankedSystem {
  readonly rank: number;
  readonly system: string;
  readonly verdict: VerdictKind;
  /** How the money is made: by a model, or by a rule. */
  readonly way: "model" | "rule";
  /** What it brings in a full year over deciding without looking, with all that makes it uncertain. */
  readonly value: Interval;
  /** What a model brings beside the rule; null where a rule is used. */
  readonly overRule: Interval | null;
  readonly basis: "measured" | "assumed";
  /** Null where nobody has said. */
  readonly cost: YearCost | null;
  /** Value less cost; the value where no cost is known. */
  readonly net: Interval;
  /** Days of an experiment that proves the gain over the rule; null where none is planned, or it cannot end. */
  readonly days: number | null;
  /** Whether its place before the next one may be chance. */
  readonly tied: boolean;
  /** Why it stands where it does, one sentence each. */
  readonly reasons: readonly string[];
}

/** A system that cannot be ranked beside the others. */
export interface SystemApart {
  readonly system: string;
  /** Null where it could not be assessed. */
  readonly verdict: VerdictKind | null;
  readonly why: string;
  /** What is missing, or would have to change. */
  readonly missing: readonly string[];
}

/** Several systems, the one that brings most first, and those that stand apart. */
export interface Portfolio {
  readonly currency: string | null;
  /** By what is left of the value when costs are paid; by the value alone where a cost is not known. */
  readonly by: "net" | "value";
  readonly ranked: readonly RankedSystem[];
  readonly apart: readonly SystemApart[];
}
