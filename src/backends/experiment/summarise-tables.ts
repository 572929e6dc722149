import type { ReadoutStatistics, SummariseRequest } from "../../experiment/index.ts";
import { known } from "../../kernel/index.ts";
import type { Compute } from "../../store/index.ts";
import type { UnitPart } from "./table-kernel.ts";

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
  const { capsOf, mergeStatistics } = await import("../../experiment/index.ts");
  const { tableKernel } = await import("./table-kernel.ts");
  const caps = request.caps ?? capsOf(known(parts[0], "a part of an experiment").table, request.metrics);
  const inputs = parts.map((one) => ({ ...one, request: { ...request, caps } }));
  return (await compute.map(tableKernel, inputs)).reduce(mergeStatistics);
}
