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
 * Runs work that holds data against contracts, wherever they come from. When a contract refuses them, what broke it is
 * written to `quarantine/<system>.csv` in the state directory, or `<system>.<stream>.csv`, each row with its line or number
 * and its reasons, and the error says so.
 */
export async function keepingRefused<R>(work: () => Promise<R>, around: Refusable): Promise<R> {
  try {
    return await work();
  } catch (thrown) {
    throw isAlidadeError(thrown, "data.quarantine-exceeded") ? await withRows(thrown, around) : thrown;
  }
}

/** Reads the sources again: the rows are wanted in this case alone, and keeping them all the while would cost memory. */
async function withRows(
  thrown: unknown,
  { system, read, backends, cwd, directory, clock }: Refusable,
): Promise<unknown> {
  const { inspect, quarantineExceeded } = await import("../../data/index.ts");
  const { enforceSystem } = await import("../../system/index.ts");
  const { rows, streams } = await enforceSystem(system, read, { now: clock.now(), judge: inspect });
  // In the order in which learning judges them, so that the first is the one that it stopped at.
  const held = Object.entries(streams).map(([name, found]) => ({
    name,
    found,
    contract: system.streams[name]?.contract,
  }));
  const all = [...held, { name: undefined, found: rows, contract: system.contract }];
  const broken = all.find(({ found, contract }) => found.quarantined.share > (contract?.quarantine.maxShare ?? 1));
  if (broken === undefined) return thrown;
  const { name, found, contract = system.contract } = broken;
  const { records, ...facts } = found.quarantined;
  const path = join(directory, "quarantine", `${[system.name, name].filter(Boolean).join(".")}.csv`);
  const { writePage } = await backends();
  await writePage(path, asideCsv(records));
  const { maxShare } = contract.quarantine;
  return quarantineExceeded({ ...facts, remarks: found.remarks, maxShare, kept: shownPath(path, cwd) }, thrown);
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
