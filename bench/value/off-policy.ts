/**
 * `node bench/value/off-policy.ts [--decisions n --runs n --python path]`: what it takes to estimate a policy from a million
 * logged decisions: by all estimators, with intervals, overlap, eight caps and bounds; at once, in parts that are merged, and
 * with entities. Beside it obp, where that Python has it, or else the same sums in NumPy. Prints one table, writes
 * `bench/results/off-policy.json`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  mergeOffPolicy,
  noOffPolicySums,
  type OffPolicy,
  offPolicy,
  offPolicyOf,
  offPolicySums,
  type PolicyLog,
  slatePolicy,
} from "../../src/evaluate/index.ts";
import { isInsufficient, rng } from "../../src/kernel/index.ts";
import { scratchFolder } from "../data/scratch.ts";
import type { Line } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { quantile } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";

const { values } = parseArgs({
  options: {
    decisions: { type: "string", default: "1000000" },
    runs: { type: "string", default: "5" },
    python: { type: "string", default: process.env.ALIDADE_PYTHON ?? "python3" },
  },
});
const [decisions, runs] = [Number(values.decisions), Number(values.runs)];
const ACTIONS = 5;
const POSITIONS = 5;
const PART = 10_000;
const range = { low: 0, high: 1 };

interface Log extends PolicyLog {
  readonly predicted: Float64Array;
  readonly predictedTarget: Float64Array;
  readonly entity: Int32Array;
  readonly action: Float64Array;
}

/** Each action as likely as its number, in the log upwards and in what is judged downwards. */
function logOf(): Log {
  const draws = rng({ seed: 3, purpose: "bench.off-policy" });
  const total = (ACTIONS * (ACTIONS + 1)) / 2;
  const column = (): Float64Array => new Float64Array(decisions);
  const log = {
    ...{ reward: column(), propensity: column(), target: column(), action: column() },
    ...{ predicted: column(), predictedTarget: column(), entity: new Int32Array(decisions) },
  };
  for (let row = 0; row < decisions; row++) {
    let action = 0;
    for (let left = draws.uniform() * total - 1; left >= 0 && action < ACTIONS - 1; ) left -= ++action + 1;
    log.action[row] = action;
    log.propensity[row] = (action + 1) / total;
    log.target[row] = (ACTIONS - action) / total;
    log.reward[row] = draws.uniform() < 0.1 + 0.1 * action ? 1 : 0;
    log.predicted[row] = 0.1 + 0.09 * action;
    log.predictedTarget[row] = 0.22;
    log.entity[row] = Math.floor(row / 4);
  }
  return log;
}

/** The median of so many runs, in seconds, and what the last gave. */
function timed<T>(work: () => T): readonly [seconds: number, result: T] {
  const times: number[] = [];
  let result = work();
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    result = work();
    times.push((performance.now() - start) / 1_000);
  }
  return [quantile(times, 0.5), result];
}

const cut = (log: PolicyLog, start: number, end: number): PolicyLog =>
  Object.fromEntries(
    Object.entries(log).map(([name, column]) => [name, (column as Float64Array).subarray(start, end)]),
  ) as unknown as PolicyLog;

function inParts(log: PolicyLog): OffPolicy {
  let sums = noOffPolicySums();
  for (let start = 0; start < decisions; start += PART)
    sums = mergeOffPolicy(sums, offPolicySums(cut(log, start, Math.min(decisions, start + PART))));
  return offPolicyOf(sums, { range });
}

interface Peer {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
  readonly valueSeconds: number;
  readonly intervalSeconds: number;
}

/** What Python takes for the same values, and for intervals by its bootstrap. */
function peerOf(log: Log, folder: string): Peer | undefined {
  const file = join(folder, "log.f64");
  const { reward, propensity, target, action, predicted, predictedTarget } = log;
  const columns = [reward, propensity, target, action, predicted, predictedTarget];
  writeFileSync(file, Buffer.concat(columns.map(({ buffer }) => Buffer.from(buffer as ArrayBuffer))));
  const program = fileURLToPath(new URL("off-policy.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(values.python, [program, file, String(decisions)], { encoding: "utf8" });
  if (status === 0) return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Peer;
  process.stderr.write(`Left out what it is compared with: ${stderr.trim().split("\n").at(-1) ?? "no Python"}\n`);
  return undefined;
}

function valueBy({ estimates }: OffPolicy, name: string): number {
  const found = estimates.find(({ estimator }) => estimator === name)?.value;
  return found === undefined || isInsufficient(found) ? Number.NaN : found.value;
}

const folder = scratchFolder("off-policy");
const before = await lookAround();
const { entity, action: _action, ...log } = logOf();
const whole: Log = { ...log, entity, action: _action };
const [atOnce, found] = timed(() => offPolicy(log, { range }));
const [parts, merged] = timed(() => inParts(log));
const [clustered] = timed(() => offPolicy({ ...log, entity }, { range }));
const position = { reward: log.reward, propensity: log.propensity, target: log.target };
const positions = Array.from({ length: POSITIONS }, () => position);
const [slates] = timed(() => slatePolicy({ positions, chances: "independent" }));
const peer = peerOf(whole, folder);
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const million = `${decisions.toLocaleString("en")} decisions`;
const target = { below: 3 };
const besideIntervals = peer && { beside: { name: `${peer.name}, 100 bootstraps`, value: peer.intervalSeconds } };
const besideValues = peer && { beside: { name: `${peer.name}, values alone`, value: peer.valueSeconds } };
const lines: readonly Line[] = [
  { what: `${million}, everything`, value: atOnce, unit: "s", target, ...besideIntervals },
  {
    what: `${million}, in parts of ${PART.toLocaleString("en")}, merged`,
    value: parts,
    unit: "s",
    target,
    ...besideValues,
  },
  { what: `${million} of ${(decisions / 4).toLocaleString("en")} entities`, value: clustered, unit: "s", target },
  { what: `${million}, rankings of ${POSITIONS}, all estimators`, value: slates, unit: "s" },
];
const names = ["ips", "snips", "doubly-robust", "switch-dr"];
const gap = Math.max(...names.map((name) => Math.abs(valueBy(found, name) - valueBy(merged, name))));
const off =
  peer && Math.max(...names.map((name) => Math.abs(valueBy(found, name) - (peer.values[name] ?? Number.NaN))));
const noise = noiseLine([before, after]);
const notes = [
  `Medians of ${runs} runs after one that is not counted; everything: four estimators, eight caps, overlap, bounds.`,
  `Merged parts and the whole differ by ${gap.toExponential(1)} at most.`,
  ...(peer === undefined ? [] : [`${peer.name} and Alidade differ by ${off?.toExponential(1)} at most.`]),
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const about = "what another policy would have brought, from a log";
console.log(tableOf({ name: "off-policy", about, run: async () => ({ lines, notes }) }, { lines, notes }));
const result = new URL("../results/off-policy.json", import.meta.url);
mkdirSync(new URL(".", result), { recursive: true });
const record = {
  benchmark: "off-policy",
  about,
  at: new Date().toISOString(),
  machine,
  before,
  after,
  runs,
  lines,
  notes,
};
writeFileSync(result, `${JSON.stringify(record, null, 2)}\n`);
