import type { Contract, Dedupe, SourceRef } from "../data/index.ts";
import type { Node } from "../features/index.ts";
import type { Actionable } from "../model/index.ts";
import type { Objective } from "../objective/index.ts";
import type { ActIf, Answer, AnswerPolicy, WeightBounds, WindowLimit } from "../policy/index.ts";
import type { AlertPlan } from "./alerts.ts";
import type { AboutFeature } from "./fields/about.ts";
import type { Outcome } from "./fields/outcome.ts";
import type { Head } from "./heads/head.ts";
import type { Monitoring } from "./monitors.ts";
import type { Filled } from "./requirements/filled.ts";
import type { Retrain } from "./retrain.ts";
import type { Streams } from "./streams/stream.ts";

/** Removes an action before the policy is asked; weights cannot override it. */
export interface Filter {
  /** Shown in the reasons as `filter.<name>`. */
  readonly name: string;
  /** Where true, the case is not acted on. */
  readonly when: Node;
}

/** What is done without ML: an expression, or one for each label where any number of them can be given. */
export type BaselineRule = Node | Readonly<Record<string, Node>>;

export type Policy = ActIf | AnswerPolicy;

/** How a candidate is judged on unseen data. */
export interface Evaluation {
  /** Folds of the cross-fit, when there is no time to split by. Default 5. */
  readonly folds: number;
  /** Share of the newest rows that is kept for judging, when there is a time. Default 0.25. */
  readonly newest: number;
}

/** Everything declared for one business problem: plain data that can be hashed, shown and served. */
export interface SystemDefinition {
  readonly is: "alidade.system";
  readonly name: string;
  readonly contract: Contract;
  readonly source: SourceRef;
  /** Events beside the rows, by name; none by default. */
  readonly streams: Streams;
  /** The field that says whom a decision is about; absent when each row stands for itself. */
  readonly entity?: string;
  /** The field with the prediction time, when the data have one. */
  readonly time?: string;
  /** Which of several rows with one key is learned from. Absent: all of them. */
  readonly dedupe?: Dedupe;
  readonly objective: Objective;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly features: Readonly<Record<string, Node>>;
  readonly rule: BaselineRule;
  readonly heads: Readonly<Record<string, Head>>;
  readonly weights: Readonly<Record<string, WeightBounds>>;
  readonly filters: readonly Filter[];
  readonly policy: Policy;
  /** How often an action, or a label, may be chosen in a window of time at most, by its name. Absent: as often as it comes. */
  readonly limits?: Readonly<Record<string, WindowLimit>>;
  /** What is done when neither heads nor rule can say: an action, an answer, or the order in which candidates came. */
  readonly default?: Answer;
  /** What becomes of inputs far outside the training data: they are flagged, or the fallback answers. Absent: flagged. */
  readonly outside?: "flag" | "fallback";
  readonly slices: readonly string[];
  /** How the features may be changed that somebody can change. Absent: nobody said. */
  readonly actionable?: Readonly<Record<string, Actionable>>;
  /** Who answers for features, what they mean, what they cost to keep. Absent: nobody said. */
  readonly about?: Readonly<Record<string, AboutFeature>>;
  /** How it is watched. Absent: with every default. */
  readonly monitors?: Monitoring;
  /** Who hears of alerts. Absent: nobody; they are kept all the same. */
  readonly alerts?: AlertPlan;
  readonly evaluation: Evaluation;
  /** What the objective's requirements set because the file left it open. Absent: nothing. */
  readonly filled?: readonly Filled[];
  /** How it retrains itself. Absent: it proposes to, and does nothing by itself. */
  readonly retrain?: Retrain;
  /** Share of entities that is never acted on, so that the outcome without acting stays known. */
  readonly holdback: number;
  readonly seed: number;
}

/** A system that acts or not. */
export interface ActingSystem extends SystemDefinition {
  readonly rule: Node;
  readonly policy: ActIf;
}

/** A system whose answer is a label, a set of labels, a value or an order. */
export interface AnsweringSystem<P extends AnswerPolicy = AnswerPolicy> extends SystemDefinition {
  readonly policy: P;
}

/** The facts that the typed client is drawn from. Exists for the compiler alone. */
export interface SystemTypes<
  C extends Contract = Contract,
  A extends string = string,
  H extends string = string,
  Answer = unknown,
  S extends Streams = Streams,
> {
  readonly contract: C;
  /** Names of the actions; never where the answer is none. */
  readonly action: A;
  readonly head: H;
  /** What an answer is; never where the system acts or not. */
  readonly answer: Answer;
  /** The declared streams, by name. */
  readonly streams: S;
}

/** A system as its file exports it. `Types` is a promise to the compiler; the value carries no such field. */
export interface System<Types extends SystemTypes = SystemTypes> extends SystemDefinition {
  readonly types?: Types;
}
