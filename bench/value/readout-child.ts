/**
 * `node --import ./bin/doors.js bench/value/readout-child.ts <units> <parts> <folder>`: sums so many units, one wide row
 * each, in so many parts, and reads 3 arms in 20 metrics with CUPED. The columns of a part are left in the folder for others
 * to read. Prints one line of JSON.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { summariseTables, threadCompute } from "../../src/backends/index.ts";
import {
  defineDesign,
  defineMetrics,
  type Metric,
  type ReadoutStatistics,
  readStatistics,
  type UnitTable,
} from "../../src/experiment/index.ts";
import { rng } from "../../src/kernel/index.ts";
import { median } from "../frame/median.ts";

const [units, parts, folder] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]!];
const rows = Math.ceil(units / parts);
const ARMS = ["control", "b", "c"];

type Kind = "mean" | "proportion" | "ratio";
const KINDS: readonly Kind[] = Array.from({ length: 20 }, (_, m) =>
  m < 12 ? "mean" : m < 16 ? "proportion" : "ratio",
);

const metrics = defineMetrics(
  KINDS.map((kind, m): Metric => {
    const facts = { name: `m${m}`, role: "success", direction: "increase", before: [`x${m}`] } as const;
    if (kind === "ratio") return { ...facts, kind, numerator: `y${m}`, denominator: "size" };
    return { ...facts, kind, value: `y${m}`, ...(m === 0 ? { money: true as const } : {}) };
  }),
);

/** Memory that threads read where it lies. */
const shared = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * rows));

/** Columns as wide as life: money and its past, shares, and sums over sizes. */
function makePart(): UnitTable {
  const random = rng({ seed: 1, purpose: "bench readout" });
  const codes = new Uint16Array(new SharedArrayBuffer(2 * rows));
  for (let i = 0; i < rows; i++) codes[i] = random.integer(3);
  const noise = new Float64Array(rows + 40).map(() => random.normal());
  const size = shared();
  for (let i = 0; i < rows; i++) size[i] = 1 + random.integer(9);
  const columns: Record<string, Float64Array> = { size };
  KINDS.forEach((kind, m) => {
    const [y, x] = [shared(), shared()];
    for (let i = 0; i < rows; i++) {
      const temper = noise[i + m]!;
      x[i] = 10 + temper;
      const money = 10 + 0.7 * temper + 0.7 * noise[rows - i]! + 0.01 * codes[i]!;
      y[i] = kind === "mean" ? money : kind === "proportion" ? Number(money > 10.5) : money * size[i]!;
    }
    columns[`y${m}`] = y;
    columns[`x${m}`] = x;
  });
  return { arms: { codes, names: ARMS }, columns };
}

const table = makePart();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "arm.u2"), table.arms.codes);
for (const [name, column] of Object.entries(table.columns)) writeFileSync(join(folder, `${name}.f8`), column);

const started = performance.now();
const cpuBefore = process.cpuUsage();
const all = Array.from({ length: parts }, (_, part) => ({ part: String(part), table }));
const statistics = await summariseTables(all, { experiment: "bench", metrics }, threadCompute());
const summed = performance.now();
const cpu = process.cpuUsage(cpuBefore);
const design = defineDesign({
  name: "bench",
  control: "control",
  unit: "entity",
  arms: ARMS.map((arm) => ({ arm, share: 1 / 3 })),
  planned: { units },
});
const stored = JSON.stringify(statistics);
const before = performance.now();
const readout = readStatistics({ design, statistics: JSON.parse(stored) as ReadoutStatistics });
const read = performance.now();
const again = Array.from({ length: 20 }, () => {
  const start = performance.now();
  readStatistics({ design, statistics: JSON.parse(stored) as ReadoutStatistics });
  return performance.now() - start;
});

const found = readout.metrics.map(({ effects }) =>
  effects.map(({ fixed }) => ("value" in fixed ? [fixed.value, fixed.pValue] : null)),
);
console.log(
  JSON.stringify({
    seconds: (summed - started) / 1_000,
    cpu: (cpu.user + cpu.system) / 1e6,
    readMs: read - before,
    againMs: median(again),
    bytes: stored.length,
    peakMb: process.resourceUsage().maxRSS / 1_000,
    found,
  }),
);
process.exit(0);
