import { CSV_OPTIONS, type CsvDialectOptions, checkDialect } from "./csv.ts";
import { refusing, type SourceOptions, type SourceRef, sourceRef } from "./ref.ts";

export interface TailOptions extends SourceOptions, CsvDialectOptions {
  /** How a line is written. Default: `csv` where the path ends in `.csv` or `.tsv`, else `jsonl`. */
  readonly format?: "csv" | "jsonl";
}

/**
 * A text file to which others append lines, JSON Lines or CSV. A last line that is still being written waits for the
 * next reading. A file that was cut short or replaced is an error. Throws `data.source-invalid`.
 */
export function tail(path: string, options: TailOptions = {}): SourceRef<"tail", TailOptions> {
  const ref = sourceRef("tail", path, { options, allowed: ["key", "format", ...CSV_OPTIONS] });
  const refuse = refusing("tail");
  if (options.format !== undefined && !["csv", "jsonl"].includes(options.format))
    refuse(`needs a \`format\` of csv or jsonl. Got "${options.format}".`);
  if (formatOf(ref) === "csv") checkDialect(options, refuse);
  else if (Object.keys(options).some((name) => CSV_OPTIONS.includes(name)))
    refuse('takes the options of delimited text with `format: "csv"` alone.');
  return ref;
}

/** How the lines are written. */
export function formatOf({ path, options }: Pick<SourceRef<string, TailOptions>, "path" | "options">): "csv" | "jsonl" {
  return options.format ?? (/\.[ct]sv$/i.test(path) ? "csv" : "jsonl");
}
