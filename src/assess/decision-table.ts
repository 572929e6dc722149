/** The four answers of an assessment. */
export type VerdictKind = "use-ml" | "use-rule" | "collect-first" | "dont";

/** One ground for the verdict. */
export interface VerdictReason {
  /** Stable: `examples.too-few`, `rule.exact`, `leak.suspected`, `signal.none`, `gain.shown` … */
  readonly code: string;
  readonly message: string;
}

/** What to do, and why; the first reason decided. */
export interface AssessmentVerdict {
  readonly kind: VerdictKind;
  readonly reasons: readonly VerdictReason[];
}

/** A row of a decision table. */
export interface TableRow extends VerdictReason {
  readonly kind: VerdictKind;
  readonly applies: boolean;
}

/** The first row that applies decides; later rows that come to the same kind are given as further reasons. */
export function decideBy(rows: readonly TableRow[]): AssessmentVerdict {
  const applying = rows.filter(({ applies }) => applies);
  const first = applying[0];
  if (first === undefined) return { kind: "collect-first", reasons: [UNKNOWN] };
  const agreeing = applying.filter(({ kind }) => kind === first.kind);
  return { kind: first.kind, reasons: agreeing.map(({ code, message }) => ({ code, message })) };
}

const UNKNOWN: VerdictReason = {
  code: "gain.unknown",
  message: "The unseen rows are too few or too alike to put a figure on the gain. Collect more before deciding.",
};
