import type { Enforced, RawTable, Reason } from "../../../data/index.ts";

/** Rows of a file that are not asked about, and why. */
export interface LeftOut {
  /** Break the contract, or are no rows at all. */
  readonly broken: number;
  /** The demand of the contract that most of them break. */
  readonly most: Reason | undefined;
  /** Left out because the contract says so. */
  readonly excluded: number;
  /** Do not say when they were asked about. */
  readonly untimed: number;
}

/** What the contract leaves out of a file's rows. */
export function leftOutBy({ quarantined, excluded }: Pick<Enforced, "quarantined" | "excluded">): LeftOut {
  return {
    broken: quarantined.rows,
    most: quarantined.reasons[0],
    excluded: excluded.reduce((sum, { count }) => sum + count, 0),
    untimed: 0,
  };
}

/** Rows of a file, those that could not be taken apart among them. */
export function rowsIn({ rows, rejected = [] }: RawTable): number {
  return rows + rejected.length;
}

/** How many were left out and why, as the rest of a sentence; empty where none was. */
export function wordLeftOut({ broken, most, excluded, untimed }: LeftOut): string {
  const often = most === undefined ? "" : ` (most often: ${wordBroken(most)})`;
  const parts = [
    broken === 0 ? "" : `${said(broken, "breaks", "break")} the contract${often}`,
    excluded === 0 ? "" : `${said(excluded, "is", "are")} excluded by it`,
    untimed === 0 ? "" : `${said(untimed, "has", "have")} no time`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${said(broken + excluded + untimed, "row", "rows")} left out: ${parts.join(", ")}`;
}

function said(count: number, one: string, many: string): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** What the contract demands, and how often that is broken. */
export function wordBroken({ field, demand, count }: Pick<Reason, "field" | "demand" | "count">): string {
  if (field === WHOLE) return `a line must have ${demand}, and ${counted(count)} have not`;
  return `\`${field}\` must be ${demand}, and in ${counted(count)} it is not`;
}

/** How a reason calls a line that could not be taken apart. */
const WHOLE = "(row)";

function counted(rows: number): string {
  return rows.toLocaleString("en-US");
}
