import {
  type CodedRequest,
  codedRows,
  type Metric,
  type ReadoutStatistics,
  summarise,
  tableOfCoded,
} from "../../experiment/index.ts";
import type { Kernel } from "../../store/index.ts";
import { dealtBytes } from "./dealt-rows.ts";

/** One part of an experiment's units, in files. */
export interface PartInput extends Omit<CodedRequest, "exposures" | "events"> {
  readonly exposures: string;
  readonly events: string;
  readonly experiment: string;
  readonly part: string;
  readonly metrics: readonly Metric[];
  readonly caps: ReadoutStatistics["caps"] | null;
}

/** The sums of one part. */
export function run({ exposures, events, experiment, part, metrics, caps, ...request }: PartInput): ReadoutStatistics {
  const rowsOf = (file: string) => codedRows(dealtBytes(file));
  const { table, noticed } = tableOfCoded({ ...request, exposures: rowsOf(exposures), events: rowsOf(events) });
  return summarise(table, { experiment, part, metrics, noticed, ...(caps === null ? {} : { caps }) });
}

export const partKernel: Kernel<PartInput, ReadoutStatistics> = { module: import.meta.url, run };
