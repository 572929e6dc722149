import {
  BATCH_ROWS,
  type CsvDialectOptions,
  type CsvOptions,
  checkColumnNames,
  csvMalformed,
  defineSource,
  fileEmpty,
  headerInvalid,
  namesMany,
  notText,
  type RawTable,
  type Source,
} from "../data/index.ts";
import { CsvColumns } from "./csv-columns.ts";
import { type CsvDialect, type CsvRecord, CsvRecords } from "./csv-records.ts";
import { type FileFormat, fileBatches, readFiles } from "./file-batches.ts";
import { textParts } from "./file-bytes.ts";

/**
 * Delimited text, read in one pass and in bounded memory. Every column comes as text, dictionary coded; the contract
 * gives it its type. Read here and not by an engine, because a cut-off gzip file must be refused rather than end early,
 * a bad row must carry its line number, and a cell must not cost a string.
 */
export const csvSource: Source<CsvOptions> = defineSource<CsvOptions>({
  name: "csv",
  doc: "Delimited text (CSV, TSV), plain or gzip, UTF-8.",
  endings: [".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".data", ".data.gz"],
  incremental: ({ path }) => namesMany(path),
  read: (options, context) => readFiles(csvSource, context, ({ path }) => readWhole(options, path)),
  batches: (options, context, from) => fileBatches(formatFor(options, context.batchRows), context, from),
});

async function readWhole(options: CsvOptions, file: string): Promise<RawTable> {
  const reading = csvReading(options, file);
  for await (const part of textParts(file)) reading.push(part, false);
  reading.push(new Uint8Array(0), true);
  return reading.take();
}

function formatFor(options: CsvOptions, batchRows: number = BATCH_ROWS): FileFormat {
  return {
    name: "csv",
    endings: csvSource.endings,
    sameColumns: true,
    async *parts({ path, size }, { after }) {
      const reading = csvReading(options, path, { after });
      let bytes = 0;
      for await (const part of textParts(path)) {
        bytes += part.length;
        reading.push(part, false);
        if (reading.rows < batchRows) continue;
        yield { table: reading.take(), after: reading.line, last: false, share: Math.min(1, bytes / size) };
      }
      reading.push(new Uint8Array(0), true);
      yield { table: reading.take(), after: reading.line, last: true };
    },
  };
}

/** Past this, the file is not what it was taken for, and keeping every line of it would only fill the memory. */
const MOST_REFUSED = 100_000;
const TOO_MANY_REFUSED = "is one of more than 100,000 with too many or too few fields";

interface Reading {
  push(part: Uint8Array, last: boolean): void;
  /** Rows since the last table. */
  readonly rows: number;
  /** Where the last record began. */
  readonly line: number;
  /** Lines of whole records. */
  readonly lines: number;
  /** Bytes of a record that has not ended. */
  readonly pending: number;
  /** Names of the columns, once they are known. */
  readonly names: readonly string[];
  /** Everything since the last table. */
  take(): RawTable;
}

/** Where a reading begins. */
export interface CsvStart {
  /** Records that begin up to this line are passed over. Default 0. */
  readonly after?: number;
  /** Names of the columns, when the header lies before the first byte. */
  readonly names?: readonly string[] | undefined;
  /** Lines before the first byte. Default 0. */
  readonly lines?: number;
}

/** Reads delimited text that comes in parts. */
export function csvReading(
  options: CsvDialectOptions,
  file: string,
  { after = 0, names, lines = 0 }: CsvStart = {},
): Reading {
  let columns = names === undefined ? undefined : new CsvColumns(names);
  let known = names;
  let line = after;
  let refused = 0;
  const take = (record: CsvRecord): void => {
    const isHeader = known === undefined && (options.header ?? true);
    known ??= isHeader ? headerNames(options, record, file) : (options.columns ?? []);
    columns ??= new CsvColumns(known);
    if (isHeader || record.line <= after) return;
    line = record.line;
    columns.add(record);
    if (refused + columns.refused > MOST_REFUSED)
      throw csvMalformed({ file, line: record.line, problem: TOO_MANY_REFUSED });
  };
  const records = new CsvRecords(dialectOf(options), take, (fault) => csvMalformed({ file, ...fault }));
  records.lines = lines;
  return {
    push: (part, last) => records.push(part, last),
    get rows() {
      return columns?.count ?? 0;
    },
    get line() {
      return line;
    },
    get lines() {
      return records.lines;
    },
    get pending() {
      return records.pending;
    },
    get names() {
      return known ?? [];
    },
    take() {
      if (columns === undefined) throw fileEmpty({ file });
      const table = columns.table((column) => notText({ file, problem: `is not UTF-8 in column \`${column}\`` }));
      refused += columns.refused;
      columns = new CsvColumns(known ?? []);
      return table;
    },
  };
}

function dialectOf({ delimiter = ",", quote = '"', comment, skip = 0, trim = false }: CsvDialectOptions): CsvDialect {
  const byte = (text: string | undefined): number => (text === undefined || text === "" ? -1 : text.charCodeAt(0));
  return { delimiter: byte(delimiter), quote: byte(quote), comment: byte(comment), skip, trim };
}

/** The names of the columns; one without a name is called after its position. */
function headerNames(
  { columns, delimiter = "," }: CsvDialectOptions,
  record: CsvRecord,
  file: string,
): readonly string[] {
  const found = Array.from({ length: record.fields }, (_, i) => fieldText(record, i, file).trim() || `column${i + 1}`);
  if (columns !== undefined && columns.length !== found.length) {
    const problem = `has ${found.length} fields (delimiter "${delimiter}") where \`columns\` names ${columns.length}`;
    throw headerInvalid({ file, problem });
  }
  const names = columns ?? found;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw headerInvalid({ file, problem: `names \`${twice}\` twice` });
  checkColumnNames(names, file);
  return names;
}

function fieldText({ bytes, starts, ends }: CsvRecord, i: number, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(starts[i], ends[i]));
  } catch (error) {
    throw notText({ file, problem: "is not UTF-8 in its first line" }, error);
  }
}

/** The name by which the catalogue finds it. */
export { csvSource as source };
