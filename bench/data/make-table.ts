/** `node make-table.ts <file> <rows> <seed> [drifted]`: 50 columns of numbers, texts, flags and times as Parquet, made by DuckDB. */
import { DuckDBInstance } from "@duckdb/node-api";

const [file = "", rows = "100000", seed = "1", drifted] = process.argv.slice(2);
const shift = drifted === undefined ? 0 : 1;

/** A uniform number in [0, 1) of a row and a column: the engine's own random would differ from thread to thread. */
const u = (column: number): string =>
  `((hash(i * 64 + ${column} + ${Number(seed)} * 1000003) >> 12)::DOUBLE / 4503599627370496.0)`;
const normal = (column: number): string =>
  `(sqrt(-2 * ln(1 - ${u(column)})) * cos(6.283185307179586 * ${u(column + 32)}))`;
const maybe = (column: number, share: number, value: string): string =>
  `CASE WHEN ${u(column + 48)} < ${share} THEN NULL ELSE ${value} END`;

const columns: string[] = [`(${u(0)} < 0.2) AS label`];
for (let c = 1; c <= 18; c++) {
  const moved = shift === 1 && c <= 3 ? ` + ${c * 0.3}` : "";
  columns.push(`${maybe(c, c % 3 === 0 ? 0.05 : 0, `${10 * c} + ${c} * (${normal(c)}${moved})`)} AS amount_${c}`);
}
for (let c = 1; c <= 10; c++) columns.push(`floor(${10 * c} * ${u(c + 4)})::INTEGER AS count_${c}`);
for (let c = 1; c <= 4; c++) columns.push(`(${u(c + 9)} < ${0.1 * c}) AS flag_${c}`);
for (let c = 1; c <= 9; c++) {
  const share = shift === 1 && c === 1 ? `power(${u(c)}, 3)` : u(c);
  columns.push(
    `${maybe(c + 1, c % 2 === 0 ? 0.02 : 0, `'${c % 2 === 0 ? "category of the longer kind " : "kind "}' || floor(${5 * c} * ${share})::INTEGER`)} AS kind_${c}`,
  );
}
columns.push(`'cust-' || floor(${u(3)} * 1000000)::INTEGER AS customer`, `'d' || i AS id`);
for (let c = 1; c <= 6; c++)
  columns.push(`TIMESTAMP '2025-01-01' + to_milliseconds((${u(c + 20)} * 31536000000)::BIGINT) AS at_${c}`);

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(
  `COPY (SELECT ${columns.join(", ")} FROM range(${Number(rows)}) t(i)) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`,
);
console.log(`${columns.length} columns`);
