import type { Line } from "../../frame/benchmark.ts";
import { failures, type Job, type Loaded, load } from "./job.ts";
import type { Server } from "./server.ts";
import { usedBy } from "./usage.ts";

/** What a server can do. */
export interface Capacity {
  /** As many as it answers, from 64 connections. */
  readonly most: Loaded;
  /** At half that rate. */
  readonly half: Loaded;
  /** Microseconds an answer, of its processes and of its first thread, at its most; NaN where nobody tells. */
  readonly cpu: { readonly all: number; readonly main: number };
}

/** How a server is asked. */
export interface Asking extends Pick<Job, "path" | "bodies" | "seconds"> {
  readonly connections?: number;
  /** The core of the load. */
  readonly core?: number | undefined;
}

/** Loads a server as much as it bears, then at half that rate. Before that, for as long, while its code is compiled. */
export async function capacityOf({ url, pid }: Server, { core, ...asking }: Asking): Promise<Capacity> {
  await load({ ...asking, url, rate: null }, core);
  const before = usedBy(pid);
  const most = await load({ ...asking, url, rate: null }, core);
  const after = usedBy(pid);
  if (most.answered === 0) throw new Error(`${url} answers nothing with 200: ${JSON.stringify(most.failed)}`);
  const each = (of: "all" | "main"): number =>
    before === undefined || after === undefined ? Number.NaN : ((after[of] - before[of]) / most.sent) * 1e6;
  const half = await load({ ...asking, connections: 512, url, rate: most.perSecond / 2 }, core);
  return { most, half, cpu: { all: each("all"), main: each("main") } };
}

/** The lines of one server's capacity, beside another's. */
export function capacityLines(
  what: string,
  found: Capacity,
  beside?: { readonly name: string; readonly found: Capacity },
): readonly Line[] {
  const line = (name: string, unit: Line["unit"], of: (capacity: Capacity) => number): Line => ({
    what: `${what}, ${name}`,
    value: of(found),
    unit,
    ...(beside === undefined ? {} : { beside: { name: beside.name, value: of(beside.found) } }),
  });
  return [
    line("most", "per s", ({ most }) => most.perSecond),
    line("at half, p50", "ms", ({ half }) => half.latency.p50),
    line("at half, p99", "ms", ({ half }) => half.latency.p99),
    line("CPU an answer", "µs", ({ cpu }) => cpu.all),
  ];
}

/** What a reader must know about the load itself. */
export function loadNotes(what: string, { most, half }: Capacity): readonly string[] {
  const share = (of: Loaded): string => `${Math.round(of.cpuShare * 100)} %`;
  const notes = [
    `${what}: the generator used ${share(most)} of a core at most and ${share(half)} at half; at half it was late by ` +
      `${half.lateness.p50.toFixed(2)} ms at p50 and ${half.lateness.p99.toFixed(2)} ms at p99, which is in the latency.`,
  ];
  const failed = [most, half].filter((of) => failures(of) > 0);
  return [
    ...notes,
    ...failed.map((of) => `${what}: not answered with 200: ${JSON.stringify(of.failed)} of ${of.sent}.`),
  ];
}
