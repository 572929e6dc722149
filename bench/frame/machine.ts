import { cpus, loadavg, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** The machine that was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
}

/** How much of the machine others used while this process slept, just before or after a benchmark. */
export interface Quiet {
  readonly load: number;
  /** Share of all cores, 0 to 1. */
  readonly othersBusy: number;
}

export const machine: Machine = {
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};

/** Above this share of the cores, others change what is measured. */
const NOISY = 0.1;
const LOOK = 1_500;

/** Sleeps a moment and looks who else is working. */
export async function lookAround(): Promise<Quiet> {
  const before = ticks();
  await sleep(LOOK);
  const after = ticks();
  const busy = after.busy - before.busy;
  return { load: loadavg()[0] ?? 0, othersBusy: busy / Math.max(1, busy + after.idle - before.idle) };
}

function ticks(): { readonly busy: number; readonly idle: number } {
  let busy = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    busy += times.user + times.nice + times.sys + times.irq;
    idle += times.idle;
  }
  return { busy, idle };
}

/** The machine in one line. */
export function machineLine(quiet: Quiet): string {
  const { cpu, cores, memoryGb, node, platform } = machine;
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}, load average ${quiet.load.toFixed(2)}`;
}

/** A warning when others were at work around the benchmark. */
export function noiseLine(looks: readonly Quiet[]): string | undefined {
  const most = Math.max(...looks.map(({ othersBusy }) => othersBusy));
  if (most <= NOISY) return undefined;
  return `NOISY: others kept ${Math.round(most * 100)} % of the cores busy. Read the ratios, not the times; measure again when it is quiet.`;
}
