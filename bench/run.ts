/** `npm run bench [-- name… --runs n]`: measures, prints one table per benchmark, writes `bench/results/<name>.json`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cli } from "./benchmarks/cli.ts";
import { decide } from "./benchmarks/decide.ts";
import { size } from "./benchmarks/size.ts";
import { train } from "./benchmarks/train.ts";
import type { Benchmark, Measured } from "./frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine, type Quiet } from "./frame/machine.ts";
import { tableOf } from "./frame/print.ts";

const benchmarks: readonly Benchmark[] = [train, cli, size, decide];
const results = new URL("./results/", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" } },
});
const runs = Number(values.runs);
const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));

async function measure(benchmark: Benchmark): Promise<void> {
  const before = await lookAround();
  const folder = mkdtempSync(join(tmpdir(), `alidade-bench-${benchmark.name}-`));
  try {
    const measured = await benchmark.run({ runs, folder, say: (text) => process.stderr.write(`${text}\n`) });
    report(benchmark, measured, [before, await lookAround()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(benchmark: Benchmark, measured: Measured, looks: readonly [Quiet, Quiet]): void {
  const noise = noiseLine(looks);
  const notes = [...measured.notes, machineLine(looks[0]), ...(noise === undefined ? [] : [noise])];
  console.log(`\n${tableOf(benchmark, { ...measured, notes })}`);
  const at = new Date().toISOString();
  const record = { benchmark: benchmark.name, at, machine, before: looks[0], after: looks[1], runs, ...measured };
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${benchmark.name}.json`, results), `${JSON.stringify(record, null, 2)}\n`);
}

if (unknown.length > 0 || !Number.isSafeInteger(runs) || runs < 1) {
  const names = benchmarks.map(({ name }) => name).join(", ");
  console.error(`Usage: npm run bench -- [name…] [--runs n]. Names are ${names}; n is a whole number from 1.`);
  process.exitCode = 2;
} else {
  const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const benchmark of chosen) await measure(benchmark);
}
