import { type ReadoutStatistics, type SummariseRequest, summarise, type UnitTable } from "../../experiment/index.ts";
import type { Kernel } from "../../store/index.ts";

/** Units of an experiment that are in no other part. */
export interface UnitPart {
  readonly part: string;
  readonly table: UnitTable;
}

interface PartInput extends UnitPart {
  readonly request: Omit<SummariseRequest, "part">;
}

/** The sums of one part. */
export function run({ part, table, request }: PartInput): ReadoutStatistics {
  return summarise(table, { ...request, part });
}

export const tableKernel: Kernel<PartInput, ReadoutStatistics> = { module: import.meta.url, run };
