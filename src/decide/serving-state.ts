import type { RowEnforcer } from "../data/index.ts";
import type { Model } from "../model/index.ts";
import type { Cutoff, SettledAnswer, WeightValues } from "../policy/index.ts";
import type { TrafficPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";

/** When the heads' score is acted on, and when the rule's answer is: also where a model cannot answer. */
export interface ServedCutoffs {
  readonly policy: "act-if";
  readonly heads: Cutoff;
  readonly rule: Cutoff;
}

/** A release with its models in memory. */
export interface LoadedRelease {
  readonly id: string;
  readonly kind: "rule" | "model";
  readonly models: Readonly<Record<string, Model>>;
  /** Heads whose model cannot be used, and why: the rule answers in their place. */
  readonly unusable: Readonly<Record<string, string>>;
  /** Model version ids, by head. */
  readonly versions: Readonly<Record<string, string>>;
  readonly weights: WeightValues;
  readonly weightsVersion: string;
  /** How outputs turn into what is served; null where only the rule answers. */
  readonly policy: ServedCutoffs | SettledAnswer | null;
  /** Hash of the policy's parameters. */
  readonly policyVersion: string;
}

/** Everything that a decision needs, immutable: a change is another state, taken up between two decisions. */
export interface ServingState {
  readonly system: SystemDefinition;
  readonly plan: TrafficPlan;
  /** Holds what callers give against the contract. */
  readonly enforce: RowEnforcer;
  /** Fields that the features, the rule or a filter read. */
  readonly read: ReadonlySet<string>;
  readonly releases: ReadonlyMap<string, LoadedRelease>;
  readonly contractVersion: string;
}
