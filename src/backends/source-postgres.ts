import {
  BATCH_ROWS,
  type Batch,
  cursorsOf,
  defineSource,
  gatherBatches,
  keyOf,
  notIncremental,
  type PostgresOptions,
  type Source,
  type SourceContext,
  type SourceCursor,
  secretsIn,
  sourceChanged,
  sourceRefused,
} from "../data/index.ts";
import { sqlName } from "./duckdb.ts";
import { checkColumns, PostgresColumns } from "./postgres-columns.ts";
import { openPostgres, type PostgresColumn, type PostgresRow, type PostgresSession } from "./postgres-session.ts";
import { inWindow, isBackwards, isEmptyWindow, type Window, windowFrom } from "./postgres-window.ts";

/**
 * A table or a query of PostgreSQL, read in one read-only transaction with a cursor of the server. Numbers, flags, times
 * and texts keep their kinds; `numeric` becomes the nearest double; a time without a zone is taken for UTC. Columns of
 * JSON, lists and bytes are refused.
 */
export const postgresSource: Source<PostgresOptions> = defineSource<PostgresOptions>({
  name: "postgres",
  doc: "A table or a query of PostgreSQL.",
  endings: [],
  incremental: ({ options }) => options.cursor !== undefined,
  read: (options, context) => gatherBatches(whole(options, context)),
  batches: (options, context, from) =>
    options.cursor === undefined ? fromBeginning(options, context, from) : onward(options, context, from),
});

/** Where a reading of a table that grows stands. */
interface Position {
  readonly window: Window;
  /** Column and key of the last row that was read in the window; null when it was read to its end. */
  readonly after: readonly string[] | null;
  /** Rows that were read so far. */
  readonly rows: number;
}

const cursors = cursorsOf<Position>("postgres", 1);
/** A finished reading of what is read whole. */
const WHOLE = "postgres.whole";

async function* fromBeginning(
  options: PostgresOptions,
  context: SourceContext,
  from?: SourceCursor,
): AsyncGenerator<Batch> {
  if (from !== undefined) {
    const how = "Give it a `cursor` and a `key`: the column that grows, and what tells rows apart.";
    throw notIncremental({ source: "postgres", how });
  }
  yield* whole(options, context);
}

async function* whole(options: PostgresOptions, context: SourceContext): AsyncGenerator<Batch> {
  const session = await openPostgres(options, secretsIn(context.env ?? {}));
  try {
    const { sql, order } = await wholeQuery(session, options, context.file);
    const columns = await session.columns(sql);
    checkColumns(columns, context.file);
    yield* tables(session, { sql: sql + order, values: [], columns, hidden: 0 }, context);
  } finally {
    await session.close();
  }
}

interface Wanted {
  readonly sql: string;
  readonly values: readonly string[];
  readonly columns: readonly PostgresColumn[];
  /** Columns at the end that are not data. */
  readonly hidden: number;
}

async function* tables(session: PostgresSession, wanted: Wanted, context: SourceContext): AsyncGenerator<Batch> {
  let first = 1;
  for await (const rows of session.parts(wanted.sql, wanted.values, context.batchRows ?? BATCH_ROWS)) {
    context.signal?.throwIfAborted();
    yield { table: tableOf(wanted.columns, rows, first), cursor: WHOLE, origin: context.file };
    first += rows.length;
  }
  if (first === 1) yield { table: tableOf(wanted.columns, [], 1), cursor: WHOLE, origin: context.file };
}

function tableOf(columns: readonly PostgresColumn[], rows: readonly PostgresRow[], first: number): Batch["table"] {
  const gathered = new PostgresColumns(columns, first);
  gathered.add(rows);
  return gathered.table();
}

/** The rows of a table in a fixed order: of its declared columns, of its primary key, or as they lie on disk. */
async function wholeQuery(
  session: PostgresSession,
  options: PostgresOptions,
  path: string,
): Promise<{ readonly sql: string; readonly order: string }> {
  if (options.query !== undefined) return { sql: options.query.replace(/;\s*$/, ""), order: "" };
  const { kind } = await relationOf(session, path);
  const declared = options.cursor === undefined ? keyOf({ options }) : [options.cursor, ...keyOf({ options })];
  const names = declared.length > 0 ? declared : await primaryKey(session, path);
  const onDisk = ["r", "m"].includes(kind) ? " ORDER BY ctid" : "";
  const order = names.length > 0 ? ` ORDER BY ${names.map(sqlName).join(", ")}` : onDisk;
  return { sql: `SELECT ${selected(options)} FROM ${tableName(path)}`, order };
}

function selected({ columns }: PostgresOptions): string {
  return columns === undefined ? "*" : columns.map(sqlName).join(", ");
}

/** `schema.table`, each part quoted: whatever a name holds, it is a name. A part with a dot is written in quotes. */
function tableName(path: string): string {
  const parts = [...path.matchAll(/"((?:[^"]|"")+)"|([^."]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'),
  );
  return parts.map(sqlName).join(".");
}

async function relationOf(session: PostgresSession, path: string): Promise<{ readonly kind: string }> {
  const [[kind] = []] = await session.rows(
    "SELECT relkind::text FROM pg_catalog.pg_class WHERE oid = $1::text::regclass",
    [tableName(path)],
  );
  return { kind: kind ?? "v" };
}

