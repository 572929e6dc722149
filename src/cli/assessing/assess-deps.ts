import { availableParallelism, totalmem } from "node:os";
import type { AssessDeps } from "../../assess/index.ts";
import { readerFor } from "../../embed/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";

/** What nobody can read from a system file, as far as it was said on the command line. */
export interface AssessOptions {
  readonly data?: string | undefined;
  readonly perDay?: number | undefined;
  readonly costPerYear?: number | undefined;
  readonly buildCost?: number | undefined;
  readonly buildMonths?: number | undefined;
}

/** What of a call assessing needs. */
export type AssessAround = Parameters<typeof readerFor>[2] & Pick<Invocation, "progress" | "stopwatch">;

/** What assessing a system needs, on this machine, now. */
export async function assessDeps(
  loaded: LoadedSystem,
  { data, ...said }: AssessOptions,
  around: AssessAround,
): Promise<AssessDeps> {
  const { progress, stopwatch, signal, clock } = around;
  const { compute } = await around.backends();
  const known = Object.entries(said).filter(([, value]) => value !== undefined);
  return {
    read: await readerFor(loaded, data, around),
    compute: compute(signal),
    progress,
    stopwatch,
    signal,
    now: clock.now(),
    machine: { cores: availableParallelism(), memoryBytes: totalmem() },
    ...Object.fromEntries(known),
  };
}
