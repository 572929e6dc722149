import { type HitOrMiss, labelBreakEven, labelPayoff } from "../objective/index.ts";
import { policyInvalid, refuseOthers } from "./refuse.ts";

/** How many labels are given: each that is worth giving, each that is likely enough, or the likeliest ones. */
export type Extract =
  | "expected-value"
  | { readonly threshold: number }
  | { readonly perLabel: Readonly<Record<string, number>> }
  | { readonly top: number };

/** Answers with a set of labels, as declared. */
export interface PickLabels<Head extends string = string> {
  readonly policy: "pick-labels";
  /** The head that gives a probability for each label. */
  readonly head: Head;
  readonly extract: Extract;
}

/**
 * Answers with a set of labels. By default with every label that is worth giving under the payoff of the objective.
 *
 * @example pickLabels({ head: "topics" })
 */
export function pickLabels<const Head extends string>(policy: {
  readonly head: Head;
  readonly extract?: Extract;
}): PickLabels<Head> {
  refuseOthers("`pickLabels` takes `head` and `extract`", policy, ["head", "extract"]);
  const { head, extract = "expected-value" } = policy;
  if (!isExtract(extract))
    throw policyInvalid({
      what: 'Labels are extracted by "expected-value", `{ threshold }` or `{ perLabel }` with shares from 0 to 1, or `{ top }` with a whole number from 1',
      got: JSON.stringify(extract) ?? "nothing",
    });
  return Object.freeze({ policy: "pick-labels", head, extract });
}

function isExtract(extract: unknown): extract is Extract {
  if (extract === "expected-value") return true;
  if (typeof extract !== "object" || extract === null || Object.keys(extract).length !== 1) return false;
  const { threshold, perLabel, top } = extract as Record<string, unknown>;
  if (typeof perLabel === "object" && perLabel !== null) return Object.values(perLabel).every(isShare);
  return isShare(threshold) || (Number.isSafeInteger(top) && (top as number) >= 1);
}

function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

/** A policy with its numbers settled. */
export interface SettledLabels {
  readonly policy: "pick-labels";
  readonly head: string;
  /** The probability from which each label is given; a label that is above 1 is never given. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** At most so many, the likeliest first; null: as many as reach their threshold. */
  readonly most: number | null;
}

/** Settles where each label begins. A label that `perLabel` does not name begins at its break-even. */
export function settleLabels(
  { head, extract }: PickLabels,
  labels: readonly string[],
  payoff: HitOrMiss,
): SettledLabels {
  const start = (label: string): number => {
    if (extract === "expected-value") return labelBreakEven(labelPayoff(payoff, label));
    if ("threshold" in extract) return extract.threshold;
    if ("top" in extract) return 0;
    return extract.perLabel[label] ?? labelBreakEven(labelPayoff(payoff, label));
  };
  const most = extract !== "expected-value" && "top" in extract ? extract.top : null;
  const thresholds = Object.fromEntries(labels.map((label) => [label, start(label)]));
  return { policy: "pick-labels", head, thresholds, most };
}

/** The labels that are given, in the order of the labels. */
export function chooseLabels(
  { thresholds, most }: SettledLabels,
  labels: readonly string[],
  probabilities: ArrayLike<number>,
): readonly string[] {
  const likely = labels.flatMap((label, i) => {
    const probability = probabilities[i] as number;
    return probability >= (thresholds[label] ?? Infinity) ? [{ label, probability }] : [];
  });
  if (most === null || likely.length <= most) return likely.map(({ label }) => label);
  const kept = new Set([...likely].sort((a, b) => b.probability - a.probability).slice(0, most));
  return likely.filter((one) => kept.has(one)).map(({ label }) => label);
}
