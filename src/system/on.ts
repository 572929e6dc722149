import type { Contract, FieldsOf, SourceRef } from "../data/index.ts";
import type { Expression, FlagExpression, Node, NumberExpression, TextExpression } from "../features/index.ts";
import type { Objective, StatedObjective, UnstatedObjective } from "../objective/index.ts";
import type { ActIf, WeightBounds } from "../policy/index.ts";
import { checkSystem } from "./check-declaration.ts";
import { checkExpression, checkFunction, checkOptions, checkPassed } from "./check-options.ts";
import type { Head } from "./head.ts";
import type { Outcome, OutcomeExpression, OutcomeKind } from "./outcome.ts";
import { type RowBefore, rowBefore, type WholeRow, wholeRow } from "./row.ts";
import { strictFeatures, strictFields } from "./strict-names.ts";
import type { Evaluation, System, SystemDefinition, SystemTypes } from "./system.ts";

/** A feature is a number, a flag or a category; a time has to become one of these first. */
export type FeatureExpression = NumberExpression | FlagExpression | TextExpression;
export type Features = Readonly<Record<string, FeatureExpression>>;
type Outcomes = Readonly<Record<string, Outcome>>;

/** Names of the outcomes of one kind. */
type Named<O extends Outcomes, K extends OutcomeKind> = Extract<
  { [Name in keyof O]: O[Name] extends Outcome<K> ? Name : never }[keyof O],
  string
>;
type HeadFor<O extends Outcomes> =
  | Head<"binary", Named<O, "flag">>
  | Head<"multiclass", Named<O, "text">>
  | Head<"regression", Named<O, "number">>;
/** Heads whose output is one number, and which therefore have a weight. */
type Weighted<H> = { [Name in keyof H]: H[Name] extends Head<"multiclass"> ? never : Name }[keyof H];

type Stated<A extends string, O extends Outcomes> = Omit<
  StatedObjective<A>,
  "stated" | "cost" | "guardrails" | "transparency" | "outcome"
> & {
  readonly cost?: Readonly<Partial<Record<NoInfer<A>, number>>>;
  readonly guardrails?: StatedObjective["guardrails"];
  readonly transparency?: StatedObjective["transparency"];
  readonly outcome?: NoInfer<Named<O, "flag">>;
};

interface OutcomeOptions<C extends Contract, E extends OutcomeExpression> {
  /** Known after this long, such as `"30d"`. */
  readonly within: string;
  /** How the history tells it. */
  readonly history: (row: WholeRow<C>) => E;
  /** Whether acting changes it. Then heads learn from untreated or randomised cases alone, and a holdback is kept. */
  readonly changedByActing: boolean;
  /** The cases of the history that were acted on. Default: none were. */
  readonly acted?: (row: WholeRow<C>) => FlagExpression;
}

interface SystemOptions<
  C extends Contract,
  O extends Outcomes,
  F extends Features,
  H extends Readonly<Record<string, HeadFor<NoInfer<O>>>>,
  A extends string,
