import { readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type CsvOptions, csv, jsonl, parquet, type SourceRef } from "../../data/index.ts";
import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Warning } from "../../system/index.ts";
import { csvOptions, headText, sniffCsv } from "./sniff-csv.ts";

/** What the caller says of a data file. */
export interface DataFile {
  /** Absolute. */
  readonly file: string;
  readonly label: string;
  readonly columns?: readonly string[] | undefined;
  readonly noHeader: boolean;
}

/** How a data file is read, and what was assumed for it. */
export interface Recognised {
  /** The source with the given path. */
  ref(path: string): SourceRef;
  readonly warnings: readonly Warning[];
}

interface Kind {
  readonly file: string;
}

export const dataKindUnknown: ErrorConstructor<Kind> = defineError("cli.input.data-kind-unknown", {
  headline: "A kind of file that is not read",
  message: ({ file }: Kind) =>
    `${file} must end in .csv, .tsv, .txt, .data or .jsonl, each with or without .gz, or in .parquet.`,
});

interface Absent {
  readonly file: string;
  /** The rest of a sentence. */
  readonly why: string;
}

export const dataNotFound: ErrorConstructor<Absent> = defineError("cli.input.data-not-found", {
  headline: "No such data file",
  message: ({ file, why }: Absent) => `${file} ${why}`,
  hint: () => "Name a file that is there: a path is read from the folder in which you are.",
});

interface Columns {
  readonly named: number;
  readonly found: number;
  readonly first: string;
}

export const columnsMismatch: ErrorConstructor<Columns> = defineError("cli.columns-mismatch", {
  headline: "Not as many names as columns",
  message: ({ named, found, first }: Columns) =>
    `\`--columns\` names ${named} columns and the data has ${found}: ${first}.`,
});

interface Unnamed {
  readonly label: string;
  readonly count: number;
  readonly first: string;
  readonly suggestion: string;
}

export const labelUnnamed: ErrorConstructor<Unnamed> = defineError("cli.input.label-unnamed", {
  headline: "Columns without names",
  message: ({ label, count, first, suggestion }: Unnamed) =>
    `The first line is data (${first}), so the columns are called c1 to c${count}, and none is \`${label}\`.${suggestion}`,
  hint: ({ count }: Unnamed) =>
    `Name the columns with \`--columns a,b,…\`, or pass one of c1 to c${count} as \`--label\`.`,
});

const TEXT = /\.(csv|tsv|txt|data)(\.gz)?$/i;

/** Recognises a data file by its ending and its first lines. Throws `cli.*` for what does not fit. */
export async function recognise(data: DataFile): Promise<Recognised> {
  await checkThere(data.file);
  if (/\.parquet$/i.test(data.file)) return { ref: (path) => parquet(path), warnings: [] };
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(data.file)) return { ref: (path) => jsonl(path), warnings: [] };
  if (!TEXT.test(data.file)) throw dataKindUnknown({ file: basename(data.file) });
  const text = await headText(data.file);
  // A file that cannot be read, or holds nothing, is for the source to refuse: it says why.
  if (text.trim() === "" || text.includes("\0")) return { ref: (path) => csv(path), warnings: [] };
  const sniffed = sniffCsv(text, data.label);
  checkColumns(data, sniffed.first);
  const options = csvOptions(sniffed, data);
  if (options.header === false) checkLabel(data, options.columns ?? [], sniffed.first);
  return { ref: (path) => csv(path, options), warnings: warningsOf(options, sniffed.first, data) };
}

async function checkThere(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === true) return;
  if (found !== undefined) throw dataNotFound({ file, why: "is not a file." });
  const names = await readdir(dirname(file)).catch(() => []);
  throw dataNotFound({ file, why: `does not exist.${didYouMean(basename(file), names)}` });
}

function checkColumns({ columns }: DataFile, first: readonly string[]): void {
  if (columns !== undefined && columns.length !== first.length)
    throw columnsMismatch({ named: columns.length, found: first.length, first: shorten(first) });
}

/** Without a header the label is looked for among generated names, unless names were given. */
function checkLabel({ label, columns: given }: DataFile, columns: readonly string[], first: readonly string[]): void {
  if (given !== undefined || columns.includes(label)) return;
  throw labelUnnamed({ label, count: columns.length, first: shorten(first), suggestion: didYouMean(label, columns) });
}

function warningsOf(options: CsvOptions, first: readonly string[], data: DataFile): readonly Warning[] {
  const { delimiter, skip, trim, header, columns } = options;
  const say = (code: string, message: string): Warning => ({ code: `init.${code}`, message });
  return [
    ...(delimiter === undefined
      ? []
      : [say("delimiter-assumed", `Fields are taken to be parted by ${word(delimiter)}.`)]),
    ...(skip === undefined ? [] : [say("lines-skipped", `The table is taken to begin on line ${skip + 1}.`)]),
    ...(trim === undefined ? [] : [say("trim-assumed", "Spaces around fields are dropped.")]),
    ...(header !== false || data.noHeader
      ? []
      : [say("header-assumed", `The first line is taken for data, not for names: ${shorten(first)}.`)]),
    ...(columns === undefined || data.columns !== undefined
      ? []
      : [say("columns-named", `The columns are called c1 to c${columns.length}; \`--columns a,b,…\` names them.`)]),
  ];
}

function word(delimiter: string): string {
  return delimiter === "\t" ? "tabs" : `"${delimiter}"`;
}

function shorten(fields: readonly string[]): string {
  const shown = fields.slice(0, 4).map((field) => (field.length > 24 ? `${field.slice(0, 24)}…` : field));
  return shown.join(", ") + (fields.length > 4 ? ", …" : "");
}
