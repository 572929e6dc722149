// Fits a model for each of many keys, in pieces that survive this process: `node keys.ts <folder> <shops> <threads>` prints one
// JSON document. Killed and started again with the same folder it goes on where it stopped.
import { fileBlobs, threadCompute } from "../../../src/backends/index.ts";
import { rowOf, takeRows } from "../../../src/data/index.ts";
import { hashBytes } from "../../../src/kernel/index.ts";
import { decodeModel, encodeModel, type Model, scoreModel, scoreRow } from "../../../src/model/index.ts";
import { fitPartitioned } from "../../../src/train/index.ts";
import { median } from "../../frame/median.ts";
import { SHOPS, weeks } from "../data.ts";

const [folder = "", shops = String(SHOPS.shops), threads = "2"] = process.argv.slice(2);
const shape = { shops: Number(shops), regions: SHOPS.regions };
const PER_SHOP = 60;

const training = weeks(PER_SHOP, 1, shape);
const learner = {
  learner: "partitioned",
  params: { by: ["region", "shop"] },
  base: { learner: "linear", params: { minLevelWeight: 1e9 } },
};
const cpu = process.cpuUsage();
const started = performance.now();
const { model } = await fitPartitioned(
  { learner, training, task: "regression", seed: 1, data: `weeks of ${shops} shops` },
  { compute: threadCompute(Number(threads)), blobs: fileBlobs(folder) },
);
const fitMs = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
const fitCpuMs = (user + system) / 1_000;
const bytes = encodeModel(model);

const unseen = weeks(2, 2, shape);
const decoding = performance.now();
const served = decodeModel(bytes);
const decodeMs = performance.now() - decoding;
const first = performance.now();
const scores = scoreModel(served, unseen.features);
const firstBatch = performance.now() - first;
const again = performance.now();
scoreModel(served, unseen.features);
const batchMs = performance.now() - again;

/** Mean square of what is left unexplained, of a share of the rows. */
function errorOf(said: Float64Array): number {
  return said.reduce((sum, score, row) => sum + (score - (unseen.label[row] as number)) ** 2, 0) / said.length;
}

/** Microseconds for one row, the median of many. */
function oneRow(asked: Model): number {
  const rows = Array.from({ length: 500 }, (_, i) =>
    rowOf(takeRows(unseen.features, Int32Array.of((i * 37) % unseen.features.rows)), 0),
  );
  for (const row of rows) scoreRow(asked, row);
  return (
    1_000 *
    median(
      rows.map((row) => {
        const begin = performance.now();
        scoreRow(asked, row);
        return performance.now() - begin;
      }),
    )
  );
}

const { parts, parent } = served.body as { readonly parts: readonly unknown[]; readonly parent: Model };
const rows = unseen.features.rows;
const found = {
  ...{ fitMs, fitCpuMs, decodeMs, bytes: bytes.length, hash: hashBytes(bytes), kept: parts.length },
  ...{ firstRowUs: (1_000 * firstBatch) / rows, batchRowUs: (1_000 * batchMs) / rows, oneRowUs: oneRow(served) },
  ...{ error: errorOf(scores), parentError: errorOf(scoreModel(parent, unseen.features)) },
  peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
console.log(JSON.stringify(found));
