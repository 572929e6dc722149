import type { Contract, SourceRef } from "../data/index.ts";
import type { Node } from "../features/index.ts";
import type { Objective } from "../objective/index.ts";
import type { ActIf, WeightBounds } from "../policy/index.ts";
import type { Head } from "./head.ts";
import type { Outcome } from "./outcome.ts";

/** Removes an action before the policy is asked; weights cannot override it. */
export interface Filter {
  /** Shown in the reasons as `filter.<name>`. */
  readonly name: string;
  /** Where true, the case is not acted on. */
  readonly when: Node;
}

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
  /** The field that says whom a decision is about; absent when each row stands for itself. */
  readonly entity?: string;
  /** The field with the prediction time, when the data have one. */
  readonly time?: string;
  readonly objective: Objective;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly features: Readonly<Record<string, Node>>;
  readonly rule: Node;
  readonly heads: Readonly<Record<string, Head>>;
  readonly weights: Readonly<Record<string, WeightBounds>>;
  readonly filters: readonly Filter[];
  readonly policy: ActIf;
  readonly slices: readonly string[];
  readonly evaluation: Evaluation;
  /** Share of entities that is never acted on, so that the outcome without acting stays known. */
  readonly holdback: number;
  readonly seed: number;
}

/** The facts that the typed client is drawn from. Exists for the compiler alone. */
export interface SystemTypes<C extends Contract = Contract, A extends string = string, H extends string = string> {
  readonly contract: C;
  readonly action: A;
  readonly head: H;
}

/** A system as its file exports it. `Types` is a promise to the compiler; the value carries no such field. */
export interface System<Types extends SystemTypes = SystemTypes> extends SystemDefinition {
  readonly types?: Types;
}
