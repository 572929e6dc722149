/**
 * What the journal takes: time of the serving thread per append, durable entries a second, and how long an
 * acknowledgement takes at a steady rate (from the intended start). Another `--folder`
 * tells the disk's part from the program's: `node bench/serve/journal.ts --rate 5000 --seconds 10`
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { journalOver } from "../../src/backends/journal/journal-over.ts";
import { journalWriter } from "../../src/backends/journal/writer.ts";
import { seededIds } from "../../src/kernel/index.ts";
import type { Envelope } from "../../src/records/index.ts";
import { encodeValue } from "../../src/store/index.ts";

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "5000" },
    seconds: { type: "string", default: "10" },
    durability: { type: "string", default: "fsync" },
    keep: { type: "string", default: "none" },
    folder: { type: "string", default: process.cwd() },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);

/** A receipt of about two kilobytes: forty features, three heads. */
function receipt(id: string, at: number): Envelope {
  const given = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field_${i}`, (i * 37.77 + at) % 1_000]));
  const features = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`feature_${i}`, (i * 1.2345 + at) % 7]));
  const heads = { engagement: [0.25], quality: [0.75], policy: [0.01] };
  const versions = { models: { engagement: "mdl_1", quality: "mdl_2", policy: "mdl_3" }, weights: "w", policy: "p" };
  const body = {
    system: "bench",
    plan: "1",
    arm: "a",
    given,
    features,
    heads,
    versions,
    action: "show",
    propensity: 1,
  };
  return { v: 1, kind: "decision", id, at, subject: "42", body };
}

const folder = mkdtempSync(join(values.folder, ".journal-bench-"));
const durability = values.durability === "os" ? "os" : "fsync";
const writer = journalWriter(join(folder, "journal"), {
  durability,
  keep: values.keep === "none" ? null : Number(values.keep),
});
const journal = journalOver(writer.connect());
const ids = seededIds(1);
// Hashing ids is no part of what is measured.
const made = Array.from({ length: 20_000 }, () => ids.next("dec"));
let used = 0;
const next = (): Envelope => receipt(`dec_${(1e12 + used).toString(36)}${made[used++ % made.length]}`, used);

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);
}

/** As many as it takes, `lanes` calls waiting at any time. */
async function throughput(lanes: number, forMs: number): Promise<void> {
  const start = performance.now();
  const cpu = process.threadCpuUsage?.();
  const all = process.cpuUsage();
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - start < forMs) {
      await journal.append([next()]);
      done++;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const took = performance.now() - start;
  const used = cpu === undefined ? undefined : process.threadCpuUsage(cpu);
  const both = process.cpuUsage(all);
  const each = (time: { user: number; system: number }): string => ((time.user + time.system) / done).toFixed(1);
  const here = used === undefined ? "?" : each(used);
  const perSecond = Math.round((done / took) * 1_000);
  console.log(`${lanes} at a time: ${perSecond} entries/s; CPU each: ${here} µs here, ${each(both)} µs of the process`);
}

/** Calls at their intended times, however long the answers take. */
async function steady(): Promise<void> {
  const waits: number[] = [];
  const pending: Promise<void>[] = [];
  let refused = 0;
  const start = performance.now();
  for (let i = 0; i < rate * seconds; ) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - start) / 1_000) * rate));
    for (; i < due; i++) {
      const intended = start + (i / rate) * 1_000;
      const call = journal.append([next()]).then(
        () => void waits.push(performance.now() - intended),
        () => void refused++,
      );
      pending.push(call);
    }
    await sleep(1);
  }
  await Promise.all(pending);
  waits.sort((a, b) => a - b);
  const told = [0.5, 0.9, 0.99, 0.999].map((share) => `p${share * 100} ${percentile(waits, share)} ms`).join(", ");
  console.log(`${rate}/s for ${seconds} s: ${told}, refused ${refused}`);
}

function cpuOf(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return user + system;
}

/** What every entry of this program costs before it is appended, and what its text does. */
function alone(): void {
  const entries: Envelope[] = [];
  const making = cpuOf(() => {
    for (let i = 0; i < 4_000; i++) entries.push(next());
  });
  let bytes = 0;
  const encoding = cpuOf(() => {
    for (const entry of entries) bytes += encodeValue(entry).length;
  });
  const stringify = cpuOf(() => {
    for (const entry of entries) bytes += JSON.stringify(entry).length;
  });
  const [made, encoded, json] = [making, encoding, stringify].map((time) => (time / entries.length).toFixed(1));
  console.log(
    `${Math.round(bytes / entries.length / 2)} bytes: making ${made} µs, encoding ${encoded} µs (JSON alone ${json} µs)`,
  );
}

try {
  for (let i = 0; i < 4; i++) alone();
  await throughput(1, 1_000);
  for (const lanes of [64, 512, 4_096]) await throughput(lanes, 4_000);
  await steady();
} finally {
  await journal.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
}
