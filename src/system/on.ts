import type { Contract } from "../data/index.ts";
import type { Expression, Node } from "../features/index.ts";
import { type AlertOptions, settleAlerts } from "./alerts.ts";
import { checkSystem } from "./checks/declaration.ts";
import { isObject } from "./checks/form.ts";
import { checkExpression, checkFunction, checkOptions, checkPassed } from "./checks/options.ts";
import { strictFeatures, strictFields } from "./checks/strict-names.ts";
import { settleActionable } from "./fields/actionable.ts";
import { declareOutcome, type OutcomeOf, type OutcomeOptions } from "./fields/declare-outcome.ts";
import type { OutcomeExpression } from "./fields/outcome.ts";
import { type RowBefore, rowBefore } from "./fields/row.ts";
import { deepFrozen } from "./frozen.ts";
import type { AnswerFor, Features, Heads, Outcomes, SystemOptions } from "./options.ts";
import { settleRequired } from "./requirements/filled.ts";
import { type RetrainOptions, settleRetrain } from "./retrain.ts";
import type { Streams } from "./streams/stream.ts";
import { type FromStreams, fromStreams } from "./streams/stream-handles.ts";
import type { BaselineRule, Evaluation, Policy, System, SystemDefinition, SystemTypes } from "./system.ts";

/** What the compiler learns of a system from its file. */
type TypesFor<
  C extends Contract,
  A extends string,
  P,
  Of extends { readonly heads: unknown; readonly outcomes: unknown; readonly named: string; readonly streams: Streams },
> = SystemTypes<
  C,
  AnswerFor<P, Of> extends never ? A : never,
  Extract<keyof Of["heads"], string>,
  AnswerFor<P, Of>,
  Of["streams"]
>;

/** Everything that is declared over one contract. */
export interface On<C extends Contract, S extends Streams = Readonly<Record<never, never>>> {
  /** Declares a business event, once for the history and for the journal. */
  outcome<const E extends OutcomeExpression>(options: OutcomeOptions<C, E>): OutcomeOf<E>;
  /** Declares the features; only what is known at decision time can be read, of the row and of the events in streams. */
  features<const F extends Features>(make: (row: RowBefore<C>, from: FromStreams<S>) => F): F;
  /** Declares the system. Throws `system.invalid` for what the types cannot see. */
  system<
    const O extends Outcomes,
    const F extends Features,
    const H extends Heads<NoInfer<O>>,
    const A extends string,
    const N extends string,
    const P extends Policy,
  >(
    options: SystemOptions<C, O, F, H, A, N, P>,
  ): System<TypesFor<C, A, P, { heads: H; outcomes: O; named: N; streams: S }>>;
}

/**
 * Starts a system file: everything after this is typed by the contract.
 *
 * @example
 * const h = on(contract);
 * export default h.system({ name: "readmission", … });
 */
export function on<const C extends Contract, const S extends Streams = Readonly<Record<never, never>>>(
  contract: C,
  options: { readonly streams?: S } = {},
): On<C, S> {
  checkPassed("on", options, ["streams"]);
  const streams = options.streams ?? ({} as S);
  return Object.freeze({
    outcome: <const E extends OutcomeExpression>(options: OutcomeOptions<C, E>) => declareOutcome(contract, options),
    features: <const F extends Features>(make: (row: RowBefore<C>, from: FromStreams<S>) => F) => {
      checkFunction("features", make);
      const row = strictFields(rowBefore(contract), contract, "features");
      return Object.freeze({ ...make(row, fromStreams(streams)) });
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
      return checkSystem(define({ contract, streams }, options as unknown as LooseOptions)) as System<
        TypesFor<C, A, P, { heads: H; outcomes: O; named: N; streams: S }>
      >;
    },
  });
}

/** The options once the compiler has had its say. */
interface LooseOptions
  extends Omit<
    SystemDefinition,
    | "is"
    | "contract"
    | "streams"
    | "features"
    | "rule"
    | "actionable"
    | "filters"
    | "slices"
    | "evaluation"
    | "holdback"
    | "seed"
    | "weights"
    | "retrain"
    | "alerts"
  > {
  readonly weights?: SystemDefinition["weights"];
  readonly slices?: readonly string[];
  readonly actionable?: Parameters<typeof settleActionable>[0];
  readonly evaluation?: Partial<Evaluation>;
  readonly holdback?: number;
  readonly seed?: number;
  readonly retrain?: RetrainOptions;
  readonly alerts?: AlertOptions;
  readonly features: Readonly<Record<string, Expression>>;
  readonly rule: (features: Readonly<Record<string, Expression>>) => Expression | Readonly<Record<string, Expression>>;
  readonly filters?: readonly {
    readonly name: string;
    readonly when: (features: Readonly<Record<string, Expression>>) => Expression;
  }[];
}

function define(
  { contract, streams }: Pick<SystemDefinition, "contract" | "streams">,
  options: LooseOptions,
): SystemDefinition {
  const {
    features,
    rule,
    weights = {},
    filters = [],
    slices = [],
    actionable,
    evaluation,
    seed = 1,
    retrain,
    alerts,
    ...rest
  } = options;
  const nodes: Record<string, Node> = Object.fromEntries(
    Object.entries(features).map(([name, { node }]) => [name, node]),
  );
  const { objective, ...required } = settleObjective(options);
  deepFrozen(options.monitors);
  return Object.freeze({
    ...rest,
    ...required,
    is: "alidade.system",
    contract,
    streams: Object.freeze({ ...streams }),
    objective,
    features: nodes,
    rule: ruleOf(rule(strictFeatures(features, "rule"))),
    filters: filters.map(({ name, when }) => {
      const where = `filters.${name}`;
      return { name, when: nodeOf(where, when(strictFeatures(features, where))) };
    }),
    weights,
    slices,
    ...(actionable === undefined ? {} : { actionable: settleActionable(actionable) }),
    evaluation: { ...EVALUATION, ...evaluation },
    ...(alerts === undefined ? {} : { alerts: settleAlerts(alerts) }),
    ...(retrain === undefined ? {} : { retrain: settleRetrain(retrain, askedIn(objective)) }),
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

/** The objective with all that may be left out, and what its requirements set in the rest of the file. */
function settleObjective({
  objective,
  outside,
}: LooseOptions): Pick<SystemDefinition, "objective" | "outside" | "filled"> {
  if (objective.stated === false) return { objective };
  const {
    filled,
    outside: far,
    ...settled
  } = settleRequired({ objective, ...(outside === undefined ? {} : { outside }) });
  const { metrics, proxies, brief, requirements } = objective;
  for (const part of [metrics, proxies, brief, requirements]) deepFrozen(part);
  return {
    objective: Object.freeze({ ...objective, stated: true, cost: objective.cost ?? {}, ...settled }),
    ...(far === undefined ? {} : { outside: far }),
    ...(filled.length === 0 ? {} : { filled }),
  };
}

/** Who says yes to what retraining makes, and whether somebody must. */
function askedIn(objective: SystemDefinition["objective"]): Parameters<typeof settleRetrain>[1] {
  const stated = objective.stated ? objective : undefined;
  return { approves: stated?.approves ?? [], isRegulated: stated?.requirements?.regulated !== undefined };
}

const HOLDBACK = 0.05;
const EVALUATION: Evaluation = { folds: 5, newest: 0.25 };

function defaultHoldback({ objective, outcomes }: LooseOptions): number {
  const name = objective.outcome ?? Object.keys(outcomes)[0] ?? "";
  return outcomes[name]?.changedByActing === true ? HOLDBACK : 0;
}
