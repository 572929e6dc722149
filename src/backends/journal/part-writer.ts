import { createHash } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { engineMissing, openDuckDb, sqlFile, sqlText } from "../duckdb.ts";
import type { Row } from "../sqlite-database.ts";
import { stateCorrupt } from "../state-errors.ts";
import { type Part, partPath } from "./catalogue.ts";
import type { Rest } from "./resting.ts";
import type { Segment } from "./segment-file.ts";

/** Rows handed over at a time; few, because one may take megabytes. */
const CHUNK = 256;
/** Rows in one group of a file: the fewest that DuckDB makes, because one entry is found by decoding its group. */
const GROUP = 2_048;
/** Characters of envelopes in one file, about: so much is held in memory. */
const PART_BYTES = 24 * 1024 * 1024;

/** Writes a segment as Parquet files, each read back and compared before it is given; rests between steps. */
export async function* segmentParts(folder: string, segment: Segment, rest: Rest): AsyncGenerator<Part> {
  let after = segment.first - 1;
  for (;;) {
    const part = await writePart(folder, { segment, after, rest });
    if (part === undefined) return;
    yield part;
    after = part.last;
  }
}

interface PartWork {
  readonly segment: Segment;
  /** Position of the last entry before. */
  readonly after: number;
  readonly rest: Rest;
}

/** The file for the entries after a position; undefined when there are none. */
async function writePart(folder: string, work: PartWork): Promise<Part | undefined> {
  const draft = partPath(folder, `${work.segment.number}.draft`);
  const written = await copyRows(work, draft);
  if (written === undefined) return undefined;
  await work.rest();
  const { first, last, entries, digest } = written;
  if ((await digestOf(draft)) !== digest) throw stateCorrupt({ location: draft });
  const name = `${String(first).padStart(15, "0")}-${String(last).padStart(15, "0")}.parquet`;
  await settle(draft, partPath(folder, name));
  const hash = createHash("sha256")
    .update(await readFile(partPath(folder, name)))
    .digest("hex");
  return { first, last, entries, name, hash };
}

interface Written {
  readonly first: number;
  readonly last: number;
  readonly entries: number;
  readonly digest: string;
}

async function copyRows({ segment, after, rest }: PartWork, to: string): Promise<Written | undefined> {
  const { DuckDBInstance, DuckDBDataChunk, BIGINT, VARCHAR } = await import("@duckdb/node-api").catch(
    (error: unknown) => {
      throw engineMissing({}, error);
    },
  );
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("CREATE TABLE rows (seq BIGINT, kind VARCHAR, id VARCHAR, envelope VARCHAR)");
    const appender = await connection.createAppender("rows");
    const types = [BIGINT, VARCHAR, VARCHAR, VARCHAR];
    const seen = tally();
    for (const rows of chunksAfter(segment, after)) {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns([
        rows.map(({ seq }) => BigInt(Number(seq))),
        ...["kind", "id", "envelope"].map((name) => rows.map((row) => String(row[name]))),
      ]);
      appender.appendDataChunk(chunk);
      if (seen.add(rows) >= PART_BYTES) break;
      await rest();
    }
    appender.closeSync();
    const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP}`;
    if (seen.entries() > 0) await connection.run(`COPY rows TO ${sqlText(to)} (${options})`);
    return seen.written();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function* chunksAfter({ database, written }: Segment, after: number): Generator<readonly Row[]> {
  const sql = "SELECT seq, kind, id, envelope FROM entries WHERE seq > ? ORDER BY seq LIMIT ?";
  for (let at = after; ; ) {
    const rows = database.all(sql, at, CHUNK);
    if (rows.length === 0) return;
    yield rows.map((row) => ({ ...row, envelope: written(row.envelope) }));
    at = Number(rows.at(-1)?.seq);
  }
}

/** Counts rows, and hashes what they say. */
function tally(): { add(rows: readonly Row[]): number; entries(): number; written(): Written | undefined } {
  const hash = createHash("sha256");
  let [first, last, entries, bytes] = [0, 0, 0, 0];
  return {
    add(rows) {
      for (const { seq, kind, id, envelope } of rows) {
        hash.update(`${Number(seq)}\n${kind}\n${id}\n${envelope}\n`);
        bytes += String(envelope).length;
      }
      if (entries === 0) first = Number(rows[0]?.seq);
      last = Number(rows.at(-1)?.seq);
      entries += rows.length;
      return bytes;
    },
    entries: () => entries,
    written: () => (entries === 0 ? undefined : { first, last, entries, digest: hash.digest("hex") }),
  };
}

/** What a file says, hashed as it was when it was written. Without an order, rows come as they lie in the file. */
async function digestOf(file: string): Promise<string> {
  const db = await openDuckDb();
  const seen = tally();
  try {
    const sql = `SELECT CAST(seq AS DOUBLE), kind, id, envelope FROM read_parquet(${sqlFile(file)})`;
    for await (const chunk of db.parts(sql))
      seen.add(chunk.getRows().map(([seq, kind, id, envelope]) => ({ seq, kind, id, envelope })));
  } finally {
    db.close();
  }
  return seen.written()?.digest ?? "";
}

/** Sees to it that a file is on the platter under its own name. */
async function settle(draft: string, path: string): Promise<void> {
  await synced(draft);
  await rename(draft, path);
  // The name is in the folder, which has to be written too; not every system can.
  await synced(join(path, "..")).catch(() => undefined);
}

async function synced(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
