import { type LabelsSoFar, labelsSoFar } from "../../../data/index.ts";
import type { Instant } from "../../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../records/index.ts";

/** Decisions that are looked at, open ones among them, and what was reported of each. */
export interface LookedAt {
  readonly decision: DecisionRecord;
  readonly reports: readonly OutcomeRecord[];
}

/** What is known by now of an outcome that happens or does not: how many labels, how old, and what is still to come. */
export function soFarOf(
  looked: readonly LookedAt[],
  { outcome, within, now }: { readonly outcome: string; readonly within: number; readonly now: Instant },
): LabelsSoFar {
  const reported = (value: boolean): Float64Array =>
    Float64Array.from(looked, ({ decision: { at }, reports }) => {
      const inTime = reports.filter(
        ({ body }) => body.outcome === outcome && body.happenedAt >= at && body.happenedAt <= at + within,
      );
      const last = inTime.reduce(
        (a: OutcomeRecord | undefined, b) => (a === undefined || b.at >= a.at ? b : a),
        undefined,
      );
      return last?.body.value === value ? last.at : Number.NaN;
    });
  const decidedAt = Float64Array.from(looked, ({ decision }) => decision.at);
  return labelsSoFar({ ...{ decidedAt, within, now }, yesKnownAt: reported(true), noKnownAt: reported(false) });
}
