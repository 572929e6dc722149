import { type Condition, checkedPath, type MemberPath, type Query } from "../store/index.ts";

/** What the port promises to be indexed, and the order of insertion within a collection. */
const INDEXED = ["status", "kind", "parent"];

/** Statements that make the indexes of the table `records` where they are missing. */
export const RECORD_INDEXES: string = [
  "CREATE INDEX IF NOT EXISTS records_in_order ON records (collection, seq)",
  ...INDEXED.map((name) => `CREATE INDEX IF NOT EXISTS records_by_${name} ON records (collection, ${member([name])})`),
].join(";\n");

/** The part that was asked for and how many there are, with the values that both need. */
export interface QueryStatements {
  readonly page: string;
  readonly count: string;
  readonly values: readonly (string | number)[];
  /** Limit and offset, for the page alone. */
  readonly cut: readonly number[];
}

/** A query over one collection as SQL. Throws `store.path-refused`. */
export function queryStatements(collection: string, query: Query): QueryStatements {
  const { where = [], sort, descending = false, offset = 0, limit = -1 } = query;
  const from = `FROM records WHERE ${["collection = ?", ...where.map(conditionSql)].join(" AND ")}`;
  const way = descending ? "DESC" : "ASC";
  const by = sort === undefined ? "" : `${member(sort.path)} IS NULL, ${member(sort.path)} ${way}, `;
  return {
    page: `SELECT id, version, value ${from} ORDER BY ${by}seq ${way} LIMIT ? OFFSET ?`,
    count: `SELECT COUNT(*) AS total ${from}`,
    values: [collection, ...where.map(({ value }) => value)],
    cut: [limit, offset],
  };
}

/**
 * A member of the stored JSON. The path stands in the text of the statement, not among its values: only so does SQLite
 * recognise an index on the same expression.
 */
function member(path: MemberPath): string {
  return `json_extract(value, '${pathText(path)}')`;
}

/** {@link checkedPath} lets nothing through that could end the name or the text around it. */
function pathText(path: MemberPath): string {
  return `$${checkedPath(path)
    .map((name) => `."${name}"`)
    .join("")}`;
}

/** SQLite compares across types: to it every text is greater than every number. */
function conditionSql({ path, is, value }: Condition): string {
  const type = typeof value === "number" ? "('integer', 'real')" : "('text')";
  const isOfType = `json_type(value, '${pathText(path)}') IN ${type}`;
  if (is === "!=") return `NOT (${isOfType} AND ${member(path)} = ?) IS TRUE`;
  return `${member(path)} ${is} ? AND ${isOfType}`;
}
