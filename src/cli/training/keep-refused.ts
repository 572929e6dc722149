import { join } from "node:path";
import type { SetAside } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { ReadSource } from "../../train/index.ts";
import type { Invocation } from "../calling/command.ts";
import { shownPath } from "../load-system.ts";
import { csvOf } from "../output/csv.ts";

interface Refusable extends Pick<Invocation, "backends" | "cwd" | "directory" | "clock"> {
  readonly system: SystemDefinition;
  readonly read: ReadSource;
}

/**
 * Runs work that holds data against a contract. When the contract refuses them, the rows that broke it are written to
 * `quarantine/<system>.csv` in the state directory, each with its line and its reasons, and the error says so.
 */
export async function keepingRefused<R>(work: () => Promise<R>, around: Refusable): Promise<R> {
  try {
    return await work();
  } catch (thrown) {
    throw isAlidadeError(thrown, "data.quarantine-exceeded") ? await withRows(thrown, around) : thrown;
  }
}

/** Reads the source again: the rows are wanted in this case alone, and keeping them all the while would cost memory. */
async function withRows(thrown: unknown, { system, read, backends, cwd, directory, clock }: Refusable): Promise<Error> {
  const { inspect, quarantineExceeded } = await import("../../data/index.ts");
  const { enforceSystem } = await import("../../system/index.ts");
  const { rows } = await enforceSystem(system, read, { now: clock.now(), judge: inspect });
  const { records, ...facts } = rows.quarantined;
  const path = join(directory, "quarantine", `${system.name}.csv`);
  const { writePage } = await backends();
  await writePage(path, asideCsv(records));
  const { maxShare } = system.contract.quarantine;
  return quarantineExceeded({ ...facts, remarks: rows.remarks, maxShare, kept: shownPath(path, cwd) }, thrown);
}

/** Rows that were set aside as CSV: the number, the reasons, and what came. */
export function asideCsv(records: readonly SetAside[]): string {
  const columns = [...new Set(records.flatMap(({ given }) => Object.keys(given)))];
  const lines = records.map(({ row, reasons, given }) => [
    row,
    reasons.join("; "),
    ...columns.map((column) => (Object.hasOwn(given, column) ? given[column] : "")),
  ]);
  return csvOf([["row", "reasons", ...columns], ...lines]);
}
