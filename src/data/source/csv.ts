import { type FileOptions, fileRef, type RefuseSource, refusing, type SourceRef } from "./ref.ts";

/** How a delimited text is written. */
export interface CsvDialectOptions {
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

export interface CsvOptions extends FileOptions, CsvDialectOptions {}

export const CSV_OPTIONS: readonly string[] = ["delimiter", "quote", "header", "columns", "skip", "trim", "comment"];

/**
 * Delimited text, gzip or plain: a file, a folder (`events/`) or a pattern (`events/*.csv.gz`). Several files are read
 * in the order of their names and must have the same columns. Throws `data.source-invalid`.
 */
export function csv(path: string, options: CsvOptions = {}): SourceRef<"csv", CsvOptions> {
  const ref = fileRef("csv", path, { options, allowed: CSV_OPTIONS });
  checkDialect(options, refusing("csv"));
  return ref;
}

/** Refuses what no delimited text can be. */
export function checkDialect(options: CsvDialectOptions, refuse: RefuseSource): void {
  const { delimiter = ",", quote = '"', comment = "#", header = true, columns, skip = 0 } = options;
  if (!isOneByte(delimiter)) refuse(`needs a \`delimiter\` of one character, such as ";". Got "${delimiter}".`);
  if (quote !== "" && !isOneByte(quote)) refuse(`needs a \`quote\` of one character, or "" for none. Got "${quote}".`);
  if (quote === delimiter) refuse("needs a `quote` that is not the `delimiter`.");
  if (!isOneByte(comment)) refuse(`needs a \`comment\` of one character. Got "${comment}".`);
  if (!header && (columns === undefined || columns.length === 0)) refuse("needs `columns` when it has no header.");
  if (!Number.isSafeInteger(skip) || skip < 0) refuse(`needs a \`skip\` of 0 lines or more. Got ${skip}.`);
}

function isOneByte(text: string): boolean {
  return text.length === 1 && text.charCodeAt(0) < 128 && text !== "\n" && text !== "\r";
}
