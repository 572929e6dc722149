import type { Quantity } from "../../objective/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { Nested, UnitTable } from "../readout/unit-table.ts";
import { columnFor } from "./metrics-of.ts";
import { type QuantitySource, readQuantity } from "./quantity.ts";

/** Whose decisions are gathered, and what of them. */
export interface GatherRequest {
  readonly decisions: readonly DecisionRecord[];
  /** The row of each unit; decisions about others are passed over. */
  readonly rows: ReadonlyMap<string, number>;
  readonly quantities: readonly Quantity[];
  readonly source: QuantitySource;
}

/** Sums by unit, for each quantity `sum`, `given`, `told`, `times` and `any`: what is not known counts in none of them. */
export function gatherColumns(request: GatherRequest): UnitTable["columns"] {
  return Object.fromEntries(request.quantities.flatMap((quantity) => columnsFor(quantity, request)));
}

function columnsFor(
  quantity: Quantity,
  { decisions, rows, source }: GatherRequest,
): readonly (readonly [string, Float64Array])[] {
  const blank = (): Float64Array => new Float64Array(rows.size);
  const [sum, told, times] = [blank(), blank(), blank()];
  for (const decision of decisions) {
    const row = rows.get(decision.subject ?? "");
    const value = row === undefined ? null : readQuantity(quantity, decision, source);
    if (row === undefined || value === null) continue;
    sum[row] = (sum[row] as number) + value;
    told[row] = (told[row] as number) + 1;
    if (value > 0) times[row] = (times[row] as number) + 1;
  }
  const given = sum.map((value, row) => (told[row] === 0 ? Number.NaN : value));
  const any = times.map((count) => Math.min(1, count));
  return Object.entries({ sum, given, told, times, any } as const).map(
    ([made, column]) => [columnFor(made as "sum", quantity), column] as const,
  );
}

/** Every known value of a quantity, with the row of its unit. */
export function gatherNested({ decisions, rows, quantities, source }: GatherRequest): UnitTable["nested"] {
  return Object.fromEntries(
    quantities.map((quantity): readonly [string, Nested] => {
      const found = decisions.flatMap((decision) => {
        const row = rows.get(decision.subject ?? "");
        const value = row === undefined ? null : readQuantity(quantity, decision, source);
        return row === undefined || value === null ? [] : [{ row, value }];
      });
      const nested = {
        rows: Int32Array.from(found, ({ row }) => row),
        values: Float64Array.from(found, ({ value }) => value),
      };
      return [columnFor("each", quantity), nested];
    }),
  );
}
