import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_POSTGRES, postgresBinaries, startPostgres, type TestServer } from "../../test/postgres/server.ts";
import { type Batch, env, type PostgresOptions, postgres, rowOf, snapshotId } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import { postgresSource } from "./source-postgres.ts";

const isThere = postgresBinaries() !== undefined;
const DB = env("DATABASE_URL");

describe.skipIf(!isThere)(`the postgres source${isThere ? "" : `: skipped. ${NO_POSTGRES}`}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.stop());

  const context = (path: string, more: object = {}) => ({ file: path, env: { DATABASE_URL: server.url }, ...more });
  const read = (path: string, options: Partial<PostgresOptions> = {}) =>
    postgresSource.read(postgres(path, { connection: DB, ...options }).options, context(path));
  const grows = { connection: DB, cursor: "at", key: "id" } as const;
  const pull = async (path: string, from?: string, batchRows = 1_000): Promise<readonly Batch[]> => {
    const found: Batch[] = [];
    for await (const batch of postgresSource.batches(grows, context(path, { batchRows }), from)) found.push(batch);
    return found;
  };
  const ids = (batches: readonly Batch[]) =>
    batches.flatMap(({ table }) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row).id));
  const failure = async (work: Promise<unknown>) => {
    const thrown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    return isAlidadeError(thrown) ? thrown : undefined;
  };

  test("types stay what they were; what a double cannot hold is rounded to the nearest one", async () => {
    await server.query(`CREATE TYPE mood AS ENUM ('sad', 'glad');
      CREATE TABLE kinds (a int2, b bigint, c numeric(20, 4), d float8, e boolean, f text, g varchar(9), h date,
        i timestamp, j timestamptz, k mood, l uuid, m float4, n time);
      SET timezone = 'America/New_York';
      INSERT INTO kinds VALUES (1, 9007199254740991, 12.1000, 0.1, true, 'ż', 'v', '2011-01-02', '2011-01-02 03:04:05.678901',
        '2011-01-02 03:04:05+02', 'glad', '7f9c24e8-0000-4000-8000-000000000000', 1.5, '12:00');
        INSERT INTO kinds DEFAULT VALUES;`);
    const raw = await read("kinds");
    const moment = Date.UTC(2011, 0, 2, 3, 4, 5);
    expect(rowOf(raw, 0)).toEqual({
      ...{ a: 1, b: 2 ** 53 - 1, c: 12.1, d: 0.1, e: true, f: "ż", g: "v", h: Date.UTC(2011, 0, 2) },
      ...{
        i: moment + 678,
        j: moment - 7_200_000,
        k: "glad",
        l: "7f9c24e8-0000-4000-8000-000000000000",
        m: 1.5,
        n: "12:00:00",
      },
    });
    expect(Object.values(rowOf(raw, 1)).every((value) => value === null)).toBe(true);
    expect(Object.fromEntries(raw.columns.map(({ name, kind }) => [name, kind]))).toMatchObject({
      ...{ a: "number", b: "number", c: "number", e: "flag", f: "text", h: "time", i: "time", j: "time", k: "text" },
    });
  });

  test("a value that no table can hold sets its row aside, and no other", async () => {
    await server.query(`CREATE TABLE odd (id int PRIMARY KEY, big bigint, x float8, at timestamptz);
      INSERT INTO odd VALUES (1, 1, 1, now()), (2, 9007199254740993, 1, now()), (3, 1, 'Infinity', now()),
        (4, 1, 'NaN', now()), (5, 1, 1, 'infinity'), (6, 1, 1, '0044-03-15 BC')`);
    const raw = await read("odd");
    expect(Array.from({ length: raw.rows }, (_, row) => rowOf(raw, row).id)).toEqual([1, 4]);
    expect(rowOf(raw, 1).x).toBeNull();
    expect(raw.rejected?.map(({ row, got }) => [row, got])).toEqual([
      [2, "9007199254740993 in `big`"],
      [3, "Infinity in `x`"],
      [5, "infinity in `at`"],
      [6, expect.stringContaining("BC in `at`")],
    ]);
  });

  test("JSON, lists and bytes are refused by name, and read around", async () => {
    await server.query(`CREATE TABLE packed (id int PRIMARY KEY, payload jsonb, tags text[], raw bytea);
      INSERT INTO packed VALUES (1, '{"plan": "pro"}', '{a}', 'x')`);
    const thrown = await failure(read("packed"));
    expect(thrown?.code).toBe("data.source-refused");
    expect(thrown?.message).toContain("`payload` (jsonb), `tags` (text[]), `raw` (bytea)");
    expect(rowOf(await read("packed", { columns: ["id"] }), 0)).toEqual({ id: 1 });
    const query = "SELECT id, payload->>'plan' AS plan FROM packed ORDER BY id;";
    expect(rowOf(await read("plans", { query }), 0)).toEqual({ id: 1, plan: "pro" });
  });

  test("SQL in the name of a table, a column or a value stays a name and a value", async () => {
    const evil = `x"; DROP TABLE kinds; --`;
    const quoted = `"${evil.replaceAll('"', '""')}"`;
    await server.query(`CREATE SCHEMA "odd.schema"; CREATE TABLE "odd.schema".${quoted} (id int PRIMARY KEY, ${quoted} text);
      INSERT INTO "odd.schema".${quoted} VALUES (1, '''); DROP TABLE kinds; --')`);
    const raw = await read(`"odd.schema".${quoted}`, { columns: ["id", evil], key: ["id", evil] });
    expect(rowOf(raw, 0)).toEqual({ id: 1, [evil]: "'); DROP TABLE kinds; --" });
    expect((await server.query("SELECT count(*)::int AS n FROM kinds"))[0]?.n).toBe(2);
  });

  test("rows come in the order of the primary key, alike on every call", async () => {
    await server.query(`CREATE TABLE shuffled AS SELECT i AS id, md5(i::text) AS v FROM generate_series(1, 3000) i ORDER BY md5(i::text);
      ALTER TABLE shuffled ADD PRIMARY KEY (id)`);
    const [first, second] = [await read("shuffled"), await read("shuffled")];
    expect(first.rows).toBe(3_000);
    expect([0, 999, 2_999].map((row) => rowOf(first, row).id)).toEqual([1, 1_000, 3_000]);
    expect(snapshotId(second)).toBe(snapshotId(first));
  });

  test("a table without rows has its columns", async () => {
    await server.query("CREATE TABLE bare (id int, v text)");
    const raw = await read("bare");
    expect([raw.rows, raw.columns.map(({ name }) => name)]).toEqual([0, ["id", "v"]]);
  });

  describe("goes on from its cursor", () => {
    const table = async (name: string, rows: number) =>
      server.query(`CREATE TABLE ${name} (id int PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), v int);
        INSERT INTO ${name} SELECT i, '2026-01-01'::timestamptz + make_interval(secs => i / 7), i FROM generate_series(1, ${rows}) i`);

    test("after any batch, exactly", async () => {
      await table("steady", 2_500);
      const all = await pull("steady", undefined, 300);
      expect(ids(all)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1));
      for (const at of [0, 3, all.length - 2, all.length - 1]) {
        const rest = ids(await pull("steady", all[at]?.cursor, 170));
        expect(ids(all.slice(0, at + 1)).concat(rest)).toEqual(ids(all));
      }
    });

    test("and sees what was added and changed since, once", async () => {
      await table("living", 100);
      let cursor = (await pull("living")).at(-1)?.cursor;
      expect(ids(await pull("living", cursor))).toEqual([]);
      await server.query("INSERT INTO living VALUES (101, now(), 1); UPDATE living SET v = -1 WHERE id = 7");
      const found = await pull("living", cursor);
      expect(ids(found)).toEqual([7, 101]);
      cursor = found.at(-1)?.cursor;
      expect(ids(await pull("living", cursor))).toEqual([]);
    });

    test("a row that took its value early and was committed late is not lost", async () => {
      await table("late", 10);
      const slow = await server.connect();
      await slow.query("BEGIN");
      await slow.query("INSERT INTO late VALUES (11, '2026-02-01', 11)");
      await server.query("INSERT INTO late VALUES (12, '2026-03-01', 12)");
      const first = await pull("late");
      expect(ids(first)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      await slow.query("COMMIT");
      const second = await pull("late", first.at(-1)?.cursor);
      expect(ids(second)).toEqual([11, 12]);
      expect(ids(await pull("late", second.at(-1)?.cursor))).toEqual([]);
      await slow.end();
    });

    test("writers side by side, savepoints and roll-backs lose and double nothing", async () => {
      await table("busy", 0);
      await server.query("CREATE SEQUENCE busy_ids");
      let stop = false;
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const insert = "INSERT INTO busy VALUES (nextval('busy_ids'), clock_timestamp(), 1)";
      const transaction = (i: number) => [
        ...["BEGIN", insert, ...(i % 3 === 0 ? ["SAVEPOINT s"] : []), insert],
        ...(i % 6 === 0 ? ["ROLLBACK TO s"] : []),
      ];
      const writer = async (lane: number) => {
        const client = await server.connect();
        for (let i = 0; !stop; i++) {
          for (const sql of transaction(i)) await client.query(sql);
          await pause((i * 7 + lane * 3) % 11);
          await client.query(i % 5 === 0 ? "ROLLBACK" : "COMMIT");
        }
        await client.end();
      };
      const writers = [0, 1, 2, 3].map(writer);
      const seen: unknown[] = [];
      let cursor: string | undefined;
      for (let round = 0; round < 24; round++) {
        const found = await pull("busy", cursor, 7);
        // Every third pull breaks off after its first batch.
        const taken = round % 3 === 0 ? found.slice(0, 1) : found;
        seen.push(...ids(taken));
        cursor = taken.at(-1)?.cursor ?? cursor;
      }
      stop = true;
      await Promise.all(writers);
      seen.push(...ids(await pull("busy", cursor)));
      const there = (await server.query("SELECT id FROM busy")).map(({ id }) => id);
      expect(there.length).toBeGreaterThan(100);
      expect([...seen].sort()).toEqual([...there].sort());
    });

    test("a partitioned table is read like any other", async () => {
      await server.query(`CREATE TABLE parted (id int NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (id);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (50);
        CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (50) TO (100);
        INSERT INTO parted SELECT i, now() FROM generate_series(1, 90) i`);
      expect(ids(await pull("parted"))).toHaveLength(90);
    });

    test("a row without a place in the order is an error, not a loss", async () => {
      await server.query(
        "CREATE TABLE gaps (id int PRIMARY KEY, at timestamptz); INSERT INTO gaps VALUES (1, now()), (2, NULL)",
      );
      const thrown = await failure(pull("gaps"));
      expect(thrown?.message).toContain("has 1 new row without `at`");
    });

    test("a view is refused, and a numbering that went backwards", async () => {
      await server.query("CREATE VIEW seen AS SELECT id, now() AS at FROM bare");
      expect((await failure(pull("seen")))?.message).toContain("is no table");
      await table("moved", 1);
      const future = 'postgres.1:{"window":{"from":"1","to":"999999999999"},"after":null,"rows":1}';
      expect((await failure(pull("moved", future)))?.code).toBe("data.source-changed");
    });
  });

  test("no secret is in what an error says, holds or was caused by", async () => {
    const secret = "hunter2-ü";
    const url = new URL(server.url);
    url.username = "owner";
    url.password = secret;
    url.pathname = `/${encodeURIComponent(secret)}`;
    const thrown = await failure(
      postgresSource.read({ connection: DB }, { file: "kinds", env: { DATABASE_URL: url.href } }),
    );
    expect(thrown?.code).toBe("data.source-refused");
    expect(thrown?.message).toContain("does not exist");
    const all = `${thrown?.message} ${thrown?.hint} ${JSON.stringify(thrown?.data)} ${String(thrown?.cause)} ${thrown?.stack}`;
    expect(all).not.toContain("hunter2");
  });

  test("a variable that is not set is named", async () => {
    const thrown = await failure(postgresSource.read({ connection: DB }, { file: "kinds", env: {} }));
    expect([thrown?.code, thrown?.message]).toEqual(["data.secret-missing", expect.stringContaining("`DATABASE_URL`")]);
  });

  test("a table that is not there, a server that is not there, a statement that takes too long", async () => {
    expect((await failure(read("nothing")))?.hint).toContain("Check the table's name");
    const nowhere = { file: "kinds", env: { DATABASE_URL: "postgresql://owner@127.0.0.1:1/x" } };
    const away = await failure(postgresSource.read({ connection: DB }, nowhere));
    expect([away?.code, away?.retryable]).toEqual(["data.source-unavailable", true]);
    const slow = await failure(read("slow", { query: "SELECT 1 AS one, pg_sleep(3)::text AS s", timeout: "1s" }));
    expect(slow?.hint).toContain("Raise `timeout`");
  });

  test("nothing can be written", async () => {
    const thrown = await failure(read("w", { query: "SELECT nextval('busy_ids') AS id" }));
    expect(thrown?.message).toContain("read-only transaction");
  });
});

test("what cannot be declared is refused at once", () => {
  const declare = (options: object) => () => postgres("t", options as PostgresOptions);
  expect(declare({ connection: "postgres://u:p@h/d" })).toThrow('env("DATABASE_URL")');
  expect(declare({ connection: { password: "p" } })).toThrow('password: env("PGPASSWORD")');
  expect(declare({ connection: DB, cursor: "at" })).toThrow("needs a `key` beside its `cursor`");
  expect(declare({ connection: DB, curser: "at" })).toThrow("Did you mean `cursor`?");
  expect(declare({ connection: DB, cursor: "at", key: "id", query: "SELECT 1" })).toThrow("Name the table");
  expect(declare({ connection: DB, timeout: "soon" })).toThrow("duration");
});
