import { existsSync } from "node:fs";
import { join } from "node:path";
import { csvSource } from "../../src/backends/source-csv.ts";
import type { CsvOptions, TextColumn } from "../../src/data/index.ts";
import { root } from "../frame/child.ts";
import type { Feature } from "./problem.ts";

/** Where the real data sets lie, beside the repository. */
const data = join(root, "../shared/data");

/** The columns of a file of the data sets as features, or where it was looked for. */
export async function readTable(
  file: string,
  options: CsvOptions,
): Promise<ReadonlyMap<string, Feature> | { readonly missing: string }> {
  const path = join(data, file);
  if (!existsSync(path)) return { missing: path };
  const raw = await csvSource.read(options, { file: path });
  const columns = raw.columns.filter((column): column is TextColumn => column.kind === "text");
  return new Map(columns.map(({ name, codes, levels }) => [name, featureOf(name, codes, levels)]));
}

/** Whether a table could not be read. */
export function isMissing(read: object): read is { readonly missing: string } {
  return "missing" in read;
}

const ABSENT: ReadonlySet<string> = new Set(["?", "", "NA"]);

/** A number where every level reads as one, a category with its levels in order of name otherwise. */
function featureOf(name: string, codes: Int32Array, levels: readonly string[]): Feature {
  const present = levels.filter((level) => !ABSENT.has(level));
  if (present.every((level) => Number.isFinite(Number(level)))) {
    const values = levels.map((level) => (ABSENT.has(level) ? Number.NaN : Number(level)));
    return { name, values: Float32Array.from(codes, (code) => values[code] ?? Number.NaN), levels: 0 };
  }
  const rank = new Map(present.toSorted().map((level, i) => [level, i]));
  const numbers = levels.map((level) => rank.get(level) ?? Number.NaN);
  return { name, values: Float32Array.from(codes, (code) => numbers[code] ?? Number.NaN), levels: present.length };
}

/** The same feature as a category, whatever its values look like. */
export function asCategory({ name, values }: Feature): Feature {
  const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const rank = new Map(distinct.map((value, i) => [value, i]));
  return { name, values: values.map((value) => rank.get(value) ?? Number.NaN), levels: distinct.length };
}
