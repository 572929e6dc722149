import type { Client, ClientConfig } from "pg";
import {
  isSecretRef,
  type PostgresOptions,
  type SecretRef,
  type Secrets,
  sourceRefused,
  sourceUnavailable,
} from "../data/index.ts";
import { defineError, type ErrorConstructor, isAlidadeError, milliseconds } from "../kernel/index.ts";

export const driverMissing: ErrorConstructor<object> = defineError("data.driver-missing", {
  headline: "The PostgreSQL driver is not there",
  message: () => "PostgreSQL is read with the packages `pg` and `pg-cursor`, which could not be loaded.",
  hint: () => "Install them beside Alidade: `npm install pg pg-cursor`.",
});

/** A column of a query's answer: its name, and the type in PostgreSQL's own numbers and words. */
export interface PostgresColumn {
  readonly name: string;
  readonly oid: number;
  readonly type: string;
  /** One letter: `S` texts, `E` enumerations, `N` numbers, `B` flags, `D` times … */
  readonly category: string;
}

/** Rows of a query as PostgreSQL writes them: texts, or null. */
export type PostgresRow = readonly (string | null)[];

/** A read-only transaction in which the data stand still. */
export interface PostgresSession {
  /** All rows of a small answer. */
  rows(sql: string, values?: readonly unknown[]): Promise<readonly PostgresRow[]>;
  /** The columns that a query would give. */
  columns(sql: string, values?: readonly unknown[]): Promise<readonly PostgresColumn[]>;
  /** The rows of a query in parts, each fetched when it is asked for. */
  parts(sql: string, values: readonly unknown[], size: number): AsyncGenerator<readonly PostgresRow[]>;
  close(): Promise<void>;
}

/** Codes of PostgreSQL and of Node that may not come again. */
const PASSING = /^(08|53|57|40|25P03|ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOST|ENETUNREACH)/;

/** Every value as PostgreSQL writes it: what it means is for the columns to say. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/**
 * Connects, and begins a transaction that reads one state of the data (`repeatable read`, read only, times in UTC).
 * Throws `data.source-unavailable`, `data.source-refused`, `data.driver-missing`, `data.secret-missing`; no secret is
 * in any of their words, nor in their causes.
 */
export async function openPostgres(options: PostgresOptions, secrets: Secrets): Promise<PostgresSession> {
  const timeout = milliseconds(options.timeout ?? "10m");
  const config = configOf(options.connection, secrets);
  const explained = explainer(secrets);
  const { client, Cursor } = await explained(() => connect({ ...config, statement_timeout: timeout }));
  let failure: unknown;
  client.on("error", (error) => {
    failure = error;
  });
  const query = (sql: string, values: readonly unknown[] = []) =>
    explained(async () => {
      if (failure !== undefined) throw failure;
      return await client.query({ text: sql, values: [...values], rowMode: "array", types: AS_TEXT });
    });
  const close = async (): Promise<void> => {
    await client.end().catch(() => undefined);
  };
  try {
    for (const sql of BEGIN) await query(sql);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return {
    close,
    rows: async (sql, values) => (await query(sql, values)).rows as PostgresRow[],
    columns: async (sql, values) => {
      const { fields } = await query(`SELECT * FROM (${sql}\n) AS source LIMIT 0`, values);
      const oids = [...new Set(fields.map(({ dataTypeID }) => dataTypeID))];
      const types = await query(TYPES, [oids]);
      const byOid = new Map(
        (types.rows as string[][]).map(([oid, type = "", kind = ""]) => [Number(oid), { type, kind }]),
      );
      return fields.map(({ name, dataTypeID: oid }) => {
        const { type = "unknown", kind = "X" } = byOid.get(oid) ?? {};
        return { name, oid, type, category: kind };
      });
    },
    async *parts(sql, values, size) {
      const cursor = client.query(new Cursor(sql, [...values], { rowMode: "array", types: AS_TEXT }));
      try {
        for (;;) {
          const rows = (await explained(() => cursor.read(size))) as PostgresRow[];
          if (rows.length === 0) return;
          yield rows;
        }
      } finally {
        await cursor.close().catch(() => undefined);
      }
    },
  };
}

const BEGIN = [
  "SET TimeZone = 'UTC'",
  "SET DateStyle = 'ISO, YMD'",
  "SET extra_float_digits = 1",
  "SET bytea_output = 'hex'",
  "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
];

const TYPES = "SELECT oid, format_type(oid, NULL), typcategory FROM pg_catalog.pg_type WHERE oid = ANY($1::oid[])";

async function connect(config: ClientConfig): Promise<{ client: Client; Cursor: typeof import("pg-cursor") }> {
  const [pg, { default: Cursor }] = await Promise.all([import("pg"), import("pg-cursor")]).catch((error: unknown) => {
    throw driverMissing({}, error);
  });
  const client = new pg.default.Client(config);
  await client.connect();
  return { client, Cursor };
}

function configOf(connection: PostgresOptions["connection"], secrets: Secrets): ClientConfig {
  const common = { application_name: "alidade", connectionTimeoutMillis: 15_000 };
  if (isSecretRef(connection)) return { ...common, connectionString: secrets.reveal(connection) };
  const { host, port, database, user, password, ssl } = connection;
  const part = (name: string, value: string | SecretRef | undefined): object =>
    value === undefined ? {} : { [name]: secrets.reveal(value) };
  return {
    ...common,
    ...part("host", host),
    ...part("database", database),
    ...part("user", user),
    ...part("password", password),
    ...(port === undefined ? {} : { port }),
    ...(ssl === undefined ? {} : { ssl }),
  };
}

/** Runs work and says what went wrong without a secret: the driver's own error never leaves. */
function explainer(secrets: Secrets): <R>(work: () => Promise<R>) => Promise<R> {
  return async (work) => {
    try {
      return await work();
    } catch (thrown) {
      if (isAlidadeError(thrown)) throw thrown;
      throw explained(thrown, secrets);
    }
  };
}

function explained(thrown: unknown, secrets: Secrets): Error {
  const { code = "", message = "", hint } = thrown as { code?: unknown; message?: unknown; hint?: unknown };
  // Node tries several addresses of one host, and then says so without a word of its own.
  const words = secrets.scrub(String(message || code || "no answer")).replace(/\s*\.?\s*$/, "");
  const isPassing = PASSING.test(String(code)) || /terminated|timeout exceeded when|ECONN/.test(words);
  const problem = `${isPassing ? "did not answer" : "refused"}: ${words}${code ? ` (${String(code)})` : ""}`;
  const make = isPassing ? sourceUnavailable : sourceRefused;
  const advice = ADVICE[String(code)] ?? (typeof hint === "string" ? `${secrets.scrub(hint)}` : undefined);
  return make({ place: "PostgreSQL", problem, ...(advice === undefined ? {} : { advice }) });
}

const ADVICE: Readonly<Record<string, string>> = {
  "28P01": "Check the user and the password in the environment.",
  "28000": "Check the user, and what the server's pg_hba.conf lets in.",
  "3D000": "Check the name of the database in the environment.",
  "42P01": "Check the table's name and its schema: `schema.table`.",
  "42703": "Check the names of the columns.",
  "42501": "Grant the user SELECT on the table.",
  "57014": "Raise `timeout` of the source, read fewer columns, or add an index.",
};
