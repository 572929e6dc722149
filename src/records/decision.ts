import type { Envelope } from "./envelope.ts";

/** Why an allocation serves what it serves. */
export type Purpose = "champion" | "experiment" | "holdback" | "unproven";

/** A served answer in full: enough to learn from it, to audit it, and to compute it again bit for bit. */
export interface DecisionBody {
  readonly system: string;
  /** Version of the traffic plan that assigned the entity. */
  readonly plan: string;
  readonly arm: string;
  readonly purpose: Purpose;
  /** Name of the running experiment, when the decision belongs to one. */
  readonly experiment?: string;
  /** May be counted in that experiment's analysis; known when the decision was made. */
  readonly eligible: boolean;
  readonly release: string;
  /** Version ids of everything that took part. */
  readonly versions: {
    readonly models: Readonly<Record<string, string>>;
    readonly weights: string;
    readonly policy: string;
    readonly contract: string;
  };
  /** The fields as they came, after the contract. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The features as the heads saw them; a missing one is null. */
  readonly features: Readonly<Record<string, unknown>>;
  /** Each head's outputs: one probability, one value, or one probability per class. */
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** The combined score that the policy saw; null when no score could be had. */
  readonly score: number | null;
  readonly action: string;
  /** Probability with which this action was chosen, given everything above. 1 when nothing was left to chance. */
  readonly propensity: number;
  /** Whether the action is one that can change the outcome. */
  readonly acted: boolean;
  /** Codes, most important first: `policy.above-threshold`, `fallback.head-failed` … */
  readonly reasons: readonly string[];
  /** Milliseconds spent. */
  readonly took: number;
}

export type DecisionRecord = Envelope<"decision", DecisionBody>;
