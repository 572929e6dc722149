import type { DuckDBDataChunk } from "@duckdb/node-api";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { ahead, type DuckDb, sqlFile, sqlName, sqlText, withDuckDb } from "../duckdb.ts";
import { numbersOf } from "../vector-bits.ts";
import { type Dealer, dealerTo } from "./dealt-rows.ts";
import type { EventFiles } from "./event-files.ts";
import { readingFile } from "./reading-file.ts";

interface Unfit {
  readonly file: string;
  readonly column: string;
  readonly got: string;
}

export const eventFileUnfit: ErrorConstructor<Unfit> = defineError("experiment.event-file-unfit", {
  headline: "A file that holds no exposures or events",
  message: ({ file, column, got }: Unfit) =>
    `${file} needs a column \`${column}\`: exposures have unit, arm and at, events have unit, name, at and value. Got ${got}.`,
  hint: () => "Name the columns so when you export them from the warehouse.",
});

/** Files of rows by unit. */
export interface DealtFiles {
  /** What the events' numbers stand for. */
  readonly names: readonly string[];
  readonly parts: readonly { readonly exposures: string; readonly events: string }[];
}

type Asked = Pick<EventFiles, "exposures" | "events" | "arms" | "columns"> & {
  /** Told how much is dealt out, 0 to 1. */
  told(share: number): void;
};

/** A part of so many exposed units is worked on at a time. */
const UNITS_OF_PART = 150_000;
const MOST_PARTS = 256;

/** Deals the rows of both files out to files in a folder. Throws `experiment.event-file-unfit`, `data.file-damaged`. */
export async function dealtFiles(
  { exposures, events, arms, columns, told }: Asked,
  folder: string,
): Promise<DealtFiles> {
  const names = [...new Set(Object.values(columns).map(({ event }) => event))];
  return await withDuckDb(async (db) => {
    const count = await readingFile(exposures, () => rowsOf(db, exposures));
    const all = count + (await readingFile(events, () => rowsOf(db, events)));
    let dealt = 0;
    const counted = (rows: number): void => {
      dealt += rows;
      told(dealt / all);
    };
    const parts = Math.min(MOST_PARTS, 2 ** Math.ceil(Math.log2(Math.max(1, count / UNITS_OF_PART))));
    const [met, done] = [dealerTo(folder, "exposures", parts), dealerTo(folder, "events", parts)];
    const whose = { names: arms, column: "arm", others: "255", amount: "0" };
    await readingFile(exposures, () => deal(db, met, { ...whose, file: exposures, counted }));
    const what = { names, column: "name", others: null, amount: "coalesce(value, 0)" };
    await readingFile(events, () => deal(db, done, { ...what, file: events, counted }));
    return {
      names,
      parts: met.files.map((file, part) => ({ exposures: file, events: done.files[part] ?? "" })),
    };
  });
}

const scan = (file: string): string => `read_parquet(${sqlFile(file)})`;

async function rowsOf(db: DuckDb, file: string): Promise<number> {
  for await (const part of db.parts(`SELECT count(*)::DOUBLE FROM ${scan(file)}`))
    return numbersOf(part.getColumnVector(0))[0] ?? 0;
  return 0;
}

interface Dealing {
  readonly file: string;
  /** The column whose texts become numbers: their places among `names`. */
  readonly column: string;
  readonly names: readonly string[];
  /** The number of every other text; null: such rows are passed over. */
  readonly others: string | null;
  readonly amount: string;
  /** Told of rows that were dealt out. */
  counted(rows: number): void;
}

async function deal(db: DuckDb, dealer: Dealer, dealing: Dealing): Promise<void> {
  const { file, column, names, others, amount, counted } = dealing;
  const types = new Map((await db.describe(`SELECT * FROM ${scan(file)}`)).map(({ name, type }) => [name, type]));
  for (const needed of ["unit", column, "at", ...(amount === "0" ? [] : ["value"])])
    if (!types.has(needed)) throw eventFileUnfit({ file, column: needed, got: [...types.keys()].join(", ") });
  const code = `CASE ${sqlName(column)} ${names.map((name, i) => `WHEN ${sqlText(name)} THEN ${i}`).join(" ")} ELSE ${others ?? "NULL"} END`;
  const isTime = /^(TIMESTAMP|DATE)/.test(types.get("at") ?? "");
  const numbers = ["h & 4294967295", "h >> 32", "t", "c", amount].map((one) => `(${one})::DOUBLE`);
  const rows = `SELECT *, hash(unit) AS h, ${isTime ? 'epoch_ms("at"::TIMESTAMP)' : '"at"'} AS t, ${code} AS c FROM ${scan(file)}`;
  const whole = "unit IS NOT NULL AND t IS NOT NULL AND c IS NOT NULL";
  for await (const part of ahead(db.parts(`SELECT ${numbers.join(", ")} FROM (${rows}) WHERE ${whole}`))) {
    dealPart(part, dealer);
    counted(part.rowCount);
  }
  dealer.close();
}

function dealPart(part: DuckDBDataChunk, dealer: Dealer): void {
  const column = (index: number): Float64Array => numbersOf(part.getColumnVector(index));
  dealer.deal(part.rowCount, {
    lows: column(0),
    highs: column(1),
    times: column(2),
    codes: column(3),
    amounts: column(4),
  });
}
