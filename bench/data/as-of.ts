/**
 * `node bench/data/as-of.ts [--runs n] [--quick]`: joins twenty windowed features of a stream to decisions, each as of its
 * time, in fresh processes: 1, 3 and 10 million events with a tenth as many decisions, and beside pandas and Feast on what
 * these can do. Prints one table, writes `bench/results/as-of.json`. For the comparison:
 * `python3 -m venv .cache/feast && .cache/feast/bin/pip install -r bench/data/as-of-requirements.txt`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Line, Measured } from "../frame/benchmark.ts";
import { root, runChild } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";
import { scratchFolder } from "./scratch.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
const ENTITIES = 100_000;
/** Feast pairs every decision with every event of its entity before it chooses: 100,000 events take more than 8 GB. */
const PEER = [10_000, 30_000] as const;
const SIZES = values.quick ? [100_000, 300_000, 1_000_000] : [1_000_000, 3_000_000, 10_000_000];
const python = process.env.ALIDADE_FEAST ?? join(root, ".cache", "feast", "bin", "python");

interface Ours {
  readonly events: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMb: number;
  readonly inputMb: number;
}

interface Theirs {
  readonly windows: number;
  readonly join: number;
  readonly peakMb: number;
  readonly unlikeHappened: number;
  readonly unlikeKnown: number;
}

function ours(events: number, folder?: string): Ours {
  const script = fileURLToPath(new URL("as-of-child.ts", import.meta.url));
  const args = [
    script,
    String(events),
    String(events / 10),
    String(ENTITIES),
    ...(folder === undefined ? [] : [folder]),
  ];
  return JSON.parse(runChild(process.execPath, args).stdout) as Ours;
}

/** Undefined where it fails, for want of memory or time. */
function theirs(folder: string): Theirs | undefined {
  const script = fileURLToPath(new URL("as-of.py", import.meta.url));
  // Feast keeps files in the directory that it is started in.
  const options = { cwd: folder, encoding: "utf8", timeout: 600_000, maxBuffer: 2 ** 26 } as const;
  const child = spawnSync(python, [script, folder], options);
  if (child.status !== 0)
    process.stderr.write(`Feast ended with ${child.status ?? child.signal}: ${child.stderr.slice(-500)}\n`);
  return child.status === 0 ? (JSON.parse(child.stdout.trim().split("\n").at(-1) ?? "") as Theirs) : undefined;
}

const millions = (events: number): string => `${(events / 1e6).toLocaleString("en-US")} M events`;
const notes: string[] = [];
const lines: Line[] = [];
const before = await lookAround();

const grown = SIZES.map((events) => {
  const fits = Array.from({ length: runs }, () => ours(events));
  process.stderr.write(
    `${millions(events)}: ${fits.map(({ seconds, cpu }) => `${seconds.toFixed(1)} s (${cpu.toFixed(1)} s of CPU)`).join(", ")}\n`,
  );
  const of = (pick: (fit: Ours) => number): number => median(fits.map(pick));
  lines.push({
    what: `${millions(events)}, wall`,
    value: of((f) => f.seconds),
    unit: "s",
    ...(events === 1e7 ? { target: { below: 20 } } : {}),
  });
  lines.push({ what: `${millions(events)}, CPU`, value: of((f) => f.cpu), unit: "s" });
  lines.push({ what: `${millions(events)}, CPU an event`, value: (of((f) => f.cpu) / events) * 1e6, unit: "µs" });
  lines.push({
    what: `${millions(events)}, memory beside the input`,
    value: of((f) => f.peakMb - f.inputMb),
    unit: "MB",
  });
  return { events, cpu: of((f) => f.cpu) };
});
const [small, large] = [grown[0], grown.at(-1)] as [{ events: number; cpu: number }, { events: number; cpu: number }];
const exponent = Math.log(large.cpu / small.cpu) / Math.log(large.events / small.events);
lines.push({ what: "cost grows with events to the power", value: exponent, unit: "", target: { below: 1.1 } });

if (!existsSync(python)) notes.push(`Not compared with Feast: no ${python}; see the head of bench/data/as-of.ts.`);
else
  for (const events of PEER) {
    const folder = scratchFolder("as-of");
    try {
      const mine = ours(events, folder);
      const beside = theirs(folder);
      if (beside === undefined) {
        notes.push(`Feast could not do ${events.toLocaleString("en-US")} events here.`);
        break;
      }
      const what = `${events.toLocaleString("en-US")} events`;
      lines.push({
        what: `${what}, windows and join`,
        value: mine.seconds,
        unit: "s",
        beside: { name: "pandas rolling + Feast", value: beside.windows + beside.join },
      });
      lines.push({
        what: `${what}, beside the join alone`,
        value: mine.seconds,
        unit: "s",
        beside: { name: "Feast, of 20 ready columns", value: beside.join },
      });
      lines.push({
        what: `${what}, memory of the process`,
        value: mine.peakMb,
        unit: "MB",
        beside: { name: "pandas and Feast", value: beside.peakMb },
      });
      const share = (part: number): string => `${(part * 100).toFixed(2)} %`;
      notes.push(
        `${what}: the last cost by event time alone differs from Feast's in ${share(beside.unlikeHappened)} of the decisions; ` +
          `ours, of what was known by then, in ${share(beside.unlikeKnown)}: there Feast serves what came late.`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

const after = await lookAround();
const noise = noiseLine([before, after]);
const measured: Measured = { lines, notes: [...notes, machineLine(before), ...(noise === undefined ? [] : [noise])] };
const about = "twenty windowed features joined as of each decision; entities by Zipf 1.1, 5 % of the events late";
console.log(tableOf({ name: "as-of", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = { benchmark: "as-of", about, at: new Date().toISOString(), machine, before, after, runs, ...measured };
writeFileSync(new URL("as-of.json", results), `${JSON.stringify(record, null, 2)}\n`);
