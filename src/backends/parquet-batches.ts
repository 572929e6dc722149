import type { DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import { type Column, fileDamaged, fileEmpty, type Kind, type Table } from "../data/index.ts";
import { isAlidadeError, messageOf } from "../kernel/index.ts";
import { ahead, type DuckDb, sqlFile, sqlName, sqlText, withDuckDb } from "./duckdb.ts";
import { readingOf } from "./duckdb-columns.ts";
import { headOf } from "./file-bytes.ts";
import { StringCodes } from "./string-codes.ts";
import { numbersOf } from "./vector-bits.ts";

/** A column that can be read in batches. */
export interface PlannedColumn {
  readonly name: string;
  readonly kind: Kind;
}

/** The columns of a Parquet file that hold single values, and how many rows there are. Throws `data.file-empty`, `data.file-damaged`. */
export async function parquetPlan(
  file: string,
): Promise<{ readonly rows: number; readonly columns: readonly PlannedColumn[] }> {
  if ((await headOf(file)).length === 0) throw fileEmpty({ file });
  return await withDuckDb((db) => planIn(db, file)).catch((thrown: unknown) => {
    throw damageOf(file, thrown);
  });
}

async function planIn(
  db: DuckDb,
  file: string,
): Promise<{ readonly rows: number; readonly columns: readonly PlannedColumn[] }> {
  const described = await db.describe(`SELECT * FROM read_parquet(${sqlFile(file)})`);
  const columns = described.flatMap(({ name, type }) => {
    const reading = readingOf(type);
    return reading === undefined ? [] : [{ name, kind: reading.kind }];
  });
  return { rows: await rowsIn(db, file), columns };
}

function damageOf(file: string, thrown: unknown): unknown {
  if (isAlidadeError(thrown)) return thrown;
  return fileDamaged({ file, problem: `cannot be read as Parquet: ${messageOf(thrown).split("\n")[0]}` }, thrown);
}

async function rowsIn(db: DuckDb, file: string): Promise<number> {
  for await (const part of db.parts(`SELECT count(*)::DOUBLE FROM read_parquet(${sqlFile(file)})`))
    return Number(part.getColumnVector(0).getItem(0));
  return 0;
}

/** Rows of a batch: a multiple of what DuckDB gives at once. */
const BATCH = 32_768;

/**
 * Reads columns of a Parquet file in batches, in the order of the file, fast enough for half a billion values. The engine turns
 * every number and time into a double, so whole numbers beyond 2^53 are rounded. A batch is good until the next is asked for;
 * a file without rows gives one batch without any. Throws `data.file-damaged`.
 */
export async function readParquetBatches(
  file: string,
  columns: readonly PlannedColumn[],
  use: (batch: Table) => void,
): Promise<void> {
  const builders = columns.map(({ name, kind }) => (kind === "text" ? textBuilder(name) : numberBuilder(name, kind)));
  const wanted = columns.map(selected).join(", ");
  await withDuckDb(async (db) => {
    // The threads are where the columns are looked at; a second reader beside each would only wait.
    for await (const _ of db.parts("SET threads TO 1")) break;
    let [rows, batches] = [0, 0];
    const hand = (): void => {
      use({ rows, columns: builders.map((builder) => builder.column(rows)) });
      rows = 0;
      batches++;
    };
    const parts = db.parts(`SELECT ${wanted} FROM read_parquet(${sqlFile(file)})`);
    for await (const part of ahead(readable(file, parts))) {
      if (rows + part.rowCount > BATCH) hand();
      let index = 0;
      for (const builder of builders) {
        builder.add(part, { index, at: rows });
        index += builder.width;
      }
      rows += part.rowCount;
    }
    if (rows > 0 || batches === 0) hand();
  });
}

/** What fails while the file is read is the file's fault, and what is done with its parts is not. */
async function* readable<T>(file: string, parts: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (thrown) {
    throw damageOf(file, thrown);
  }
}

function selected({ name, kind }: PlannedColumn): string {
  const quoted = sqlName(name);
  const text = `CAST(${quoted} AS VARCHAR)`;
  if (kind === "text") return `${text}, ${orNaN(`CASE WHEN ${quoted} IS NULL THEN NULL ELSE hash(${text}) >> 12 END`)}`;
  return orNaN(kind === "time" ? `epoch_ms(${quoted})` : quoted);
}

/** As doubles, which have a value for "missing". */
function orNaN(value: string): string {
  return `coalesce(CAST(${value} AS DOUBLE), CAST(${sqlText("NaN")} AS DOUBLE))`;
}

interface Place {
  readonly index: number;
  readonly at: number;
}

interface Builder {
  /** Vectors that it takes: a text comes with its hash. */
  readonly width: number;
  add(part: DuckDBDataChunk, place: Place): void;
  /** The rows so far, and begins anew. */
  column(rows: number): Column;
}

function numberBuilder(name: string, kind: Exclude<Kind, "text">): Builder {
  const values = new Float64Array(BATCH);
  return {
    width: 1,
    add: (part, { index, at }) => values.set(numbersOf(part.getColumnVector(index)), at),
    column: (rows) => ({ name, kind, values: values.subarray(0, rows) }),
  };
}

/** A dictionary that outgrows this begins anew with the next batch. */
const MOST_LEVELS = 65_536;

function textBuilder(name: string): Builder {
  const codes = new Int32Array(BATCH);
  let dictionary = new StringCodes();
  return {
    width: 2,
    add(part, { index, at }) {
      const vector = part.getColumnVector(index) as DuckDBVector<string>;
      const hashes = numbersOf(part.getColumnVector(index + 1));
      dictionary.encode(vector, hashes, codes.subarray(at, at + part.rowCount));
    },
    column(rows) {
      const { levels } = dictionary;
      if (levels.length > MOST_LEVELS) dictionary = new StringCodes();
      return { name, kind: "text", codes: codes.subarray(0, rows), levels };
    },
  };
}