const PRIMARY_KEY = `SELECT a.attname FROM pg_catalog.pg_index i
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
  WHERE i.indrelid = $1::text::regclass AND i.indisprimary ORDER BY k.place`;

async function primaryKey(session: PostgresSession, path: string): Promise<readonly string[]> {
  return (await session.rows(PRIMARY_KEY, [tableName(path)])).map(([name]) => name ?? "");
}

/** What is new since a position, in windows of transactions that have ended. */
async function* onward(options: PostgresOptions, context: SourceContext, from?: SourceCursor): AsyncGenerator<Batch> {
  const position = from === undefined ? undefined : cursors.read(from);
  const session = await openPostgres(options, secretsIn(context.env ?? {}));
  try {
    const { kind } = await relationOf(session, context.file);
    if (!["r", "p", "m"].includes(kind))
      throw sourceRefused({
        place: context.file,
        problem: "is no table: only a table tells which of its rows are new",
        advice: "Name the table that the view stands on, or leave `cursor` out and read the view whole.",
      });
    // A window that was begun is read to its end first; then what has ended since.
    let rows = position?.rows ?? 0;
    if (position !== undefined && position.after !== null) {
      for await (const batch of oneWindow(session, { options, context, position })) {
        rows = cursors.read(batch.cursor).rows;
        yield batch;
      }
    }
    const window = await windowFrom(session, position?.window.to ?? "0");
    if (isBackwards(window))
      throw sourceChanged({
        place: context.file,
        problem: "counts fewer transactions than when it was read: it is another server, or was restored",
      });
    if (position !== undefined && isEmptyWindow(window)) return;
    await checkOrdered(session, options, { path: context.file, window });
    yield* oneWindow(session, { options, context, position: { window, after: null, rows } });
  } finally {
    await session.close();
  }
}

const NULLABLE = `SELECT attname FROM pg_catalog.pg_attribute
  WHERE attrelid = $1::text::regclass AND attname = ANY($2::text[]) AND NOT attnotnull`;

/** Refuses new rows that have no place in the order: they would never be read. */
async function checkOrdered(
  session: PostgresSession,
  options: PostgresOptions,
  { path, window }: { readonly path: string; readonly window: Window },
): Promise<void> {
  const table = tableName(path);
  const names = [options.cursor ?? "", ...keyOf({ options })];
  const nullable = (await session.rows(NULLABLE, [table, names])).map(([name]) => name ?? "");
  if (nullable.length === 0) return;
  const { sql, values } = inWindow(window, 1);
  const lacks = nullable.map((name) => `${sqlName(name)} IS NULL`).join(" OR ");
  const [[count] = []] = await session.rows(`SELECT count(*) FROM ${table} WHERE ${sql} AND (${lacks})`, values);
  if (count === "0") return;
  const words = nullable.map((name) => `\`${name}\``).join(" or ");
  throw sourceRefused({
    place: path,
    problem: `has ${count} new row${count === "1" ? "" : "s"} without ${words}, which have no place in the order`,
    advice: "Give these rows a value, or declare another `cursor` or `key`.",
  });
}

interface Stand {
  readonly options: PostgresOptions;
  readonly context: SourceContext;
  readonly position: Position;
}

async function* oneWindow(session: PostgresSession, { options, context, position }: Stand): AsyncGenerator<Batch> {
  const { window } = position;
  const wanted = await windowQuery(session, { options, context, position });
  const size = context.batchRows ?? BATCH_ROWS;
  let { rows } = position;
  let isLast = false;
  for await (const found of session.parts(wanted.sql, wanted.values, size)) {
    context.signal?.throwIfAborted();
    isLast = found.length < size;
    const data = found.map((row) => row.slice(0, wanted.columns.length));
    const table = tableOf(wanted.columns, data, rows + 1);
    rows += found.length;
    const after = isLast ? null : (found.at(-1) ?? []).slice(-wanted.hidden).map(String);
    yield { table, cursor: cursors.write({ window, after, rows }), origin: context.file };
  }
  if (isLast) return;
  yield {
    table: tableOf(wanted.columns, [], rows + 1),
    cursor: cursors.write({ window, after: null, rows }),
    origin: context.file,
  };
}

/** The rows of a window after a position, in the order of column and key, with both once more as PostgreSQL writes them. */
async function windowQuery(session: PostgresSession, { options, context, position }: Stand): Promise<Wanted> {
  const names = [options.cursor ?? "", ...keyOf({ options })];
  const table = tableName(context.file);
  const columns = await session.columns(`SELECT ${selected(options)} FROM ${table}`);
  checkColumns(columns, context.file);
  const order = names.map((name) => `source.${sqlName(name)}`);
  const window = inWindow(position.window, 1);
  const begun = position.after ?? [];
  const marks = begun.map((_, i) => `$${window.values.length + 1 + i}`);
  const after = begun.length === 0 ? "" : ` AND (${order.join(", ")}) > (${marks.join(", ")})`;
  const data = columns.map(({ name }) => `source.${sqlName(name)}`).join(", ");
  const hidden = order.map((name) => `${name}::text`).join(", ");
  const sql = `SELECT ${data}, ${hidden} FROM ${table} AS source WHERE ${window.sql}${after} ORDER BY ${order.join(", ")}`;
  return { sql, values: [...window.values, ...begun], columns, hidden: names.length };
}

/** The name by which the catalogue finds it. */
export { postgresSource as source };
