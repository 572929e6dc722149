import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Fault {
  readonly id: string;
  readonly problem: string;
}

export const snapshotDamaged: ErrorConstructor<Fault> = defineError("data.snapshot-damaged", {
  headline: "A snapshot that is not what it was",
  message: ({ id, problem }: Fault) => `Snapshot ${id} ${problem}.`,
  hint: () => "`alidade snapshots repair` mends it from its source, or restore the state from a backup.",
});

/** Rows in words, from 1: `rows 8,193 to 16,020`. */
export function wordRange({ from, rows }: { readonly from: number; readonly rows: number }): string {
  return `rows ${(from + 1).toLocaleString("en-US")} to ${(from + rows).toLocaleString("en-US")}`;
}
