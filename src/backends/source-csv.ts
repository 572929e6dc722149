import {
  type CsvOptions,
  checkColumnNames,
  csvMalformed,
  defineSource,
  fileEmpty,
  headerInvalid,
  notText,
  type RawTable,
  type Source,
} from "../data/index.ts";
import { CsvColumns } from "./csv-columns.ts";
import { type CsvDialect, type CsvRecord, CsvRecords } from "./csv-records.ts";
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
  async read(options, { file }) {
    const reading = csvReading(options, file);
    for await (const part of textParts(file)) reading.push(part, false);
    reading.push(new Uint8Array(0), true);
    return reading.table();
  },
});

/** Past this, the file is not what it was taken for, and keeping every line of it would only fill the memory. */
const MOST_REFUSED = 100_000;
const TOO_MANY_REFUSED = "is one of more than 100,000 with too many or too few fields";

interface Reading {
  push(part: Uint8Array, last: boolean): void;
  table(): RawTable;
}

function csvReading(options: CsvOptions, file: string): Reading {
  let columns: CsvColumns | undefined;
  const take = (record: CsvRecord): void => {
    const isHeader = columns === undefined && (options.header ?? true);
    columns ??= new CsvColumns(isHeader ? headerNames(options, record, file) : (options.columns ?? []));
    if (!isHeader) columns.add(record);
    if (columns.refused > MOST_REFUSED) throw csvMalformed({ file, line: record.line, problem: TOO_MANY_REFUSED });
  };
  const records = new CsvRecords(dialectOf(options), take, (fault) => csvMalformed({ file, ...fault }));
  return {
    push: (part, last) => records.push(part, last),
    table() {
      if (columns === undefined) throw fileEmpty({ file });
      return columns.table((column) => notText({ file, problem: `is not UTF-8 in column \`${column}\`` }));
    },
  };
}

function dialectOf({ delimiter = ",", quote = '"', comment, skip = 0, trim = false }: CsvOptions): CsvDialect {
  const byte = (text: string | undefined): number => (text === undefined || text === "" ? -1 : text.charCodeAt(0));
  return { delimiter: byte(delimiter), quote: byte(quote), comment: byte(comment), skip, trim };
}

/** The names of the columns; one without a name is called after its position. */
function headerNames({ columns, delimiter = "," }: CsvOptions, record: CsvRecord, file: string): readonly string[] {
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