> {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly source: SourceRef;
  /** Whom a decision is about. Left out: each row stands for itself. */
  readonly entity?: Extract<keyof FieldsOf<C>, string>;
  /** A time field: judging then uses the newest rows. */
  readonly time?: Extract<keyof FieldsOf<C>, string>;
  readonly objective: Stated<A, NoInfer<O>> | UnstatedObjective<A>;
  readonly outcomes: O;
  readonly features: F;
  /** What a person would do without ML. */
  readonly rule: (features: NoInfer<F>) => FlagExpression;
  /** Empty is legal: the rule is then what is served. */
  readonly heads: H;
  readonly weights: { readonly [Name in Weighted<NoInfer<H>>]: WeightBounds };
  readonly filters?: readonly { readonly name: string; readonly when: (features: NoInfer<F>) => FlagExpression }[];
  readonly policy: ActIf;
  readonly slices?: readonly Extract<keyof FieldsOf<C>, string>[];
  readonly evaluation?: Partial<SystemDefinition["evaluation"]>;
  /** Default 0.05 where the objective's outcome is changed by acting, else 0. */
  readonly holdback?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** Everything that is declared over one contract. */
export interface On<C extends Contract> {
  /** Declares a business event, once for the history and for the journal. */
  outcome<const E extends OutcomeExpression>(options: OutcomeOptions<C, E>): Outcome<E["kind"]>;
  /** Declares the features; only what is known at decision time can be read. */
  features<const F extends Features>(make: (row: RowBefore<C>) => F): F;
  /** Declares the system. Throws `system.invalid` for what the types cannot see. */
  system<
    const O extends Outcomes,
    const F extends Features,
    const H extends Readonly<Record<string, HeadFor<NoInfer<O>>>>,
    const A extends string,
  >(options: SystemOptions<C, O, F, H, A>): System<SystemTypes<C, A, Extract<keyof H, string>>>;
}

/**
 * Starts a system file: everything after this is typed by the contract.
 *
 * @example
 * const h = on(contract);
 * export default h.system({ name: "readmission", … });
 */
export function on<const C extends Contract>(contract: C): On<C> {
  return Object.freeze({
    outcome: <const E extends OutcomeExpression>(options: OutcomeOptions<C, E>) => {
      checkPassed("h.outcome", options, ["within", "history", "changedByActing", "acted"]);
      const { within, history, changedByActing, acted } = options;
      const { kind, node } = readOutcome(contract, "history of an outcome", history);
      return Object.freeze({
        kind,
        within,
        history: node,
        changedByActing,
        ...(acted === undefined ? {} : { acted: readOutcome(contract, "acted of an outcome", acted).node }),
      }) as Outcome<E["kind"]>;
    },
    features: <const F extends Features>(make: (row: RowBefore<C>) => F) => {
      checkFunction("features", make);
      return Object.freeze({ ...make(strictFields(rowBefore(contract), contract, "features")) });
    },
    system: <
      const O extends Outcomes,
      const F extends Features,
      const H extends Readonly<Record<string, HeadFor<NoInfer<O>>>>,
      const A extends string,
    >(
      options: SystemOptions<C, O, F, H, A>,
    ) => {
      checkOptions(options);
      type Typed = System<SystemTypes<C, A, Extract<keyof H, string>>>;
      return checkSystem(define(contract, options as unknown as LooseOptions)) as Typed;
    },
  });
}

/** What a function of an outcome makes of a whole row. */
function readOutcome<C extends Contract, E extends OutcomeExpression>(
  contract: C,
  where: string,
  read: (row: WholeRow<C>) => E,
): E {
  checkFunction(where, read);
  const expression = read(strictFields(wholeRow(contract), contract, where));
  checkExpression(where, expression);
  return expression;
}

/** The options once the compiler has had its say. */
interface LooseOptions
  extends Omit<
    SystemDefinition,
    "is" | "contract" | "features" | "rule" | "filters" | "slices" | "evaluation" | "holdback" | "seed"
  > {
  readonly slices?: readonly string[];
  readonly evaluation?: Partial<Evaluation>;
  readonly holdback?: number;
  readonly seed?: number;
  readonly features: Readonly<Record<string, Expression>>;
  readonly rule: (features: Readonly<Record<string, Expression>>) => Expression;
  readonly filters?: readonly {
    readonly name: string;
    readonly when: (features: Readonly<Record<string, Expression>>) => Expression;
  }[];
}

function define(contract: Contract, options: LooseOptions): SystemDefinition {
  const { features, rule, filters = [], slices = [], evaluation, seed = 1, ...rest } = options;
  const nodes: Record<string, Node> = Object.fromEntries(
    Object.entries(features).map(([name, { node }]) => [name, node]),
  );
  const objective = settleObjective(options.objective);
  return Object.freeze({
    ...rest,
    is: "alidade.system",
    contract,
    objective,
    features: nodes,
    rule: nodeOf("rule", rule(strictFeatures(features, "rule"))),
    filters: filters.map(({ name, when }) => {
      const where = `filters.${name}`;
      return { name, when: nodeOf(where, when(strictFeatures(features, where))) };
    }),
    slices,
    evaluation: { ...EVALUATION, ...evaluation },
    holdback: options.holdback ?? defaultHoldback(options),
    seed,
  });
}

function nodeOf(where: string, expression: Expression): Node {
  checkExpression(where, expression);
  return expression.node;
}

function settleObjective(objective: Objective): Objective {
  if (objective.stated === false) return objective;
  return Object.freeze({
    ...objective,
    stated: true,
    cost: objective.cost ?? {},
    guardrails: objective.guardrails ?? [],
    transparency: objective.transparency ?? "any",
  });
}

const HOLDBACK = 0.05;
const EVALUATION: Evaluation = { folds: 5, newest: 0.25 };

function defaultHoldback({ objective, outcomes }: LooseOptions): number {
  const name = objective.outcome ?? Object.keys(outcomes)[0] ?? "";
  return outcomes[name]?.changedByActing === true ? HOLDBACK : 0;
}
