import {
  checkColumnNames,
  defineSource,
  fileDamaged,
  fileEmpty,
  type ParquetOptions,
  type RawTable,
  type Source,
} from "../data/index.ts";
import { isAlidadeError, messageOf } from "../kernel/index.ts";
import { type DuckDb, sqlFile, sqlName, withDuckDb } from "./duckdb.ts";
import { DIGITS, gathering, mayExceedDoubles, type Reading, readingOf } from "./duckdb-columns.ts";
import { headOf } from "./file-bytes.ts";

/**
 * Parquet, read by DuckDB. Numbers, flags, dates and times keep their types; whole numbers beyond 2^53 come as text;
 * columns of lists, structures and bytes are left out, and a note says so.
 */
export const parquetSource: Source<ParquetOptions> = defineSource<ParquetOptions>({
  name: "parquet",
  doc: "Apache Parquet.",
  endings: [".parquet", ".pq"],
  async read(_options, { file }) {
    const head = await headOf(file);
    if (head.length === 0) throw fileEmpty({ file });
    const isParquet = [0x50, 0x41, 0x52, 0x31].every((byte, i) => head[i] === byte);
    if (!isParquet) throw fileDamaged({ file, problem: "is not a Parquet file: it does not begin with PAR1" });
    try {
      return await withDuckDb((db) => readAll(db, file));
    } catch (error) {
      if (isAlidadeError(error)) throw error;
      throw fileDamaged({ file, problem: `cannot be read as Parquet: ${messageOf(error).split("\n")[0]}` }, error);
    }
  },
});

interface Planned {
  readonly name: string;
  readonly type: string;
  readonly reading: Reading | undefined;
}

async function readAll(db: DuckDb, file: string): Promise<RawTable> {
  const from = `FROM read_parquet(${sqlFile(file)})`;
  const described = await db.describe(`SELECT * ${from}`);
  checkColumnNames(
    described.map(({ name }) => name),
    file,
  );
  const beyond = await columnsBeyondDoubles(db, described, from);
  const planned = described.map(({ name, type }): Planned => {
    return { name, type, reading: beyond.has(name) ? DIGITS : readingOf(type) };
  });
  const read = planned.flatMap(({ name, reading }) => (reading === undefined ? [] : [{ name, reading }]));
  const gathered = read.map(({ name, reading }) => gathering(name, reading));
  const wanted = read.map(({ name, reading }) => reading.select(sqlName(name))).join(", ");
  let rows = 0;
  for await (const part of db.parts(`SELECT ${wanted} ${from}`)) {
    gathered.forEach((column, i) => {
      column.add(part, i);
    });
    rows += part.rowCount;
  }
  return { rows, columns: gathered.map((column) => column.column()), notes: notesOn(planned, beyond) };
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
