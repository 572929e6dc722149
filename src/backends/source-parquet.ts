import type { DuckDBDataChunk } from "@duckdb/node-api";
import {
  BATCH_ROWS,
  type Column,
  checkColumnNames,
  defineSource,
  fileDamaged,
  fileEmpty,
  joinTables,
  namesMany,
  type ParquetOptions,
  type RawTable,
  type Source,
} from "../data/index.ts";
import { isAlidadeError, messageOf } from "../kernel/index.ts";
import { type DuckDb, openDuckDb, sqlFile, sqlName } from "./duckdb.ts";
import { DIGITS, type Gathering, gathering, mayExceedDoubles, type Reading, readingOf } from "./duckdb-columns.ts";
import { type FileFormat, type FilePart, fileBatches, readFiles } from "./file-batches.ts";
import { headOf } from "./file-bytes.ts";
import type { NamedFile } from "./named-files.ts";

/**
 * Parquet, read by DuckDB. Numbers, flags, dates and times keep their types; whole numbers beyond 2^53 come as text;
 * columns of lists, structures and bytes are left out, and a note says so.
 */
export const parquetSource: Source<ParquetOptions> = defineSource<ParquetOptions>({
  name: "parquet",
  doc: "Apache Parquet.",
  endings: [".parquet", ".pq"],
  incremental: ({ path }) => namesMany(path),
  read: (_options, context) => readFiles(parquetSource, context, readWhole),
  batches: (_options, context, from) => fileBatches(formatFor(context.batchRows), context, from),
});

async function readWhole(file: NamedFile): Promise<RawTable> {
  const tables: RawTable[] = [];
  for await (const { table } of partsOf(file, 0, Number.POSITIVE_INFINITY)) tables.push(table);
  return joinTables(tables);
}

function formatFor(batchRows: number = BATCH_ROWS): FileFormat {
  return {
    name: "parquet",
    endings: parquetSource.endings,
    sameColumns: true,
    parts: (file, { after }) => partsOf(file, after, batchRows),
  };
}

async function* partsOf(file: NamedFile, after: number, batchRows: number): AsyncGenerator<FilePart> {
  const { path } = file;
  const head = await headOf(path);
  if (head.length === 0) throw fileEmpty({ file: path });
  const isParquet = [0x50, 0x41, 0x52, 0x31].every((byte, i) => head[i] === byte);
  if (!isParquet) throw fileDamaged({ file: path, problem: "is not a Parquet file: it does not begin with PAR1" });
  const db = await openDuckDb();
  try {
    yield* tablesOf(db, file, { after, batchRows });
  } catch (error) {
    if (isAlidadeError(error)) throw error;
    throw fileDamaged({ file: path, problem: `cannot be read as Parquet: ${messageOf(error).split("\n")[0]}` }, error);
  } finally {
    db.close();
  }
}

interface Planned {
  readonly name: string;
  readonly type: string;
  readonly reading: Reading | undefined;
}

interface Extent {
  /** Rows to pass over. */
  readonly after: number;
  readonly batchRows: number;
}

async function* tablesOf(db: DuckDb, file: NamedFile, { after, batchRows }: Extent): AsyncGenerator<FilePart> {
  const plan = await planOf(db, file);
  let gathered = plan.begin();
  let at = after;
  for await (const part of db.parts(`${plan.sql} OFFSET ${after}`)) {
    gathered.add(part);
    at += part.rowCount;
    if (gathered.rows < batchRows) continue;
    yield { table: gathered.table(), after: at, last: false };
    gathered = plan.begin();
  }
  yield { table: gathered.table(), after: at, last: true };
}

interface Gathered {
  readonly rows: number;
  add(part: DuckDBDataChunk): void;
  table(): RawTable;
}

interface Plan {
  readonly sql: string;
  begin(): Gathered;
}

async function planOf(db: DuckDb, { path, name: file }: NamedFile): Promise<Plan> {
  // Partitions below the named folder are added here; DuckDB would add those of the folders above it too.
  const from = `FROM read_parquet(${sqlFile(path)}, hive_partitioning = false)`;
  const described = await db.describe(`SELECT * ${from}`);
  const partitions = partitionsOf(file).filter(([key]) => !described.some(({ name }) => name === key));
  checkColumnNames([...described.map(({ name }) => name), ...partitions.map(([key]) => key)], path);
  const beyond = await columnsBeyondDoubles(db, described, from);
  const planned = described.map(({ name, type }): Planned => {
    return { name, type, reading: beyond.has(name) ? DIGITS : readingOf(type) };
  });
  const read = planned.flatMap(({ name, reading }) => (reading === undefined ? [] : [{ name, reading }]));
  const wanted = read.map(({ name, reading }) => reading.select(sqlName(name))).join(", ");
  const notes = notesOn(planned, beyond);
  return {
    // Rows count even where no column can be read.
    sql: `SELECT ${wanted || "1"} ${from}`,
    begin: () =>
      gatheredBy(
        read.map(({ name, reading }) => gathering(name, reading)),
        partitions,
        notes,
      ),
  };
}

function gatheredBy(
  columns: readonly Gathering[],
  partitions: readonly Partition[],
  notes: readonly string[],
): Gathered {
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    add(part) {
      rows += part.rowCount;
      columns.forEach((column, i) => {
        column.add(part, i);
      });
    },
    table: () => ({
      rows,
      columns: [...columns.map((column) => column.column()), ...partitions.map((one) => constantColumn(one, rows))],
      notes,
    }),
  };
}

type Partition = readonly [key: string, value: string];

/** `year=2026/month=01/a.parquet` says that `year` is 2026 in every row (Apache Hive's way of naming folders). */
function partitionsOf(name: string): readonly Partition[] {
  return name
    .split("/")
    .slice(0, -1)
    .flatMap((folder) => {
      const at = folder.indexOf("=");
      return at < 1 ? [] : [[folder.slice(0, at), decodeURIComponent(folder.slice(at + 1))] as const];
    });
}

function constantColumn([name, value]: Partition, rows: number): Column {
  const isMissing = value === "__HIVE_DEFAULT_PARTITION__";
  return { name, kind: "text", codes: new Int32Array(rows).fill(isMissing ? -1 : 0), levels: isMissing ? [] : [value] };
}

/** The columns that hold a whole number which a double would round. */
async function columnsBeyondDoubles(
  db: DuckDb,
  described: readonly { readonly name: string; readonly type: string }[],
  from: string,
): Promise<ReadonlySet<string>> {
  const wide = described.filter(({ type }) => mayExceedDoubles(type)).map(({ name }) => name);
  if (wide.length === 0) return new Set();
  const limit = 2n ** 53n;
  const tests = wide.map(sqlName).map((name) => `coalesce(max(${name}) > ${limit} OR min(${name}) < -${limit}, false)`);
  for await (const part of db.parts(`SELECT ${tests.join(", ")} ${from}`))
    return new Set(wide.filter((_, i) => part.getColumnVector(i).getItem(0) === true));
  return new Set();
}

function notesOn(planned: readonly Planned[], beyond: ReadonlySet<string>): readonly string[] {
  const texts = [...beyond].map((name) => `\`${name}\` holds whole numbers beyond 2^53 and is read as text`);
  const left = planned
    .filter(({ reading }) => reading === undefined)
    .map(({ name, type }) => `\`${name}\` is left out: a ${type} is not a single value`);
  return [...texts, ...left];
}

/** The name by which the catalogue finds it. */
export { parquetSource as source };
