import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";

/** Where money may be. */
export type OpportunityKind = "slice" | "missing" | "labels" | "more-data" | "cutoff" | "weights" | "effect";

/** One place where money may be, and what to do about it. */
export interface Opportunity {
  readonly kind: OpportunityKind;
  /** Of the part, the feature, the outcome. */
  readonly name: string;
  /** What there is to be had, as a sentence. */
  readonly says: string;
  /** Expected money a decision, over all decisions. */
  readonly perDecision: Estimated;
  /** Over a year; null while nobody has said how many decisions that is. */
  readonly perYear: Estimated | null;
  /** `measured` on rows that were held back; `projected` beyond them; `assumed`: it rests on what nobody has measured. */
  readonly basis: "measured" | "projected" | "assumed";
  /** What the number rests on, as a sentence. */
  readonly rests: string;
  /** Whole command lines, the next one first. */
  readonly next: readonly string[];
}

/** Everything that was looked at, what brings most first. */
export interface Opportunities {
  readonly system: string;
  readonly currency: string;
  /** Rows that were looked at, and that the system learns from: the same where none were left out. */
  readonly rows: number;
  readonly whole: number;
  readonly judged: number;
  readonly perYear: number | null;
  /** Shown by their interval first, each group by expected money. */
  readonly found: readonly Opportunity[];
  /** What could not be looked at, and why. */
  readonly apart: readonly { readonly what: string; readonly why: Insufficient }[];
}

/** Whether the whole interval lies above zero. */
export function isShown({ perDecision }: Pick<Opportunity, "perDecision">): boolean {
  return !isInsufficient(perDecision) && perDecision.low > 0;
}

/** What a decision brings, over a year. */
export function overYear(perDecision: Estimated, decisions: number | null): Estimated | null {
  if (decisions === null) return null;
  return isInsufficient(perDecision) ? perDecision : mapEstimate(perDecision, (money) => money * decisions);
}

/** Those that are shown first, then by expected money; what cannot be told comes last. */
export function ranked(found: readonly Opportunity[]): readonly Opportunity[] {
  return [...found].sort((a, b) => Number(isShown(b)) - Number(isShown(a)) || expected(b) - expected(a));
}

function expected({ perDecision }: Opportunity): number {
  return isInsufficient(perDecision) ? Number.NEGATIVE_INFINITY : perDecision.value;
}

/** `10,000 of 99,343`, or `10,000` where that is all of them. */
export function wordRows({ rows, whole }: Pick<Opportunities, "rows" | "whole">): string {
  const [some, all] = [rows, whole].map((n) => n.toLocaleString("en-US"));
  return rows < whole ? `${some} of ${all}` : `${some}`;
}
