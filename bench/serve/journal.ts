/**
 * `npm run bench:serve -- journal`: what the journal takes. CPU of the serving thread per entry, durable entries a second, and
 * how long an acknowledgement takes at a steady rate, from the intended moment. Another `--folder` tells the disk's part from
 * the program's: `node bench/serve/journal.ts --rate 5000 --seconds 10 --folder /dev/shm`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { journalOver } from "../../src/backends/journal/journal-over.ts";
import { packer } from "../../src/backends/journal/packer.ts";
import { journalWriter } from "../../src/backends/journal/writer.ts";
import { seededIds } from "../../src/kernel/index.ts";
import type { Envelope } from "../../src/records/index.ts";
import { encodeValue, type Journal } from "../../src/store/index.ts";
import type { Line } from "../frame/benchmark.ts";
import { quantile } from "../frame/median.ts";
import { beats } from "./load/beats.ts";
import { type PartTools, runPart } from "./part.ts";

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

const ids = seededIds(1);
// Hashing ids is no part of what is measured.
const made = Array.from({ length: 20_000 }, () => ids.next("dec"));
let used = 0;
const next = (): Envelope => receipt(`dec_${(1e12 + used).toString(36)}${made[used++ % made.length]}`, used);

/** As many as it takes, `lanes` calls waiting at any time. */
async function throughput(journal: Journal, lanes: number, forMs: number): Promise<readonly Line[]> {
  const start = performance.now();
  const cpu = process.threadCpuUsage();
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
  const [here, both] = [process.threadCpuUsage(cpu), process.cpuUsage(all)].map(
    ({ user, system }) => (user + system) / done,
  );
  return [
    { what: `entries, ${lanes} at a time`, value: (done / took) * 1_000, unit: "per s" },
    { what: `CPU of the appending thread, ${lanes} at a time`, value: here ?? Number.NaN, unit: "µs" },
    { what: `CPU of the process, ${lanes} at a time`, value: both ?? Number.NaN, unit: "µs" },
  ];
}

/** Calls at their intended moments, however long the answers take. */
async function steady(journal: Journal, rate: number, seconds: number): Promise<readonly Line[]> {
  const waits: number[] = [];
  const pending: Promise<void>[] = [];
  let refused = 0;
  const start = performance.now();
  const stop = beats(() => {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - start) / 1_000) * rate));
    for (let i = pending.length; i < due; i++) {
      const intended = start + (i / rate) * 1_000;
      const answered = (): void => void waits.push(performance.now() - intended);
      pending.push(journal.append([next()]).then(answered, () => void refused++));
    }
  });
  while (pending.length < rate * seconds) await sleep(10);
  await stop();
  await Promise.all(pending);
  const line = (name: string, share: number): Line => ({
    what: `acknowledged at ${rate}/s, ${name}`,
    value: quantile(waits, share),
    unit: "ms",
  });
  const slowest: Line = { ...line("p99", 0.99), target: { below: 5 } };
  const lost: Line = { what: `refused at ${rate}/s`, value: refused, unit: "" };
  return [line("p50", 0.5), line("p90", 0.9), slowest, line("p99.9", 0.999), ...(refused === 0 ? [] : [lost])];
}

function cpuOf(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return user + system;
}

/** What the text of an entry costs before it is appended. */
function alone(): readonly Line[] {
  const entries = Array.from({ length: 4_000 }, next);
  const pack = packer();
  const each = (name: string, write: (entry: Envelope) => string): readonly Line[] => {
    let bytes = 0;
    const writeAll = (): void => {
      for (const entry of entries) bytes += write(entry).length;
    };
    for (let i = 0; i < 3; i++) writeAll();
    bytes = 0;
    const cpu = cpuOf(writeAll);
    return [
      { what: `a thousand entries, ${name}`, value: bytes / entries.length / 1e3, unit: "MB" },
      { what: `CPU of an entry's text, ${name}`, value: cpu / entries.length, unit: "µs" },
    ];
  };
  return [...each("written out", encodeValue), ...each("by a form", (entry) => pack(entry).text)];
}

async function measure({ quick, option, folder: scratch }: PartTools): Promise<readonly Line[]> {
  const given = option("folder");
  const folder = given === "" ? scratch : mkdtempSync(join(given, ".journal-bench-"));
  const durability = option("durability") === "os" ? "os" : "fsync";
  const keep = option("keep") === "none" ? null : Number(option("keep"));
  const writer = journalWriter(join(folder, "journal"), { durability, keep });
  const journal = journalOver(writer.connect());
  try {
    const lines = [...alone()];
    for (const lanes of [1, 64, 512, 4_096]) lines.push(...(await throughput(journal, lanes, quick ? 1_000 : 4_000)));
    return [...lines, ...(await steady(journal, Number(option("rate")), Number(option("seconds"))))];
  } finally {
    await journal.close();
    await writer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const about = "entries of the journal, each on disk before it is acknowledged, alone in its process";
const options = { rate: "5000", seconds: "10", durability: "fsync", keep: "none", folder: "" };
await runPart({ name: "journal", about, options }, async (tools) => {
  const lines = await measure(tools);
  return { lines, notes: [`Durability ${tools.option("durability")}.`] };
});
