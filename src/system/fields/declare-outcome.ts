import type { Contract } from "../../data/index.ts";
import type { Expression, FlagExpression, Node, NumberExpression, TextExpression } from "../../features/index.ts";
import { checkExpression, checkFunction, checkPassed } from "../checks/options.ts";
import { strictFields } from "../checks/strict-names.ts";
import type { Outcome, OutcomeExpression } from "./outcome.ts";
import { type WholeRow, wholeRow } from "./row.ts";

/** The outcome that an expression declares. */
export type OutcomeOf<E extends OutcomeExpression> =
  E extends TextExpression<infer V> ? Outcome<"text", V> : Outcome<E["kind"]>;

interface AnyOutcomeOptions<C extends Contract, E extends OutcomeExpression> {
  /** Known after this long, such as `"30d"`. */
  readonly within: string;
  /** How the history tells it. */
  readonly history: (row: WholeRow<C>) => E;
  /** Whether acting changes it. Then heads learn from untreated or randomised cases alone, and a holdback is kept. */
  readonly changedByActing: boolean;
  /** The cases of the history that were acted on. Default: none were. */
  readonly acted?: (row: WholeRow<C>) => FlagExpression;
  /**
   * How much a row matters while heads learn this outcome: twice the weight pulls as two such rows would. Calibration and
   * judging count every row alike, so probabilities stay what they are. Must not depend on the outcome itself. Default: all alike.
   */
  readonly weight?: (row: WholeRow<C>) => NumberExpression;
}

/** Where acting changes the outcome, and whom to act on was left to chance at least in part. */
interface LoggedOptions<C extends Contract> {
  readonly changedByActing: true;
  /**
   * The probability, as it was logged, with which that was done in a row which was done: to let be who was let be. A row
   * that is learned from then stands for 1 / propensity rows, in learning, calibrating and judging alike.
   */
  readonly propensity: (row: WholeRow<C>) => NumberExpression;
  /** No row stands for more than this many: less variance for some bias, which the report states. Default: no limit. */
  readonly cap?: number;
}

interface UnloggedOptions {
  readonly propensity?: never;
  readonly cap?: never;
}

/** What an outcome is declared by. */
export type OutcomeOptions<C extends Contract, E extends OutcomeExpression> = AnyOutcomeOptions<C, E> &
  (LoggedOptions<C> | UnloggedOptions);

const WORDS: readonly string[] = ["within", "history", "changedByActing", "acted", "propensity", "cap", "weight"];

/** Declares a business event over a contract. Throws `system.invalid`. */
export function declareOutcome<C extends Contract, E extends OutcomeExpression>(
  contract: C,
  options: OutcomeOptions<C, E>,
): OutcomeOf<E> {
  checkPassed("h.outcome", options, WORDS);
  const { within, history, changedByActing, acted, propensity, cap, weight } = options;
  const { kind, node } = readOutcome(contract, "history of an outcome", history);
  const readIf = (
    name: string,
    read: ((row: WholeRow<C>) => Expression) | undefined,
  ): Readonly<Record<string, Node>> =>
    read === undefined ? {} : { [name]: readOutcome(contract, `${name} of an outcome`, read).node };
  return Object.freeze({
    kind,
    ...valuesOf(contract, node),
    within,
    history: node,
    changedByActing,
    ...readIf("acted", acted),
    ...readIf("propensity", propensity),
    ...(cap === undefined ? {} : { cap }),
    ...readIf("weight", weight),
  }) as OutcomeOf<E>;
}

/** What a function of an outcome makes of a whole row. */
function readOutcome<C extends Contract, E extends Expression>(
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
