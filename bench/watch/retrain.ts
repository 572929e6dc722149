/**
 * `npm run bench:watch -- retrain [--runs n --quick]`: what callers notice of a retraining. A server at half of what it can do is
 * asked before, while its system is retrained (`alidade retrain snapshot`, `alidade retrain train`, in processes that give way, on
 * one thread) and promoted, and afterwards. Prints one table, writes `bench/results/retrain.json`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { scratchFolder } from "../data/scratch.ts";
import type { Line, Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { results } from "../frame/parts.ts";
import { tableOf } from "../frame/print.ts";
import { capacityOf } from "../serve/load/capacity.ts";
import { failures, load } from "../serve/load/job.ts";
import { serve, stop } from "../serve/load/server.ts";
import { questions } from "../serve/systems/data.ts";
import { openGrowingShop } from "./retrain/shop.ts";
import { retrainUnderLoad } from "./retrain/under-load.ts";

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const times = options.quick ? 1 : Number(options.runs);
const seconds = options.quick ? 3 : 15;
const CONNECTIONS = 512;

const folder = scratchFolder("retrain");
const before = await lookAround();
say("retrain: training what serves first");
const shop = await openGrowingShop(folder);
const server = await serve(shop.file, shop.state);
try {
  say("retrain: how much the server can do");
  const { most, half } = await capacityOf(server, { path: "/v1/decide", bodies: questions, seconds });
  const rate = most.perSecond / 2;
  say("retrain: retraining under load");
  const retrained = await retrainUnderLoad({ shop, server, rate, connections: CONNECTIONS, times });
  const asked = { url: server.url, path: "/v1/decide", bodies: questions, connections: CONNECTIONS };
  const later = await load({ ...asked, rate, seconds });
  const after = await lookAround();
  const { load: during, niceness } = retrained;
  // Half a request is less than one: none may fail.
  const none: Line["target"] = { below: 0.5 };
  const usual = (half.latency.p99 + later.latency.p99) / 2;
  const lines: readonly Line[] = [
    { what: "decisions, most", value: most.perSecond, unit: "per s" },
    { what: "at half, p99 before", value: half.latency.p99, unit: "ms" },
    { what: "at half, p99 while retraining and promoting", value: during.latency.p99, unit: "ms" },
    { what: "at half, p99 afterwards", value: later.latency.p99, unit: "ms" },
    {
      what: "p99, of the mean of before and afterwards",
      value: during.latency.p99 / usual,
      unit: "",
      target: { below: 1.5 },
    },
    { what: "p50 before", value: half.latency.p50, unit: "ms" },
    { what: "p50 while retraining and promoting", value: during.latency.p50, unit: "ms" },
    { what: "requests that failed meanwhile", value: retrained.failed, unit: "", target: none },
    { what: "requests that failed before and afterwards", value: failures(half) + failures(later), unit: "" },
    { what: "promotions that the server did not take", value: times - retrained.promoted, unit: "", target: none },
    { what: "a snapshot and a training", value: median(retrained.seconds), unit: "s" },
    { what: "threads of it that did not give way", value: niceness.upright, unit: "", target: none },
  ];
  const noise = noiseLine([before, after]);
  const failed = Object.keys(during.failed).length === 0 ? [] : [`Failed meanwhile: ${JSON.stringify(during.failed)}.`];
  const notes = [
    ...failed,
    `${during.answered.toLocaleString("en-US")} requests were answered while it was retrained ${times} times; a retraining had ${niceness.threads} threads at most.`,
    `The generator was late by ${during.lateness.p99.toFixed(2)} ms at p99 meanwhile and ${half.lateness.p99.toFixed(2)} ms before, which is in the latency.`,
    "Server, journal, load and retraining share the cores of this machine.",
    machineLine(before),
    ...(noise === undefined ? [] : [noise]),
  ];
  const measured: Measured = { lines, notes };
  const about = "what callers notice of a retraining and a promotion";
  console.log(tableOf({ name: "retrain", about, run: () => Promise.resolve(measured) }, measured));
  mkdirSync(results, { recursive: true });
  const record = {
    ...{ benchmark: "retrain", at: new Date().toISOString(), machine, before, after, ...options, about },
    ...{ ...measured, failed: during.failed },
  };
  writeFileSync(new URL("retrain.json", results), `${JSON.stringify(record, null, 2)}\n`);
} finally {
  await stop(server);
  rmSync(folder, { recursive: true, force: true });
}
