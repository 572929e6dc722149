import type { Contract } from "../data/index.ts";
import type { Expression, FlagExpression, Node, TextExpression } from "../features/index.ts";
import type { Objective } from "../objective/index.ts";
import { checkSystem } from "./check-declaration.ts";
import { checkExpression, checkFunction, checkOptions, checkPassed } from "./check-options.ts";
import { isObject } from "./form.ts";
import type { AnswerFor, Features, Heads, Outcomes, SystemOptions } from "./options.ts";
import type { Outcome, OutcomeExpression } from "./outcome.ts";
import { type RowBefore, rowBefore, type WholeRow, wholeRow } from "./row.ts";
import { strictFeatures, strictFields } from "./strict-names.ts";
import type { BaselineRule, Evaluation, Policy, System, SystemDefinition, SystemTypes } from "./system.ts";

/** The outcome that an expression declares. */
type OutcomeOf<E extends OutcomeExpression> =
  E extends TextExpression<infer V> ? Outcome<"text", V> : Outcome<E["kind"]>;

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

/** What the compiler learns of a system from its file. */
type TypesFor<
  C extends Contract,
  A extends string,
  P,
  Of extends { readonly heads: unknown; readonly outcomes: unknown; readonly named: string },
> = SystemTypes<C, AnswerFor<P, Of> extends never ? A : never, Extract<keyof Of["heads"], string>, AnswerFor<P, Of>>;

/** Everything that is declared over one contract. */
export interface On<C extends Contract> {
  /** Declares a business event, once for the history and for the journal. */
  outcome<const E extends OutcomeExpression>(options: OutcomeOptions<C, E>): OutcomeOf<E>;
  /** Declares the features; only what is known at decision time can be read. */
  features<const F extends Features>(make: (row: RowBefore<C>) => F): F;
  /** Declares the system. Throws `system.invalid` for what the types cannot see. */
  system<
    const O extends Outcomes,
    const F extends Features,
    const H extends Heads<NoInfer<O>>,
    const A extends string,
    const N extends string,
    const P extends Policy,
  >(options: SystemOptions<C, O, F, H, A, N, P>): System<TypesFor<C, A, P, { heads: H; outcomes: O; named: N }>>;
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
        ...valuesOf(contract, node),
        within,
        history: node,
        changedByActing,
        ...(acted === undefined ? {} : { acted: readOutcome(contract, "acted of an outcome", acted).node }),
      }) as OutcomeOf<E>;
    },
    features: <const F extends Features>(make: (row: RowBefore<C>) => F) => {
      checkFunction("features", make);
      return Object.freeze({ ...make(strictFields(rowBefore(contract), contract, "features")) });
    },
    system: <
      const O extends Outcomes,
      const F extends Features,
      const H extends Heads<NoInfer<O>>,
      const A extends string,
      const N extends string,
      const P extends Policy,
    >(
      options: SystemOptions<C, O, F, H, A, N, P>,
    ) => {
      checkOptions(options);
      return checkSystem(define(contract, options as unknown as LooseOptions)) as System<
        TypesFor<C, A, P, { heads: H; outcomes: O; named: N }>
      >;
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

/** The values of a text field that stands for an outcome as it is. */
function valuesOf({ fields }: Contract, node: Node): { readonly values?: readonly string[] } {
  const values = node.op === "field" && node.kind === "text" ? fields[node.name]?.values : undefined;
  return values === undefined ? {} : { values };
}

/** The options once the compiler has had its say. */
interface LooseOptions
  extends Omit<
    SystemDefinition,
    "is" | "contract" | "features" | "rule" | "filters" | "slices" | "evaluation" | "holdback" | "seed" | "weights"
  > {
  readonly weights?: SystemDefinition["weights"];
  readonly slices?: readonly string[];
  readonly evaluation?: Partial<Evaluation>;
  readonly holdback?: number;
  readonly seed?: number;
  readonly features: Readonly<Record<string, Expression>>;
  readonly rule: (features: Readonly<Record<string, Expression>>) => Expression | Readonly<Record<string, Expression>>;
  readonly filters?: readonly {
    readonly name: string;
    readonly when: (features: Readonly<Record<string, Expression>>) => Expression;
  }[];
}

function define(contract: Contract, options: LooseOptions): SystemDefinition {
  const { features, rule, weights = {}, filters = [], slices = [], evaluation, seed = 1, ...rest } = options;
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
    rule: ruleOf(rule(strictFeatures(features, "rule"))),
    filters: filters.map(({ name, when }) => {
      const where = `filters.${name}`;
      return { name, when: nodeOf(where, when(strictFeatures(features, where))) };
    }),
    weights,
    slices,
    evaluation: { ...EVALUATION, ...evaluation },
    holdback: options.holdback ?? defaultHoldback(options),
    seed,
  });
}

/** One expression, or one for each label. */
function ruleOf(rule: ReturnType<LooseOptions["rule"]>): BaselineRule {
  if (!isObject(rule) || isObject(rule.node)) return nodeOf("rule", rule as Expression);
  const parts = Object.entries(rule as Readonly<Record<string, Expression>>);
  return Object.fromEntries(parts.map(([label, expression]) => [label, nodeOf(`rule.${label}`, expression)]));
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
