import { noQuantiles, type QuantileSketch, quantileSketchOf } from "../../stats/index.ts";
import { type Nested, tableMisfit, type UnitTable } from "./unit-table.ts";

/** One arm's values of a quantile. */
export interface ArmSketch {
  readonly sketch: QuantileSketch;
  readonly missing: number;
  readonly infinite: number;
}

/** Each arm's values: nested ones, clustered by their unit, where the table has them by that name; else one a unit. */
export function sketchesByArm(table: UnitTable, name: string): readonly ArmSketch[] {
  const nested = table.nested?.[name];
  const values = nested?.values ?? table.columns[name] ?? new Float64Array(0);
  if (nested !== undefined) checkRows(name, nested, table.arms.codes.length);
  return table.arms.names.map((_, arm) => {
    const rows = rowsOfArm(table, arm, nested);
    if (rows.length === 0) return { sketch: noQuantiles, missing: 0, infinite: 0 };
    const own = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) own[i] = values[rows[i] as number] as number;
    const units = nested === undefined ? undefined : Int32Array.from(rows, (row) => nested.rows[row] as number);
    const missing = own.filter(Number.isNaN).length;
    const odd = own.filter((value) => !Number.isFinite(value)).length;
    return { sketch: quantileSketchOf(own, units), missing, infinite: odd - missing };
  });
}

function checkRows(name: string, { rows, values }: Nested, units: number): void {
  const wrong = rows.find((row) => row < 0 || row >= units);
  if (wrong !== undefined || rows.length !== values.length)
    throw tableMisfit({
      what: `the nested values \`${name}\``,
      rule: `must each name a row from 0 to ${units - 1}`,
      got: wrong === undefined ? `${rows.length} rows for ${values.length} values` : String(wrong),
    });
}

function rowsOfArm({ arms }: UnitTable, arm: number, nested: Nested | undefined): Uint32Array {
  const count = nested?.rows.length ?? arms.codes.length;
  const picked = new Uint32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const unit = nested === undefined ? i : (nested.rows[i] as number);
    if (arms.codes[unit] === arm) picked[size++] = i;
  }
  return picked.subarray(0, size);
}
