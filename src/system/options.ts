import type { Contract, FieldsOf, SourceRef } from "../data/index.ts";
import type { FlagExpression, NumberExpression, TextExpression } from "../features/index.ts";
import type { Task } from "../model/index.ts";
import type {
  Brief,
  ByAnswer,
  HitOrMiss,
  PerRelevant,
  PerUnit,
  RightOrWrong,
  StatedObjective,
  UnstatedActions,
  UnstatedAnswers,
  WatchedMetric,
} from "../objective/index.ts";
import type { ActIf, PickLabel, PickLabels, PickValue, RankBy, WeightBounds, WindowLimit } from "../policy/index.ts";
import type { AlertOptions } from "./alerts.ts";
import type { AboutFor } from "./fields/about.ts";
import type { ActionableFor } from "./fields/actionable.ts";
import type { Outcome, OutcomeKind } from "./fields/outcome.ts";
import type { Head, MultilabelHead, SingleHead } from "./heads/head.ts";
import type { Monitoring } from "./monitors.ts";
import type { RetrainOptions } from "./retrain.ts";
import type { Policy, SystemDefinition } from "./system.ts";

// What may be written in a system file, as the compiler sees it.

/** A feature is a number, a flag or a category; a time has to become one of these first. */
export type FeatureExpression = NumberExpression | FlagExpression | TextExpression;
export type Features = Readonly<Record<string, FeatureExpression>>;
export type Outcomes = Readonly<Record<string, Outcome>>;

/** Names of the outcomes of one kind. */
type Named<O extends Outcomes, K extends OutcomeKind> = Extract<
  { [Name in keyof O]: O[Name] extends Outcome<K> ? Name : never }[keyof O],
  string
>;

/** The heads that the outcomes allow. */
export type HeadFor<O extends Outcomes> =
  | Head<"binary", Named<O, "flag">>
  | MulticlassFor<O>
  | Head<"hierarchical", Named<O, "text">>
  | Head<"multilabel", Named<O, "flag">>
  | Head<"regression", Named<O, "number">>
  | Head<"ranking", Named<O, "number" | "flag">>
  | Head<"blend", Named<O, "number" | "flag">>;

/** A multiclass head of each text outcome: only classes that it can take are weighed. */
type MulticlassFor<O extends Outcomes> = {
  [Name in Named<O, "text">]: Head<"multiclass", Name, ValuesOf<O, Name>>;
}[Named<O, "text">];
export type Heads<O extends Outcomes> = Readonly<Record<string, HeadFor<O>>>;

/** Names of the heads that do one of these tasks. */
type Doing<H, T extends Head["task"]> = Extract<
  { [Name in keyof H]: H[Name] extends { readonly task: T } ? Name : never }[keyof H],
  string
>;

type FieldName<C extends Contract> = Extract<keyof FieldsOf<C>, string>;

/** The policies that the heads allow. */
export type PolicyFor<C extends Contract, H> =
  | ActIf
  | PickLabel<Doing<H, "multiclass" | "hierarchical">>
  | PickLabels<Doing<H, "multilabel">>
  | PickValue<Doing<H, "regression">>
  | RankBy<FieldName<C>, FieldName<C>, Extract<keyof H, string>>;

type LabelsOf<H, Name> = Name extends keyof H ? (H[Name] extends MultilabelHead<infer L> ? L : never) : never;
type LabelOf<H, Name> = Name extends keyof H ? (H[Name] extends SingleHead<Task, infer L> ? L : never) : never;
type ValuesOf<O, Name> = Name extends keyof O ? (O[Name] extends Outcome<"text", infer V> ? V : never) : never;

/** What a rule has to give: what the policy answers. */
export type RuleFor<P, H> = P extends PickLabel
  ? TextExpression
  : P extends PickLabels<infer Name>
    ? { readonly [L in LabelsOf<H, Name>]: FlagExpression }
    : P extends PickValue | RankBy
      ? NumberExpression
      : FlagExpression;

/** What a system answers; never for one that acts or not. `named` are the answers that a payoff names, if it names any. */
export type AnswerFor<P, Of extends { readonly heads: unknown; readonly outcomes: unknown; readonly named: string }> =
  P extends PickLabel<infer Name>
    ? string extends Of["named"]
      ? ValuesOf<Of["outcomes"], LabelOf<Of["heads"], Name>>
      : Of["named"]
    : P extends PickLabels<infer Name>
      ? readonly LabelsOf<Of["heads"], Name>[]
      : P extends PickValue
        ? number
        : P extends RankBy
          ? readonly string[]
          : never;

/** The contract and the outcomes that an objective may speak of. */
interface Spoken {
  readonly contract: Contract;
  readonly outcomes: Outcomes;
}

/** What may be said of every stated objective, less what is filled in. */
type Goal<S extends Spoken, K extends OutcomeKind> = Omit<
  StatedObjective,
  "stated" | "payoff" | "cost" | "effect" | "guardrails" | "transparency" | "outcome" | "metrics" | "brief"
> & {
  readonly guardrails?: StatedObjective["guardrails"];
  readonly transparency?: StatedObjective["transparency"];
  readonly outcome?: NoInfer<Named<S["outcomes"], K>>;
  readonly metrics?: Readonly<Record<string, WatchedMetric<Named<S["outcomes"], "flag" | "number">>>>;
  readonly brief?: Brief<FieldName<S["contract"]>, Extract<keyof S["outcomes"], string>>;
};

