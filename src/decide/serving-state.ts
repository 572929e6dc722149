import type { RowEnforcer } from "../data/index.ts";
import type { Model } from "../model/index.ts";
import type { Cutoff, WeightValues } from "../policy/index.ts";
import type { TrafficPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";

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
  /** When the heads' score is acted on. */
  readonly cutoff: Cutoff;
  /** When the rule's answer is acted on: for a release of the rule, and when a model cannot answer. */
  readonly ruleCutoff: Cutoff;
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
