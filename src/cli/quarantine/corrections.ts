import { resolve } from "node:path";
import { type Cell, csv, isMissing, type Row } from "../../data/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";
import { unguarded } from "../output/csv.ts";

interface Fault {
  readonly file: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const correctionsInvalid: ErrorConstructor<Fault> = defineError("cli.input.corrections-invalid", {
  headline: "Corrections that cannot be read",
  message: ({ file, problem }: Fault) => `${file} ${problem}.`,
  hint: () => "Begin with what `alidade data quarantine show --csv` writes, and change the values alone.",
});

/** Corrected values by the number of their row, from a CSV file. Throws `cli.input.corrections-invalid`. */
export async function readCorrections(
  file: string,
  { cwd, directory, backends }: Pick<Invocation, "cwd" | "directory" | "backends">,
): Promise<ReadonlyMap<number, Row>> {
  const { fileReader } = await backends();
  const read = fileReader({ from: cwd, cache: resolve(directory, "downloads"), fetch });
  const { rows, columns } = await read(csv(resolve(cwd, file)));
  const numbers = columns.find(({ name }) => name === "row");
  if (numbers === undefined) throw correctionsInvalid({ file, problem: "must have a column `row`" });
  const fields = columns.filter(({ name }) => name !== "row" && name !== "reasons");
  const found = new Map<number, Row>();
  for (let i = 0; i < rows; i++) {
    const row = Number(textAt(numbers, i));
    if (!Number.isSafeInteger(row) || row < 1)
      throw correctionsInvalid({ file, problem: `has no number of a row in its line ${i + 2}` });
    if (found.has(row)) throw correctionsInvalid({ file, problem: `corrects row ${row} twice` });
    found.set(row, Object.fromEntries(fields.map((column) => [column.name, textAt(column, i)])));
  }
  return found;
}

type Columns = Parameters<typeof isMissing>[0];

function textAt(column: Columns, row: number): Cell {
  if (isMissing(column, row)) return null;
  const text = column.kind === "text" ? column.levels[column.codes[row] as number] : String(column.values[row]);
  return unguarded(text ?? "");
}
