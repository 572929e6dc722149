import { defineError, didYouMean, type ErrorConstructor } from "../kernel/index.ts";

/** Where to fetch a file that is not on this machine. */
export interface Download {
  readonly url: string;
  /** SHA-256 of the file, 64 hexadecimal digits; of the member, when the address gives an archive. */
  readonly sha256: string;
  /** The file inside, when the address gives a zip archive. */
  readonly member?: string;
}

/** How to find a file. */
export interface FileOptions {
  /** More folders in which the path is looked for, relative to the system file. */
  readonly lookIn?: readonly string[];
  readonly download?: Download;
}

export interface CsvOptions extends FileOptions {
  /** One character. Default `,`. */
  readonly delimiter?: string;
  /** One character, or `""` for files that do not quote. Default `"`. */
  readonly quote?: string;
  /** Whether the first line names the columns. Default `true`. */
  readonly header?: boolean;
  /** Names of the columns; needed without a header, and instead of it when given. */
  readonly columns?: readonly string[];
  /** Lines to leave out at the beginning. Default 0. */
  readonly skip?: number;
  /** Drop spaces around unquoted fields. Default `false`. */
  readonly trim?: boolean;
  /** Lines that begin with this character are left out. Default: none. */
  readonly comment?: string;
}

export type ParquetOptions = FileOptions;

/** What a system file says about its data: plain data, which loads nothing. */
export interface SourceRef<Name extends string = string, Options extends FileOptions = FileOptions> {
  /** Name of the source in the catalogue. */
  readonly source: Name;
  /** Relative to the system file. */
  readonly path: string;
  readonly options: Options;
}

interface Refusal {
  readonly source: string;
  readonly problem: string;
}

export const sourceInvalid: ErrorConstructor<Refusal> = defineError("data.source-invalid", {
  headline: "A source that cannot be read",
  message: ({ source, problem }: Refusal) => `The ${source} source ${problem}`,
});

const FILE_OPTIONS = ["lookIn", "download"];
const CSV_OPTIONS = [...FILE_OPTIONS, "delimiter", "quote", "header", "columns", "skip", "trim", "comment"];

/** A file of delimited text, gzip or plain. Throws `data.source-invalid`. */
export function csv(path: string, options: CsvOptions = {}): SourceRef<"csv", CsvOptions> {
  const ref = fileRef("csv", path, { options, allowed: CSV_OPTIONS });
  const refuse = (problem: string): never => {
    throw sourceInvalid({ source: "csv", problem });
  };
  const { delimiter = ",", quote = '"', comment = "#", header = true, columns, skip = 0 } = options;
  if (!isOneByte(delimiter)) refuse(`needs a \`delimiter\` of one character, such as ";". Got "${delimiter}".`);
  if (quote !== "" && !isOneByte(quote)) refuse(`needs a \`quote\` of one character, or "" for none. Got "${quote}".`);
  if (quote === delimiter) refuse("needs a `quote` that is not the `delimiter`.");
  if (!isOneByte(comment)) refuse(`needs a \`comment\` of one character. Got "${comment}".`);
  if (!header && (columns === undefined || columns.length === 0)) refuse("needs `columns` when it has no header.");
  if (!Number.isSafeInteger(skip) || skip < 0) refuse(`needs a \`skip\` of 0 lines or more. Got ${skip}.`);
  return ref;
}

/** A Parquet file. Throws `data.source-invalid`. */
export function parquet(path: string, options: ParquetOptions = {}): SourceRef<"parquet", ParquetOptions> {
  return fileRef("parquet", path, { options, allowed: FILE_OPTIONS });
}

interface Given<O> {
  readonly options: O;
  readonly allowed: readonly string[];
}

function fileRef<N extends string, O extends FileOptions>(
  source: N,
  path: string,
  { options, allowed }: Given<O>,
): SourceRef<N, O> {
  if (typeof path !== "string" || path.trim() === "") throw sourceInvalid({ source, problem: "needs a path." });
  for (const name of Object.keys(options))
    if (!allowed.includes(name)) {
      const problem = `has no option \`${name}\`; it has ${allowed.join(", ")}.${didYouMean(name, allowed)}`;
      throw sourceInvalid({ source, problem });
    }
  const { download } = options;
  if (download !== undefined && !/^[0-9a-f]{64}$/.test(download.sha256))
    throw sourceInvalid({ source, problem: "needs a `download.sha256` of 64 hexadecimal digits." });
  return Object.freeze({ source, path, options: Object.freeze({ ...options }) });
}

function isOneByte(text: string): boolean {
  return text.length === 1 && text.charCodeAt(0) < 128 && text !== "\n" && text !== "\r";
}
