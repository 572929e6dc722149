import { formatNumber } from "../../report/index.ts";

/** `3 rows`, `1 row`, `2,423 rows`. */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `3 rows were`, `1 row was`. */
export function countedWere(count: number, noun: string): string {
  return `${counted(count, noun)} ${count === 1 ? "was" : "were"}`;
}

/** A whole number with separators: `2,423`. */
export function whole(count: number): string {
  return formatNumber(count, "count");
}
