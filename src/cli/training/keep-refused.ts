import { join } from "node:path";
import type { SetAside } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { ReadSource } from "../../train/index.ts";
import type { Invocation } from "../calling/command.ts";
import { shownPath } from "../load-system.ts";

interface Refusable extends Pick<Invocation, "backends" | "cwd" | "directory"> {
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
async function withRows(thrown: unknown, { system, read, backends, cwd, directory }: Refusable): Promise<Error> {
  const { inspect, quarantineExceeded } = await import("../../data/index.ts");
  const { records, ...facts } = inspect(await read(system.source), system.contract).quarantined;
  const path = join(directory, "quarantine", `${system.name}.csv`);
  const { writePage } = await backends();
  await writePage(path, csvOf(records));
  const { maxShare } = system.contract.quarantine;
  return quarantineExceeded({ ...facts, maxShare, kept: shownPath(path, cwd) }, thrown);
}

function csvOf(records: readonly SetAside[]): string {
  const columns = [...new Set(records.flatMap(({ given }) => Object.keys(given)))];
  const lines = records.map(({ row, reasons, given }) => [
    row,
    reasons.join("; "),
    ...columns.map((column) => (Object.hasOwn(given, column) ? given[column] : "")),
  ]);
  return [["row", "reasons", ...columns], ...lines].map((line) => `${line.map(cellOf).join(",")}\n`).join("");
}

function cellOf(value: unknown): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