type ActionGoal<A extends string, S extends Spoken> = Goal<S, "flag"> & {
  readonly payoff: UnstatedActions<A>["payoff"];
  readonly cost?: Readonly<Partial<Record<NoInfer<A>, number>>>;
  readonly effect?: NonNullable<StatedObjective["effect"]>;
};

type AnswerGoal<Y, S extends Spoken> = Goal<S, "flag" | "number"> & { readonly payoff: Y };

/** The payoff that a policy's answers have. */
type PayoffFor<P, N extends string> = P extends PickLabel
  ? RightOrWrong | ByAnswer<N>
  : P extends PickLabels
    ? HitOrMiss
    : P extends PickValue
      ? PerUnit
      : PerRelevant;

/** The objective that a policy can follow. */
export type ObjectiveFor<
  P,
  S extends Spoken,
  Names extends { readonly actions: string; readonly named: string },
> = P extends ActIf
  ? ActionGoal<Names["actions"], S> | UnstatedActions<Names["actions"]>
  : AnswerGoal<PayoffFor<P, Names["named"]>, S> | UnstatedAnswers<PayoffFor<P, Names["named"]>>;

/** What can be limited: an action, or a label. */
type LimitsFor<P, A extends string> = P extends ActIf
  ? { readonly [Action in A]?: WindowLimit }
  : P extends PickLabel
    ? Readonly<Record<string, WindowLimit>>
    : Readonly<Record<string, never>>;

/** What is done when nobody can say: an action, an answer, or the order in which the candidates came. */
type DefaultFor<P, A extends string, Of extends { heads: unknown; outcomes: unknown; named: string }> = P extends ActIf
  ? A
  : P extends RankBy
    ? "as-given"
    : AnswerFor<P, Of>;

/** Heads whose output is one number, and which are therefore weighted where scores are combined. */
type Weighted<H> = Exclude<keyof H, Doing<H, "multiclass" | "hierarchical" | "multilabel">>;

/** The weights: needed where a policy looks at one combined score. */
type WeightsFor<P, H> = P extends ActIf | RankBy
  ? { readonly weights: { readonly [Name in Weighted<H>]: WeightBounds } }
  : { readonly weights?: Readonly<Record<string, never>> };

/** Everything that a system file says. `A` are the actions that a payoff names, `N` the answers. */
export type SystemOptions<
  C extends Contract,
  O extends Outcomes,
  F extends Features,
  H extends Heads<NoInfer<O>>,
  A extends string,
  N extends string,
  P extends Policy,
> = WeightsFor<NoInfer<P>, NoInfer<H>> & {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly source: SourceRef;
  /** Whom a decision is about. Left out: each row stands for itself. */
  readonly entity?: FieldName<C>;
  /** A time field: judging then uses the newest rows. */
  readonly time?: FieldName<C>;
  /**
   * Which of several rows with one key is learned from, as in `{ by: ["ticket"], keep: "last", at: "written_at" }`; the others
   * are excluded, and the report says how many. Default: all rows count.
   */
  readonly dedupe?: {
    readonly by: readonly FieldName<C>[];
    readonly keep: "first" | "last";
    readonly at?: FieldName<C>;
  };
  readonly objective: ObjectiveFor<P, { contract: C; outcomes: NoInfer<O> }, { actions: A; named: N }>;
  readonly outcomes: O;
  readonly features: F;
  /** What a person would do without ML. */
  readonly rule: (features: NoInfer<F>) => RuleFor<NoInfer<P>, NoInfer<H>>;
  /** Empty is legal for a system that acts or ranks: the rule is then what is served. */
  readonly heads: H;
  readonly filters?: readonly { readonly name: string; readonly when: (features: NoInfer<F>) => FlagExpression }[];
  readonly policy: P & PolicyFor<C, NoInfer<H>>;
  /** How often an action, or a label, may be chosen at most: `{ call: { most: 500, per: "1h" } }`. A hard limit. */
  readonly limits?: LimitsFor<NoInfer<P>, NoInfer<A>>;
  /** What is done when neither the heads nor the rule can say. Default: no action, no answer. */
  readonly default?: DefaultFor<NoInfer<P>, NoInfer<A>, { heads: NoInfer<H>; outcomes: NoInfer<O>; named: NoInfer<N> }>;
  /** What becomes of inputs far outside the training data. Default "flag": the receipt says so, and the heads answer. */
  readonly outside?: "flag" | "fallback";
  readonly slices?: readonly FieldName<C>[];
  /** The features that somebody can change, for whoever asks what would have led to another decision. Default: none. */
  readonly actionable?: ActionableFor<NoInfer<F>>;
  /** Who answers for features, what they mean, what they cost to keep; for the catalogue. */
  readonly about?: AboutFor<NoInfer<F>>;
  readonly evaluation?: Partial<SystemDefinition["evaluation"]>;
  /** How it is watched: `{ period: "1h", quiet: "90d", off: ["feedbackLoop"] }`. */
  readonly monitors?: Monitoring;
  /** Who hears of alerts: `{ channels: { ops: webhook({ url: env("SLACK_URL") }) }, page: ["ops"] }`. Default: nobody. */
  readonly alerts?: AlertOptions;
  /** What makes it retrain, and what a candidate has to pass. Default: it proposes to, and does nothing by itself. */
  readonly retrain?: RetrainOptions;
  /** Default 0.05 where the objective's outcome is changed by acting, else 0. */
  readonly holdback?: number;
  /** Default 1. */
  readonly seed?: number;
};
