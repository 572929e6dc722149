import {
  capsOf,
  mergeStatistics,
  type ReadoutStatistics,
  type SummariseRequest,
  summarise,
  type UnitTable,
} from "../../experiment/index.ts";
import { known } from "../../kernel/index.ts";
import type { Compute, Kernel } from "../../store/index.ts";

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

const partKernel: Kernel<PartInput, ReadoutStatistics> = { module: import.meta.url, run };

/**
 * Sums the parts of an experiment on every core, and merges the sums in the order of the parts. Columns over shared memory are
 * read where they lie, others are copied to the thread. At least one part; the first says where extreme values are cut, unless
 * `caps` do. Throws `experiment.table-misfit`.
 */
export async function summariseTables(
  parts: readonly UnitPart[],
  request: Omit<SummariseRequest, "part">,
  compute: Compute,
): Promise<ReadoutStatistics> {
  const { table } = known(parts[0], "a part of an experiment");
  const caps = request.caps ?? capsOf(table, request.metrics);
  const inputs = parts.map((one) => ({ ...one, request: { ...request, caps } }));
  return (await compute.map(partKernel, inputs)).reduce(mergeStatistics);
}
