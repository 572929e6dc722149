import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ReadoutStatistics } from "../../experiment/index.ts";
import { known } from "../../kernel/index.ts";
import { type DealtFiles, dealtFiles } from "./deal-files.ts";
import type { EventFiles } from "./event-files.ts";
import type { PartInput } from "./part-kernel.ts";

/**
 * Sums an experiment from its events as they lie in a warehouse: one pass deals the rows out by unit, a second sums part by
 * part, on every core. Memory is that of a part for each core. A unit is told apart by 64 bits of its hash: of ten million units
 * two are taken for one with a chance of 3 in a million. Throws `experiment.event-file-unfit`, `data.file-damaged`.
 */
export async function summariseFiles(files: EventFiles): Promise<ReadoutStatistics> {
  const folder = mkdtempSync(join(files.scratch, "alidade-experiment-"));
  try {
    return await sumParts(
      files,
      await dealtFiles({ ...files, told: (share) => files.progress?.(DEALING * share) }, folder),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The share of the work that dealing out is. */
export const DEALING = 0.6;

/** The first part says where extreme values are cut: units were dealt out at random. */
async function sumParts(files: EventFiles, dealt: DealtFiles): Promise<ReadoutStatistics> {
  const { mergeStatistics } = await import("../../experiment/index.ts");
  const { partKernel } = await import("./part-kernel.ts");
  const { compute } = files;
  const inputs = dealt.parts.map((_, part) => inputOf(files, dealt, part));
  const [first] = await compute.map(partKernel, inputs.slice(0, 1));
  const { caps } = known(first, "the sums of the first part");
  const rest = inputs.slice(1).map((input) => ({ ...input, caps }));
  const done = (finished: number): void => files.progress?.(DEALING + ((1 - DEALING) * finished) / rest.length);
  return (await compute.map(partKernel, rest, done)).reduce(
    mergeStatistics,
    known(first, "the sums of the first part"),
  );
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
