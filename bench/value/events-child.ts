/**
 * `node --import ./bin/doors.js bench/value/events-child.ts <folder> <threads>`: reads an experiment of three arms from its
 * exposures and events as they lie in the folder, twelve metrics with CUPED. Prints one line of JSON.
 */
import { join } from "node:path";
import { summariseFiles, threadCompute } from "../../src/backends/index.ts";
import { defineDesign, defineMetrics, type Metric, readStatistics } from "../../src/experiment/index.ts";

const [folder, threads] = [process.argv[2]!, Number(process.argv[3])];
const ARMS = ["control", "b", "c"];
const DAY = 86_400_000;

/** Four kinds of events, each summed, counted, and looked for. */
const columns = Object.fromEntries(
  ["view", "click", "purchase", "return"].flatMap((event) => [
    [`${event} money`, { event, as: "sum" as const }],
    [`${event} count`, { event, as: "count" as const }],
    [`${event} any`, { event, as: "any" as const }],
  ]),
);
const metrics = defineMetrics(
  Object.keys(columns).map(
    (value): Metric => ({
      ...{ name: value, role: "success", direction: "increase", before: [`${value} before`] },
      ...(value.endsWith("any") ? { kind: "proportion", value } : { kind: "mean", value }),
      ...(value === "purchase money" ? { money: true } : {}),
    }),
  ),
);

const started = performance.now();
const statistics = await summariseFiles({
  experiment: "bench",
  exposures: join(folder, "exposures.parquet"),
  events: join(folder, "events.parquet"),
  ...{ arms: ARMS, columns, metrics, within: 14 * DAY, before: 14 * DAY, asOf: 60 * DAY },
  scratch: folder,
  compute: threadCompute(threads),
});
const summed = performance.now();
const units = Object.values(statistics.arms).reduce((sum, arm) => sum + arm.units, 0);
const design = defineDesign({
  name: "bench",
  control: "control",
  unit: "entity",
  arms: ARMS.map((arm) => ({ arm, share: 1 / 3 })),
  planned: { units },
});
const readout = readStatistics({ design, statistics });
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    seconds: (summed - started) / 1_000,
    cpu: (user + system) / 1e6,
    readMs: performance.now() - summed,
    peakMb: process.resourceUsage().maxRSS / 1_000,
    units,
    found: readout.metrics.map(({ effects }) => effects.map(({ fixed }) => ("value" in fixed ? fixed.value : null))),
  }),
);
process.exit(0);
