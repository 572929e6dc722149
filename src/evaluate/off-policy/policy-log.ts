import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** Logged decisions, column by column: row i of everything is the same decision. */
export interface PolicyLog {
  /** What came of it, in any unit. */
  readonly reward: Float64Array;
  /** The probability with which what was done was done: above 0, at most 1. */
  readonly propensity: Float64Array;
  /** The probability with which the judged policy does the same, 0 to 1. */
  readonly target: Float64Array;
  /** The same of the policy that it is compared with. Default: the propensity, so that it is compared with what was logged. */
  readonly base?: Float64Array | undefined;
  /**
   * The part of what the judged policy would do that could never have been logged, 0 to 1. Default: all that is not `target`
   * where the propensity is 1, because nothing else was ever done there; nothing elsewhere.
   */
  readonly unsupported?: Float64Array | undefined;
  /** A model's estimate of the reward: of what was done, and on average of what the judged policy would do. Both or neither. */
  readonly predicted?: Float64Array | undefined;
  readonly predictedTarget?: Float64Array | undefined;
  /** Number of the entity: the rows of one are one observation. Default: each row by itself. */
  readonly entity?: Int32Array | undefined;
}

interface Uneven {
  readonly column: string;
  readonly rows: number;
  readonly got: number;
}

export const logUneven: ErrorConstructor<Uneven> = defineError("evaluate.log-uneven", {
  headline: "Columns of different lengths",
  message: ({ column, rows, got }: Uneven) =>
    `Every column of a log has one value for each decision, ${rows} here. \`${column}\` has ${got}.`,
});

/** Throws `evaluate.log-uneven` unless every column is as long as the rewards. */
export function requireEven(log: PolicyLog): void {
  const rows = log.reward.length;
  for (const [column, values] of Object.entries(log) as [string, ArrayLike<number> | undefined][])
    if (values !== undefined && values.length !== rows) throw logUneven({ column, rows, got: values.length });
}

/** The rows from `start` up to `end`, sharing memory. */
export function sliceLog(log: PolicyLog, start: number, end: number): PolicyLog {
  const cut = (values: Float64Array | undefined) => values?.subarray(start, end);
  return {
    reward: log.reward.subarray(start, end),
    propensity: log.propensity.subarray(start, end),
    target: log.target.subarray(start, end),
    base: cut(log.base),
    unsupported: cut(log.unsupported),
    predicted: cut(log.predicted),
    predictedTarget: cut(log.predictedTarget),
    entity: log.entity?.subarray(start, end),
  };
}
