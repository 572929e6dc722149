import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EventsRequest, Metric, ReadoutStatistics } from "../../experiment/index.ts";
import { known } from "../../kernel/index.ts";
import type { Compute } from "../../store/index.ts";
import { type DealtFiles, dealtFiles } from "./deal-files.ts";
import type { PartInput } from "./part-kernel.ts";

/** The exposures and events of an experiment in two Parquet files, however long, and what is read from them. */
export interface EventFiles extends Omit<EventsRequest, "exposures" | "events"> {
  readonly experiment: string;
  /** Columns `unit`, `arm` and `at`: a time, or milliseconds since 1970. */
  readonly exposures: string;
  /** Columns `unit`, `name`, `at` and `value`. Rows without a unit, a time or a name that is asked for are passed over. */
  readonly events: string;
  /** As `defineMetrics` returned them, over the columns that events make. */
  readonly metrics: readonly Metric[];
  /** A folder that is there: rows wait in it, 24 bytes each, and are removed. */
  readonly scratch: string;
  readonly compute: Compute;
}

/**
 * Sums an experiment from its events as they lie in a warehouse: one pass deals the rows out by unit, a second sums part by
 * part, on every core. Memory is that of a part for each core. A unit is told apart by 64 bits of its hash: of ten million units
 * two are taken for one with a chance of 3 in a million. Throws `experiment.event-file-unfit`, `data.file-damaged`.
 */
export async function summariseFiles(files: EventFiles): Promise<ReadoutStatistics> {
  const folder = mkdtempSync(join(files.scratch, "alidade-experiment-"));
  try {
    return await sumParts(files, await dealtFiles(files, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first part says where extreme values are cut: units were dealt out at random. */
async function sumParts(files: EventFiles, dealt: DealtFiles): Promise<ReadoutStatistics> {
  const { mergeStatistics } = await import("../../experiment/index.ts");
  const { partKernel } = await import("./part-kernel.ts");
  const { compute } = files;
  const inputs = dealt.parts.map((_, part) => inputOf(files, dealt, part));
  const [first] = await compute.map(partKernel, inputs.slice(0, 1));
  const { caps } = known(first, "the sums of the first part");
  const rest = inputs.slice(1).map((input) => ({ ...input, caps }));
  return (await compute.map(partKernel, rest)).reduce(mergeStatistics, known(first, "the sums of the first part"));
}

function inputOf(files: EventFiles, { parts, names }: DealtFiles, part: number): PartInput {
  const { experiment, metrics, arms, columns, within, before, asOf } = files;
  return {
    ...{ experiment, metrics, arms, columns, within, asOf, names, caps: null },
    ...(before === undefined ? {} : { before }),
    part: `part-${part}`,
    ...known(parts[part], "a part of an experiment"),
  };
}
