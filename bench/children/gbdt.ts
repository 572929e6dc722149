// One fit in a fresh process: `node gbdt.ts <simulated rows> <rounds>` prints seconds and what unseen rows say of the model.
import { rocAuc } from "../../src/evaluate/index.ts";
import { resolveParams } from "../../src/kernel/index.ts";
import { learners, type TrainingSet } from "../../src/learn/index.ts";
import { scoreModel } from "../../src/model/index.ts";
import { readSimulated, SHAPE, tableFrom } from "../frame/simulated.ts";

const [file = "", rounds = "100"] = process.argv.slice(2);
const cells = readSimulated(file);
const part = (from: number, to: number): TrainingSet => ({
  features: tableFrom(cells, from, to),
  label: Float64Array.from(
    { length: to - from },
    (_, row) => cells[(from + row) * (SHAPE.features + 1) + SHAPE.features] ?? 0,
  ),
  classes: [],
});
const training = part(0, SHAPE.rows);
const unseen = part(SHAPE.rows, SHAPE.rows + SHAPE.unseen);

/** Seconds of a fit of so many trees, and the model. */
function timed(trees: number): { readonly seconds: number; readonly model: ReturnType<typeof learners.gbdt.fit> } {
  const params = resolveParams("gbdt", learners.gbdt.params, { rounds: trees });
  const started = performance.now();
  const model = learners.gbdt.fit(training, params, { task: "binary", seed: 1 });
  return { seconds: (performance.now() - started) / 1000, model };
}

const one = timed(1);
const all = timed(Number(rounds));
const judged = rocAuc(scoreModel(all.model, unseen.features), unseen.label);
const area = "value" in judged ? judged.value : Number.NaN;
console.log(JSON.stringify({ binning: one.seconds, total: all.seconds, rocAuc: area }));
