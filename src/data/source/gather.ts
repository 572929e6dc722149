import type { RawTable } from "../raw.ts";
import { joinTables } from "./join-tables.ts";
import type { Batch } from "./source.ts";

/** All batches as one table: what a source that reads in batches gives when it is read whole. */
export async function gatherBatches(batches: AsyncIterable<Batch>): Promise<RawTable> {
  const tables: RawTable[] = [];
  for await (const { table } of batches) tables.push(table);
  return tables.length === 0 ? { rows: 0, columns: [] } : joinTables(tables);
}
