import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onCore } from "./cores.ts";

/** What to ask of a server, and how. */
export interface Job {
  readonly url: string;
  readonly path: string;
  /** A file with one body to a line; they are sent in turn. */
  readonly bodies: string;
  /** Requests a second; null: as many as are answered. */
  readonly rate: number | null;
  /** Connections kept open: the most requests under way at a time. */
  readonly connections: number;
  /** Seconds that are measured, and seconds before that are not. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Seconds in which what is under way at the end may still be answered. */
  readonly patience: number;
}

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
}

/** What came of a job. */
export interface Loaded {
  readonly seconds: number;
  /** All requests, those before measuring too. */
  readonly sent: number;
  readonly answered: number;
  /** How many were not answered with 200, by status or by what became of them. */
  readonly failed: Readonly<Record<string, number>>;
  readonly perSecond: number;
  /** Of the answers with 200, from the moment at which a request should have left. */
  readonly latency: Quantiles;
  /** How late this program itself noticed that a request was due. */
  readonly lateness: Quantiles;
  /** Of one core, that this program used. */
  readonly cpuShare: number;
}

/** A generator at work in a process of its own. */
export interface Generator {
  /** Ends it early. */
  stop(): void;
  readonly done: Promise<Loaded>;
}

const program = fileURLToPath(new URL("generate.ts", import.meta.url));

/** Starts a generator, on one core where that is asked. */
export function startLoad(
  {
    connections = 64,
    warmUp = 2,
    patience = 5,
    ...job
  }: Partial<Job> & Pick<Job, "url" | "path" | "bodies" | "rate" | "seconds">,
  core?: number,
): Generator {
  const given: Job = { ...job, connections, warmUp, patience };
  const [command, args] = onCore(core, process.execPath, [program, JSON.stringify(given)]);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  return { stop: () => void child.kill("SIGTERM"), done: resultOf(child) };
}

async function resultOf(child: ChildProcess): Promise<Loaded> {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const code = await new Promise<number | null>((resolve) => void child.once("close", resolve));
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  // Quantiles of nothing.
  return JSON.parse(text, (_, value) => value ?? Number.NaN) as Loaded;
}

/** Runs a generator to its end. */
export function load(...given: Parameters<typeof startLoad>): Promise<Loaded> {
  return startLoad(...given).done;
}

/** How many requests were not answered with 200. */
export function failures({ failed }: Loaded): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}
