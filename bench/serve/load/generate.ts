/**
 * `node bench/serve/load/generate.ts <job as JSON>`: sends requests and prints as JSON what came of them. With a rate they leave
 * at the moments of a Poisson process, whatever the server does, and latency counts from the moment at which a request should
 * have left; without one, every connection asks again as soon as it has its answer. SIGTERM ends it early.
 */
import { readFileSync } from "node:fs";
import { rng } from "../../../src/kernel/index.ts";
import { quantile } from "../../frame/median.ts";
import { beats } from "./beats.ts";
import { type Connection, connectionTo, requestOf } from "./connection.ts";
import type { Job, Loaded } from "./job.ts";

const job = JSON.parse(process.argv[2] as string) as Job;
const bodies = readFileSync(job.bodies, "utf8").trim().split("\n");
const requests = bodies.map((body) => requestOf(job.url, { path: job.path, body }));
const free: Connection[] = Array.from({ length: job.connections }, () => connectionTo(job.url));
const arrivals = rng({ seed: 1, purpose: "arrivals" });

let end = Number.POSITIVE_INFINITY;
let isMeasuring = false;
let sent = 0;
let underWay = 0;
let latencies: number[] = [];
let lateness: number[] = [];
let statuses: Record<string, number> = {};

/** The quantiles of some milliseconds. */
function quantiles(took: readonly number[]): Loaded["latency"] {
  const at = (share: number): number => quantile(took, share);
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), most: at(1) };
}

async function ask(connection: Connection, intended: number): Promise<void> {
  const counts = isMeasuring;
  underWay++;
  const answer = await connection.ask(requests[sent++ % requests.length] as Buffer);
  underWay--;
  free.push(connection);
  if (!counts) return;
  const name = typeof answer === "string" ? answer : String(answer.status);
  statuses[name] = (statuses[name] ?? 0) + 1;
  if (name === "200") latencies.push(performance.now() - intended);
}

/** Each connection asks again when it has its answer. */
async function closed(): Promise<void> {
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const connection = free.pop() as Connection;
      await ask(connection, performance.now());
    }
  };
  await Promise.all(Array.from({ length: job.connections }, lane));
}

/** Requests leave when they are due; those that find no connection free wait for one, and their clock runs. */
async function open(rate: number): Promise<void> {
  const gap = (): number => (-Math.log(1 - arrivals.uniform()) / rate) * 1_000;
  const due: number[] = [];
  let next = performance.now() + gap();
  let first = 0;
  const beat = (): void => {
    const now = performance.now();
    for (; next <= now && next < end; next += gap()) {
      if (isMeasuring) lateness.push(now - next);
      due.push(next);
    }
    while (first < due.length && free.length > 0) void ask(free.pop() as Connection, due[first++] as number);
  };
  const stop = beats(beat);
  while (performance.now() < end || (first < due.length && performance.now() < end + job.patience * 1_000))
    await sleep(20);
  unsent = due.length - first;
  await stop();
}

let unsent = 0;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

process.on("SIGTERM", () => {
  end = performance.now();
});
const running = job.rate === null ? closed() : open(job.rate);
await sleep(job.warmUp * 1_000);
const cpu = process.cpuUsage();
[latencies, lateness, statuses, isMeasuring] = [[], [], {}, true];
const started = performance.now();
end = Math.min(end, started + job.seconds * 1_000);
while (performance.now() < end) await sleep(Math.max(1, Math.min(50, end - performance.now())));
const seconds = (performance.now() - started) / 1_000;
const inTime = latencies.length;
const { user, system } = process.cpuUsage(cpu);
await running;
for (const giveUp = performance.now() + job.patience * 1_000; underWay > 0 && performance.now() < giveUp; )
  await sleep(5);
const { "200": answered = 0, ...failed } = statuses;
const lost = { ...failed, ...(unsent === 0 ? {} : { unsent }), ...(underWay === 0 ? {} : { underWay }) };
const loaded: Loaded = {
  seconds,
  sent,
  answered,
  failed: lost,
  perSecond: inTime / seconds,
  latency: quantiles(latencies),
  lateness: quantiles(lateness),
  cpuShare: (user + system) / 1e6 / seconds,
};
process.stdout.write(JSON.stringify(loaded), () => process.exit(0));
