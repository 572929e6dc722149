import { milliseconds } from "../../kernel/index.ts";
import { refusing, type SourceOptions, type SourceRef, sourceRef } from "./ref.ts";
import type { SecretRef } from "./secret.ts";

/** A connection in parts. What is left out is the driver's own default. */
export interface PostgresParts {
  readonly host?: string | SecretRef;
  readonly port?: number;
  readonly database?: string | SecretRef;
  readonly user?: string | SecretRef;
  readonly password?: SecretRef;
  /** Default `false`. `true` demands a certificate that can be verified. */
  readonly ssl?: boolean;
}

export interface PostgresOptions extends SourceOptions {
  /** An address such as `env("DATABASE_URL")`, or its parts. */
  readonly connection: SecretRef | PostgresParts;
  /** The columns to read. Default: all of the table. */
  readonly columns?: readonly string[];
  /** A query to read instead of the table; the path is then only its name. It is read whole every time. */
  readonly query?: string;
  /**
   * A column that grows from row to row, such as `updated_at`: makes the table incremental. Needs a `key`. Rows are
   * read in the order of this column and the key.
   */
  readonly cursor?: string;
  /** The longest that one statement may take. Default `"10m"`. */
  readonly timeout?: string;
}

const OPTIONS = ["connection", "columns", "query", "cursor", "timeout", "key"];
const PARTS = ["host", "port", "database", "user", "password", "ssl"];

/**
 * A table (`schema.table`) or a query of PostgreSQL, read in one read-only transaction. Throws `data.source-invalid`.
 *
 * @example
 * source: postgres("shop.orders", { connection: env("DATABASE_URL"), cursor: "updated_at", key: "id" })
 */
export function postgres(path: string, options: PostgresOptions): SourceRef<"postgres", PostgresOptions> {
  const refuse = refusing("postgres");
  const given: unknown = options?.connection;
  if (typeof given === "string")
    refuse('takes its address from the environment: `connection: env("DATABASE_URL")`. It must not stand in a file.');
  if (typeof given !== "object" || given === null) refuse('needs a `connection`, such as `env("DATABASE_URL")`.');
  const ref = sourceRef("postgres", path, { options, allowed: OPTIONS });
  checkParts(options.connection, refuse);
  const { cursor, key, query, columns, timeout = "10m" } = options;
  if (cursor !== undefined && key === undefined)
    refuse("needs a `key` beside its `cursor`: rows with the same value must be told apart.");
  if (cursor !== undefined && query !== undefined)
    refuse("cannot go on from a `cursor` in a query: only a table tells which of its rows are new. Name the table.");
  if (columns?.length === 0) refuse("needs `columns` of one name or more.");
  milliseconds(timeout);
  return ref;
}

function checkParts(connection: PostgresOptions["connection"], refuse: (problem: string) => never): void {
  if ("env" in connection) return;
  for (const name of Object.keys(connection))
    if (!PARTS.includes(name)) refuse(`has no \`connection.${name}\`; it has ${PARTS.join(", ")}.`);
  if (typeof connection.password === "string")
    refuse('takes its password from the environment: `password: env("PGPASSWORD")`.');
}
