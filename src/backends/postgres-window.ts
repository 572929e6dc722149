import type { PostgresSession } from "./postgres-session.ts";

/**
 * Which transactions a reading takes in: those numbered from `from` up to, and without, `to`.
 *
 * A column that grows does not grow in the order in which rows become visible: a transaction takes its value first and
 * commits later, and a reader that went past that value meanwhile would never see the row. So readings are cut by
 * transactions. PostgreSQL writes into each row the number of the transaction that wrote it (`xmin`), and tells the
 * lowest number that is still running. All below it have ended: the rows between two such numbers are settled, are read
 * in the order of the column, and never gain a row that comes too late. A row that is changed gets the number of the
 * later transaction and is read again there.
 */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The window from a number up to the oldest transaction that is still running. */
export async function windowFrom(session: PostgresSession, from: string): Promise<Window> {
  const [[to] = []] = await session.rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
  return { from, to: to ?? from };
}

/** Whether the numbers went back: they never do on one server. */
export function isBackwards({ from, to }: Window): boolean {
  return BigInt(to) < BigInt(from);
}

/** Whether nothing can lie in a window. */
export function isEmptyWindow({ from, to }: Window): boolean {
  return BigInt(to) <= BigInt(from);
}

/**
 * The condition that a row lies in a window, its four values, and where they stand. A row holds the lower 32 bits of its
 * number alone: they are completed to the latest number that has them and is not in the future. A row that four
 * thousand million transactions have passed by may be read twice; its key tells.
 */
export function inWindow(
  { from, to }: Window,
  first: number,
): { readonly sql: string; readonly values: readonly string[] } {
  const epoch = (BigInt(to) >> 32n) << 32n;
  const written = "xmin::text::bigint";
  const whole = `(CASE WHEN ${written} < 3 THEN 0 WHEN $${first}::bigint + ${written} >= $${first + 1}::bigint + 2147483648 THEN $${first}::bigint + ${written} - 4294967296 ELSE $${first}::bigint + ${written} END)`;
  const sql = `(${whole} >= $${first + 2}::bigint AND ${whole} < $${first + 1}::bigint)`;
  return { sql, values: [String(epoch), to, from] };
}
