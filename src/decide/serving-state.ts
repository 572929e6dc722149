import type { RowEnforcer } from "../data/index.ts";
import type { Reach } from "../features/index.ts";
import type { Model } from "../model/index.ts";
import type { Cutoff, Ladder, SettledAnswer, WeightValues } from "../policy/index.ts";
import type { TrafficPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";

/** When the heads' score is acted on, and when the rule's answer is: also where a model cannot answer. */
export interface ServedCutoffs {
  readonly policy: "act-if";
  readonly heads: Cutoff;
  readonly rule: Cutoff;
  /** What the price of the moment is read off, where the capacity is counted in windows of time. */
  readonly ladder?: Ladder;
}

/** A model that stands in for another. */
export interface FallbackModel {
  readonly version: string;
  /** Opened when it is first asked. */
  readonly model: Model;
}

/** A release with its models in memory, or opened as soon as they are asked. */
export interface LoadedRelease {
  readonly id: string;
  readonly kind: "rule" | "model";
  readonly models: Readonly<Record<string, Model>>;
  /** Heads whose model cannot be used, and why: the rule answers in their place. */
  readonly unusable: Readonly<Record<string, string>>;
  /** By head, the model that served before this one, where there was another. Absent or empty: nothing went before. */
  readonly previous?: Readonly<Record<string, FallbackModel>>;
  /** Model versions, its own and those that went before, that cannot be used. Absent or empty: all can. */
  readonly lost?: readonly string[];
  /** By head, how far the features went in the data that its model learned from. Absent: nobody noted it. */
  readonly reach?: Readonly<Record<string, Reach>>;
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
  /** Grows with every change of what is served: the traffic plan's version. */
  readonly epoch: number;
  readonly plan: TrafficPlan;
  /** Holds what callers give against the contract. */
  readonly enforce: RowEnforcer;
  /** Fields that the features, the rule or a filter read. */
  readonly read: ReadonlySet<string>;
  readonly releases: ReadonlyMap<string, LoadedRelease>;
  readonly contractVersion: string;
}
