import type { Metric, ReadoutStatistics, UnitTable } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, known } from "../../kernel/index.ts";
import type { Compute } from "../../store/index.ts";
import { type DuckDb, sqlFile, sqlName, sqlText, withDuckDb } from "../duckdb.ts";
import { numbersOf } from "../vector-bits.ts";
import { readingFile } from "./reading-file.ts";
import { summariseTables } from "./summarise-tables.ts";

/** The units of an experiment in one Parquet file, one wide row each. */
export interface UnitFile {
  readonly experiment: string;
  /** A column `arm`, and those of the metrics; a unit without a number lacks it. */
  readonly units: string;
  readonly arms: readonly string[];
  /** As `defineMetrics` returned them, over columns of the file. */
  readonly metrics: readonly Metric[];
  readonly compute: Compute;
  /** Told how much is done, 0 to 1. */
  progress?(share: number): void;
}

interface Unfit {
  readonly file: string;
  readonly column: string;
  readonly got: string;
}

export const unitFileUnfit: ErrorConstructor<Unfit> = defineError("experiment.unit-file-unfit", {
  headline: "A file that lacks a column",
  message: ({ file, column, got }: Unfit) =>
    `${file} needs a column \`${column}\`: every unit's \`arm\`, and the numbers that the metrics name. Got ${got}.`,
  hint: () => "Name the columns in the metrics as they are named in the file.",
});

/** Rows of a part, and parts that are read before they are summed: some hundred megabytes of columns. */
const ROWS = 250_000;
const AT_ONCE = 4;
/** The code of a unit of no arm. */
const NO_ARM = 0xffff;

/**
 * Sums an experiment from its units as they lie in a warehouse, part by part on every core. Throws
 * `experiment.unit-file-unfit`, `data.file-damaged`.
 */
export async function summariseUnits(file: UnitFile): Promise<ReadoutStatistics> {
  const { columnsOf, mergeStatistics } = await import("../../experiment/index.ts");
  const columns = [...new Set(file.metrics.flatMap((metric) => [...columnsOf(metric), ...(metric.before ?? [])]))];
  const { experiment, metrics, compute } = file;
  return await readingFile(file.units, () =>
    withDuckDb(async (db) => {
      const all = await checkedRows(db, file, columns);
      let [sums, read]: [ReadoutStatistics | undefined, number] = [undefined, 0];
      const add = async (tables: readonly UnitTable[]): Promise<void> => {
        const parts = tables.map((table, i) => ({ part: `part-${read + i}`, table }));
        const caps = sums === undefined ? {} : { caps: sums.caps };
        const found = await summariseTables(parts, { experiment, metrics, ...caps }, compute);
        sums = sums === undefined ? found : mergeStatistics(sums, found);
        read += parts.length;
        file.progress?.(Math.min(1, (read * ROWS) / Math.max(1, all)));
      };
      let waiting: UnitTable[] = [];
      for await (const table of tablesOf(db, file, columns)) {
        waiting.push(table);
        if (waiting.length < AT_ONCE) continue;
        await add(waiting);
        waiting = [];
      }
      if (waiting.length > 0) await add(waiting);
      return known(sums as ReadoutStatistics | undefined, "a part of an experiment");
    }),
  );
}

const scan = ({ units }: UnitFile): string => `read_parquet(${sqlFile(units)})`;

async function checkedRows(db: DuckDb, file: UnitFile, columns: readonly string[]): Promise<number> {
  const names = (await db.describe(`SELECT * FROM ${scan(file)}`)).map(({ name }) => name);
  const lacking = ["arm", ...columns].find((column) => !names.includes(column));
  if (lacking !== undefined) throw unitFileUnfit({ file: file.units, column: lacking, got: names.join(", ") });
  for await (const part of db.parts(`SELECT count(*)::DOUBLE FROM ${scan(file)}`))
    return numbersOf(part.getColumnVector(0))[0] ?? 0;
  return 0;
}

/** The units in parts; one without any where the file holds none. */
async function* tablesOf(db: DuckDb, file: UnitFile, columns: readonly string[]): AsyncGenerator<UnitTable> {
  const arm = `CASE arm ${file.arms.map((name, i) => `WHEN ${sqlText(name)} THEN ${i}`).join(" ")} ELSE ${NO_ARM} END`;
  const numbers = columns.map((name) => `coalesce(${sqlName(name)}::DOUBLE, 'NaN'::DOUBLE)`);
  const selected = [`(${arm})::DOUBLE`, ...numbers].join(", ");
  let draft = emptyDraft(columns);
  for await (const part of db.parts(`SELECT ${selected} FROM ${scan(file)}`)) {
    if (draft.rows + part.rowCount > ROWS) {
      yield tableOf(draft, file.arms);
      draft = emptyDraft(columns);
    }
    draft.codes.set(numbersOf(part.getColumnVector(0)), draft.rows);
    draft.values.forEach((values, i) => void values.set(numbersOf(part.getColumnVector(i + 1)), draft.rows));
    draft.rows += part.rowCount;
  }
  yield tableOf(draft, file.arms);
}

interface Draft {
  readonly names: readonly string[];
  readonly codes: Uint16Array;
  readonly values: readonly Float64Array[];
  rows: number;
}

/** Over memory that threads read where it lies. */
function emptyDraft(names: readonly string[]): Draft {
  const values = names.map(() => new Float64Array(new SharedArrayBuffer(8 * ROWS)));
  return { names, codes: new Uint16Array(new SharedArrayBuffer(2 * ROWS)), values, rows: 0 };
}

function tableOf({ names, codes, values, rows }: Draft, arms: readonly string[]): UnitTable {
  const columns = names.map((name, i) => [name, (values[i] as Float64Array).subarray(0, rows)] as const);
  return { arms: { codes: codes.subarray(0, rows), names: arms }, columns: Object.fromEntries(columns) };
}
