import { type DuckDb, openDuckDb, sqlFile, sqlText } from "../duckdb.ts";
import type { Row } from "../sqlite-database.ts";
import { stateCorrupt } from "../state-errors.ts";
import { type Part, partPath } from "./catalogue.ts";

/** Reads entries out of Parquet files. */
export interface PartReader {
  /** Entries of a part after a position, at most `limit`, and how far was looked. */
  run(
    part: Part,
    wanted: { after: number; limit: number; kind: string | undefined },
  ): Promise<{ readonly rows: readonly Row[]; readonly upTo: number }>;
  close(): void;
}

/** Positions looked at together: several groups of rows, so that each is decoded about once. */
const STRIDE = 8_192;

/** DuckDB is loaded with the first part that is read, and kept. */
export function partReader(folder: string): PartReader {
  let opening: Promise<DuckDb & { close(): void }> | undefined;
  return {
    async run(part, { after, limit, kind }) {
      opening ??= openDuckDb();
      const db = await opening;
      const from = Math.max(after, part.first - 1);
      const end = Math.min(part.last, from + (kind === undefined ? limit : STRIDE));
      const ofKind = kind === undefined ? "" : ` AND kind = ${sqlText(kind)}`;
      const file = partPath(folder, part.name);
      const sql = `SELECT CAST(seq AS DOUBLE), envelope FROM read_parquet(${sqlFile(file)})
        WHERE seq > ${from} AND seq <= ${end}${ofKind} ORDER BY seq LIMIT ${limit}`;
      const rows = await rowsOf(db, sql, file);
      return { rows, upTo: rows.length < limit ? end : Number(rows.at(-1)?.seq ?? end) };
    },
    close() {
      opening?.then((db) => db.close()).catch(() => undefined);
    },
  };
}

async function rowsOf(db: DuckDb, sql: string, file: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  try {
    for await (const chunk of db.parts(sql))
      for (const [seq, envelope] of chunk.getRows()) rows.push({ seq, envelope });
  } catch (thrown) {
    throw stateCorrupt({ location: file }, thrown);
  }
  return rows;
}
