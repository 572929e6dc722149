import {
  BATCH_ROWS,
  defineSource,
  fileDamaged,
  gatherBatches,
  type JsonlOptions,
  namesMany,
  type Source,
} from "../data/index.ts";
import { type FileFormat, fileBatches } from "./file-batches.ts";
import { textParts } from "./file-bytes.ts";
import { JsonColumns, type JsonShape } from "./json-columns.ts";
import { JsonLines } from "./json-lines.ts";

/** Past this, the file is not what it was taken for. */
const MOST_REFUSED = 100_000;

/**
 * JSON Lines, read in one pass and in bounded memory. Numbers, texts and flags keep their types. A line that is no
 * object, or gives a column another type than it had, is set aside with its number.
 */
export const jsonlSource: Source<JsonlOptions> = defineSource<JsonlOptions>({
  name: "jsonl",
  doc: "JSON Lines, plain or gzip, UTF-8.",
  endings: [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"],
  incremental: ({ path }) => namesMany(path),
  read: (options, context) => gatherBatches(fileBatches(formatFor(options, context.batchRows), context)),
  batches: (options, context, from) => fileBatches(formatFor(options, context.batchRows), context, from),
});

function formatFor({ columns }: JsonlOptions, batchRows: number = BATCH_ROWS): FileFormat {
  return {
    name: "jsonl",
    endings: jsonlSource.endings,
    sameColumns: false,
    async *parts({ path }, { after, state }) {
      const gathered = new JsonColumns(path, state as JsonShape | undefined, columns);
      const lines = new JsonLines(path, gathered, { skip: after });
      let refused = 0;
      for await (const part of textParts(path)) {
        lines.push(part);
        if (gathered.count < batchRows) continue;
        const table = gathered.table();
        refused += table.rejected?.length ?? 0;
        if (refused > MOST_REFUSED)
          throw fileDamaged({ file: path, problem: "has more than 100,000 lines that are no row" });
        yield { table, after: lines.line, state: gathered.shape, last: false };
      }
      lines.end();
      yield { table: gathered.table(), after: lines.line, state: gathered.shape, last: true };
    },
  };
}

/** The name by which the catalogue finds it. */
export { jsonlSource as source };
