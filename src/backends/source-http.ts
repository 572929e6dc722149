import {
  type Batch,
  cursorsOf,
  defineSource,
  gatherBatches,
  type HttpOptions,
  type Secrets,
  type Source,
  type SourceContext,
  type SourceCursor,
  secretsIn,
  sourceChanged,
  sourceRefused,
} from "../data/index.ts";
import { checkHost, type HttpPage, httpPages, placeOf } from "./http-page.ts";
import { JsonColumns, type JsonShape } from "./json-columns.ts";

/**
 * Rows of a JSON API, page by page. Objects within become `outer.inner`; lists are left out, and a note says so. A later
 * reading asks for the last page again and goes on after the rows that it took from it, so rows must be added at the end.
 */
export const httpSource: Source<HttpOptions> = defineSource<HttpOptions>({
  name: "http",
  doc: "A JSON API over HTTP, page by page.",
  endings: [],
  incremental: ({ options }) => options.paging !== undefined,
  read: (options, context) => gatherBatches(batches(options, context)),
  batches,
});

/** Where a reading stands. */
interface Position {
  /** What the page is asked for by: an address, a cursor, or a number; null for the first. Secrets are left out. */
  readonly page: string | number | null;
  /** Rows of that page that were taken. */
  readonly taken: number;
  /** Rows that were taken in all. */
  readonly rows: number;
  readonly shape?: JsonShape;
  /** The page before, when it had rows. */
  readonly last?: Pick<Position, "page" | "taken">;
}

const cursors = cursorsOf<Position>("http", 1);
const BEGIN: Position = { page: null, taken: 0, rows: 0 };

async function* batches(options: HttpOptions, context: SourceContext, from?: SourceCursor): AsyncGenerator<Batch> {
  const secrets = secretsIn(context.env ?? {});
  const first = firstUrl(options, context.file, secrets);
  const origin = placeOf(first, secrets);
  const pages = httpPages(options, context, secrets);
  let position = from === undefined ? BEGIN : cursors.read(from);
  const columns = new JsonColumns(origin, position.shape, options.columns);
  for (let empty = 0; ; ) {
    context.signal?.throwIfAborted();
    const url = pageUrl({ options, secrets }, first, position.page);
    const page = await pages.get(url);
    const rows = rowsOf(page, options, placeOf(url, secrets));
    addRows(columns, rows, { position, place: placeOf(url, secrets) });
    const next = nextPage(page, { options, position, rows: rows.length, url, secrets });
    empty = rows.length > 0 ? 0 : empty + 1;
    if (empty > MOST_EMPTY)
      throw sourceRefused({ place: origin, problem: `gives more than ${MOST_EMPTY} pages without a row` });
    position = moved(position, rows.length, next);
    const cursor = cursors.write({ ...position, shape: columns.shape });
    yield { table: columns.table(), cursor, origin };
    if (next === undefined) return;
  }
}

/** A server that names a next page for ever would never be left. */
const MOST_EMPTY = 1_000;

function addRows(
  columns: JsonColumns,
  rows: readonly unknown[],
  { position, place }: { readonly position: Position; readonly place: string },
): void {
  if (rows.length < position.taken)
    throw sourceChanged({ place, problem: `gives ${rows.length} rows where it gave ${position.taken} before` });
  rows.slice(position.taken).forEach((row, i) => {
    columns.add(row, { row: position.rows + i + 1, text: JSON.stringify(row) });
  });
}

/**
 * After the last page a reading stays on it, for rows may be added to it. Pages that are counted end with an empty one;
 * the one before it is the last.
 */
function moved({ last: before, ...position }: Position, found: number, next: Position["page"] | undefined): Position {
  const rows = position.rows + found - position.taken;
  const here = { page: position.page, taken: found };
  if (next === undefined) return { ...(found === 0 && before !== undefined ? before : here), rows };
  return { page: next, taken: 0, rows, ...(found === 0 ? {} : { last: here }) };
}

function firstUrl({ query = {} }: HttpOptions, path: string, secrets: Secrets): URL {
  const url = new URL(path);
  for (const [name, value] of Object.entries(query))
    url.searchParams.set(name, typeof value === "number" ? String(value) : secrets.reveal(value));
  return url;
}

/** The address of the page on which a reading stands. */
function pageUrl(
  { options: { paging }, secrets }: Pick<Turn, "options" | "secrets">,
  first: URL,
  page: Position["page"],
): URL {
  if (paging === undefined) return first;
  if (paging.by === "link") {
    const url = page === null ? first : new URL(secrets.restore(String(page)), first);
    checkHost(url, first, secrets);
    return url;
  }
  const url = new URL(first);
  const start = paging.by === "page" ? (paging.first ?? 1) : paging.by === "offset" ? 0 : null;
  const value = page ?? start;
  if (value !== null) url.searchParams.set(paging.parameter, String(value));
  return url;
}

function rowsOf({ body }: HttpPage, { rows }: HttpOptions, place: string): readonly unknown[] {
  const found = rows === undefined ? body : at(body, rows);
  if (Array.isArray(found)) return found;
  const where = rows === undefined ? "the answer" : `\`${rows}\``;
  const keys = typeof body === "object" && body !== null ? Object.keys(body).slice(0, 8).join(", ") : typeof body;
  throw sourceRefused({
    place,
    problem: `gives no list of rows: ${where} is ${found === undefined ? "not there" : "something else"}; the answer has ${keys}`,
    advice: 'Name the place of the list with `rows`, such as `rows: "data.items"`.',
  });
}

/** What stands at `a.b.c` of an answer. */
function at(body: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
    return isObject ? (value as Record<string, unknown>)[name] : undefined;
  }, body);
}

interface Turn {
  readonly options: HttpOptions;
  readonly position: Position;
  /** On this page. */
  readonly rows: number;
  readonly url: URL;
  readonly secrets: Secrets;
}

/** What the next page is asked for by; undefined when this is the last. */
function nextPage(
  page: HttpPage,
  { options: { paging }, position, rows, url, secrets }: Turn,
): Position["page"] | undefined {
  if (paging === undefined) return undefined;
  if (paging.by === "offset") return rows === 0 ? undefined : Number(position.page ?? 0) + rows;
  if (paging.by === "page") return rows === 0 ? undefined : Number(position.page ?? paging.first ?? 1) + 1;
  const found = paging.at === undefined ? page.link : at(page.body, paging.at);
  const isNamed = (typeof found === "string" && found !== "") || typeof found === "number";
  if (!isNamed || found === position.page) return undefined;
  return paging.by === "cursor" ? found : secrets.hide(new URL(String(found), url).href);
}

/** The name by which the catalogue finds it. */
export { httpSource as source };
