import { join, resolve } from "node:path";
import {
  type Cell,
  type Contract,
  type Field,
  parseFlag,
  parseNumber,
  rowOf,
  type SourceRef,
} from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { recognise } from "../loading/data-file.ts";

/** One row of a file, as a question. */
export interface FileQuestion {
  /** Where a person finds it: its line in a text file, its record number elsewhere. */
  readonly place: number;
  readonly entity: string | number;
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * The rows of a data file as questions, in parts. Columns that are known only after a decision, or that the contract does
 * not name, are left out; the entity is the column that the system names, else the number of the row.
 */
export async function* questionsIn(
  path: string,
  system: SystemDefinition,
  around: Pick<Invocation, "cwd" | "directory" | "backends">,
): AsyncGenerator<readonly FileQuestion[]> {
  const file = resolve(around.cwd, path);
  const { ref, override } = await sourceOf(file, system);
  const { sourceReader } = await around.backends();
  const reader = sourceReader({ from: around.cwd, cache: join(around.directory, "downloads"), ...override });
  let seen = 0;
  for await (const { table } of reader.batches(ref)) {
    const begun = seen;
    seen += table.rows;
    yield Array.from({ length: table.rows }, (_, i) => questionOf(rowOf(table, i), begun + i + 1, system));
  }
}

/** A file of the kind that the system reads is read just so, its separators and column names included. */
async function sourceOf(
  file: string,
  { source, contract }: SystemDefinition,
): Promise<{ readonly ref: SourceRef; readonly override?: { readonly override: string } }> {
  const isText = /\.(csv|tsv|txt|data)(\.gz)?$/i.test(file);
  if (isText && source.source === "csv") return { ref: source, override: { override: file } };
  const label = Object.keys(contract.fields)[0] ?? "c1";
  return { ref: (await recognise({ file, label, noHeader: false })).ref(file) };
}

function questionOf(row: Readonly<Record<string, Cell>>, place: number, system: SystemDefinition): FileQuestion {
  const entity = system.entity === undefined ? null : (row[system.entity] ?? null);
  return {
    place,
    entity: typeof entity === "boolean" || entity === null ? place : entity,
    given: givenOf(row, system.contract),
  };
}

/** The fields that are known before a decision, each in its own kind where the file only had text. */
function givenOf(row: Readonly<Record<string, Cell>>, { fields }: Contract): Readonly<Record<string, unknown>> {
  const given = Object.entries(row).flatMap(([name, cell]): [string, unknown][] => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined || field.known !== "before" || cell === null ? [] : [[name, readAs(cell, field)]];
  });
  return Object.fromEntries(given);
}

/** A text that is none of its kind stays a text, which the contract then refuses in words. */
function readAs(cell: Cell, field: Field): unknown {
  if (typeof cell !== "string" || field.kind === "text" || field.kind === "time") return cell;
  const read = field.kind === "number" ? parseNumber(cell) : parseFlag(cell, field);
  if (Number.isNaN(read)) return cell;
  return field.kind === "number" ? read : read === 1;
}
