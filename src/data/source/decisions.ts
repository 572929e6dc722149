import { milliseconds } from "../../kernel/index.ts";
import { refusing, type SourceOptions, type SourceRef, sourceRef } from "./ref.ts";

/** Which reports of an outcome count. */
export interface JoinedOutcome {
  /** After the decision, such as `"7d"`. */
  readonly within: string;
  /** How long after that a report may still come before silence is believed, such as `"2d"`. Default: none. */
  readonly delay?: string;
  /** What silence means once the time is over. Default `false`: it did not happen. `null` for an outcome that is no flag. */
  readonly absent?: boolean | number | string | null;
}

export interface DecisionsOptions extends SourceOptions {
  /** The outcomes to join, each with the time within which it counts: `{ bought: "7d" }`. */
  readonly outcomes: Readonly<Record<string, string | JoinedOutcome>>;
}

/**
 * What a system decided and what came of it, one row for each decision whose outcomes are settled: all windows have
 * closed. So a system can learn from what it did. Columns: the fields as they came, `feature.<name>` as the heads saw
 * it, `decision.*`, and `outcome.<name>`. Throws `data.source-invalid`.
 *
 * @example
 * source: decisions("newsletter", { outcomes: { bought: "7d" } })
 */
export function decisions(system: string, options: DecisionsOptions): SourceRef<"decisions", DecisionsOptions> {
  const refuse = refusing("decisions");
  if (options === undefined || typeof options.outcomes !== "object" || Object.keys(options.outcomes).length === 0)
    refuse('needs `outcomes`, such as `{ bought: "7d" }`.');
  const ref = sourceRef("decisions", system, { options, allowed: ["outcomes", "key"] });
  for (const outcome of Object.values(options.outcomes)) joinedOutcome(outcome);
  return ref;
}

/** A joined outcome in full, its lengths of time in milliseconds. Throws `kernel.duration-malformed`. */
export function joinedOutcome(outcome: string | JoinedOutcome): {
  readonly within: number;
  readonly delay: number;
  readonly absent: boolean | number | string | null;
} {
  const { within, delay, absent = false } = typeof outcome === "string" ? { within: outcome } : outcome;
  return { within: milliseconds(within), delay: delay === undefined ? 0 : milliseconds(delay), absent };
}
