import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";

const run = promisify(execFile);

/** A PostgreSQL server of a test's own. */
export interface TestServer {
  /** The address of its database, for `env("DATABASE_URL")`. */
  readonly url: string;
  /** Runs statements as its owner; gives the rows of the last. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** A connection that stays open, for transactions side by side. */
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

export const NO_POSTGRES =
  "PostgreSQL is not installed here (looked in /usr/lib/postgresql/*/bin and PATH): `apt-get install postgresql`.";

/** Where the binaries of the newest installed version are. */
export function postgresBinaries(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return places.find((place) => existsSync(join(place, "initdb")) && existsSync(join(place, "postgres")));
}

/** PostgreSQL refuses to run as root; then it runs as nobody. */
const nobody = 65_534;
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/**
 * Makes a cluster in a folder of its own and starts it on a socket in that folder alone: no port, no network. Nothing
 * of it is left after `stop`.
 */
export async function startPostgres(): Promise<TestServer> {
  const binaries = postgresBinaries();
  if (binaries === undefined) throw new Error(NO_POSTGRES);
  const folder = await mkdtemp(join(tmpdir(), "alidade-pg-"));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const cluster = ["-D", data, "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await run(join(binaries, "initdb"), cluster, { ...user, cwd: folder });
  const settings = [
    "listen_addresses=",
    `unix_socket_directories=${folder}`,
    "fsync=off",
    "max_prepared_transactions=5",
  ];
  const server = spawn(join(binaries, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => void server.once("exit", () => resolve()));
  const url = `postgresql://owner@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    client.on("error", () => undefined);
    return client;
  };
  const client = await whenUp(connect);
  return {
    url,
    connect,
    async query(sql, values) {
      const result = await client.query(sql, values === undefined ? undefined : [...values]);
      return (Array.isArray(result) ? result.at(-1) : result).rows;
    },
    async stop() {
      await client.end().catch(() => undefined);
      server.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function whenUp(connect: () => Promise<Client>): Promise<Client> {
  for (let tries = 0; ; tries++) {
    try {
      return await connect();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
