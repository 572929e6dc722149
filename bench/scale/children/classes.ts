// Learns a tree of classes with a model at each fork: `node classes.ts <base> <rows per class> <tree as JSON>` prints one JSON
// document.
import { rowOf, takeRows } from "../../../src/data/index.ts";
import { resolveLearner } from "../../../src/learn/index.ts";
import { decodeModel, encodeModel, scoreModel, scoreRow } from "../../../src/model/index.ts";
import { median } from "../../frame/median.ts";
import { products, TREE } from "../data.ts";

const [name = "gbdt", perKind = "20", given] = process.argv.slice(2);
const tree: typeof TREE = given === undefined ? TREE : JSON.parse(given);
const gbdt = { learner: "gbdt", params: { rounds: 20, numLeaves: 8, minDataInLeaf: 10 } };
const base = name === "gbdt" ? gbdt : { learner: name, params: {} };

const training = products(Number(perKind), 1, tree);
const cpu = process.cpuUsage();
const started = performance.now();
const model = resolveLearner({ learner: "perNode", params: {}, base }).fit(training, { task: "hierarchical", seed: 1 });
const fitMs = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
const fitCpuMs = (user + system) / 1_000;
const fitPeakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
const bytes = encodeModel(model);
const decoding = performance.now();
const served = decodeModel(bytes);
const decodeMs = performance.now() - decoding;

const unseen = products(1, 2, tree);
const width = training.classes.length;
const rows = Math.min(2_000, unseen.features.rows);
const some = Int32Array.from({ length: rows }, (_, i) => Math.floor((i * unseen.features.rows) / rows));
const asked = takeRows(unseen.features, some);
scoreModel(served, asked);
const begun = performance.now();
const scores = scoreModel(served, asked);
const batchMs = performance.now() - begun;

/** The class with the highest probability. */
function likeliest(row: number): number {
  let best = 0;
  for (let k = 1; k < width; k++)
    if ((scores[row * width + k] as number) > (scores[row * width + best] as number)) best = k;
  return best;
}

const answers = Array.from({ length: rows }, (_, row) => [likeliest(row), unseen.label[some[row] as number] as number]);
const department = (leaf: number): number => Math.floor(leaf / (tree.shelves * tree.kinds));
const share = (isRight: (answer: readonly number[]) => boolean): number => answers.filter(isRight).length / rows;
const single = Array.from({ length: 300 }, (_, i) => rowOf(asked, (i * 7) % rows));
for (const row of single) scoreRow(served, row);
const took = single.map((row) => {
  const begin = performance.now();
  scoreRow(served, row);
  return performance.now() - begin;
});
const found = {
  ...{ rows: training.features.rows, classes: width, fitMs, fitCpuMs, fitPeakMb, decodeMs, bytes: bytes.length },
  ...{ oneRowUs: 1_000 * median(took), batchRowUs: (1_000 * batchMs) / rows },
  ...{
    right: share(([said, is]) => said === is),
    coarse: share(([said, is]) => department(said ?? -1) === department(is ?? -2)),
  },
  largestGap: Math.max(
    ...Array.from({ length: rows }, (_, row) =>
      Math.abs(1 - scores.subarray(row * width, (row + 1) * width).reduce((sum, p) => sum + p, 0)),
    ),
  ),
};
console.log(JSON.stringify(found));
