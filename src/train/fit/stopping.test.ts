import { describe, expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import { hashBytes } from "../../kernel/index.ts";
import { resolveLearner, takeTraining } from "../../learn/index.ts";
import { encodeModel, type TreesBody } from "../../model/index.ts";
import { silentProgress, toHtml } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import {
  type ActingSystem,
  bestOf,
  binary,
  constant,
  gbdt,
  type Head,
  imported,
  type LearnerRef,
  logistic,
  partitioned,
} from "../../system/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { datasetOf } from "../dataset/dataset.ts";
import { reproduce } from "../register/reproduce.ts";
import { modelReport, trainJson } from "../report/index.ts";
import { checkLearners } from "./fit-heads.ts";
import { belongingOf, planFor } from "./plan-for.ts";
import { setAside } from "./set-aside.ts";

closeBenches();
const eager = { rounds: 300, learningRate: 0.3, minDataInLeaf: 5, numLeaves: 15 } as const;
const patient = gbdt({ ...eager, earlyStoppingRounds: 10 });
const table = simulatedVisits();

const withHead = (system: ActingSystem, change: Partial<Head>): ActingSystem =>
  ({ ...system, heads: { risk: { ...system.heads.risk!, ...change } } }) as ActingSystem;

describe("a head that is told to stop early", () => {
  test("learns from the rest of its rows and stops by those set aside, as its learner does by itself", async () => {
    const system = clinic({ learner: patient });
    const { heads, result, dataset, curves } = await (await openBench()).run(system, table);
    const { stopped, model } = heads[0]!;
    const all = Int32Array.from({ length: dataset.rows }, (_, row) => row);
    const { learn, watch } = setAside(belongingOf(system, dataset), all, 0.1);
    const whole = { features: dataset.features, label: dataset.labels.back!.values, classes: [] };
    const set = (rows: Int32Array) => takeTraining(whole, rows, "binary");
    const alone = resolveLearner(patient).fit(set(learn), {
      task: "binary",
      seed: system.seed,
      validation: set(watch),
    });
    expect({ ...model, calibration: alone.calibration }).toEqual(alone);
    const rounds = (alone.body as TreesBody).roots.length;
    expect(rounds).toBeLessThan(200);
    expect(stopped).toEqual({ share: 0.1, rows: watch.length, rounds, most: 300 });
    expect(result.models[0]).toMatchObject({ stopped: { rounds } });
    expect(trainJson(result).models[0]?.stopped?.rounds).toBe(rounds);
    // The curve goes on for as many rounds as it was waited for.
    const curve = curves["risk: validation"]!;
    expect(curve.at(-1)![0]).toBe(rounds + 10);
    expect(Math.min(...curve.map(([, loss]) => loss))).toBe(curve[rounds - 1]![1]);
  });

  test("is better on rows that it has not seen than with all its rounds", async () => {
    const lossOf = async (learner: LearnerRef): Promise<number> => {
      const { result } = await (await openBench()).run(clinic({ learner }), table);
      return (result.metrics.risk!.logLoss as Estimate).value;
    };
    expect(await lossOf(patient)).toBeLessThan((await lossOf(gbdt(eager))) - 0.02);
  });

  test("says so in the report, in the lineage and in the record of the run, and is made again from them", async () => {
    const system = clinic({ learner: patient });
    const bench = await openBench();
    const run = await bench.run(system, table);
    const html = await toHtml(modelReport(run, system));
    expect(html).toMatch(/Every fit set 10% of its own rows aside to see when to stop/);
    expect(html).toMatch(/It kept the first \d+ of at most 300 rounds/);
    expect(html).toContain("What it watched to see when to stop");
    const { id } = run.result.models[0]!;
    expect((await bench.registry.findModel(id)).lineage.params).toMatchObject({ validation: 0.1 });
    const [record] = (await bench.registry.findRuns(system.name, {})).runs;
    expect(record?.facts).toMatchObject({ stopped: { risk: run.heads[0]!.stopped } });
    const deps = { ...bench, blobs: bench.state.blobs, compute: inlineCompute, progress: silentProgress };
    expect(await reproduce(system, id, deps)).toMatchObject({ same: true });
  });

  test("watches the newest of its own rows where the data have a time, and never a row that it is judged on", async () => {
    const system = clinic({ learner: patient, byTime: true });
    const dataset = datasetOf(system, table);
    const { time } = dataset;
    for (const { train, score } of planFor(system, dataset).fits) {
      const { learn, watch } = setAside(belongingOf(system, dataset), train, 0.1);
      const newest = Math.max(...Array.from(learn, (row) => time![row]!));
      expect(Math.min(...Array.from(watch, (row) => time![row]!))).toBeGreaterThan(newest);
      const scored = new Set(score);
      expect([...watch, ...learn].some((row) => scored.has(row))).toBe(false);
      expect(watch.length / train.length).toBeCloseTo(0.1, 1);
    }
  });

  test("sets aside as much as it is told to, and none where nobody tells it to stop", async () => {
    const quarter = withHead(clinic({ learner: gbdt(eager) }), { validation: 0.25 });
    const { heads } = await (await openBench()).run(quarter, table);
    expect(heads[0]!.stopped).toMatchObject({ share: 0.25, rows: 750 });
    const whole = await (await openBench()).run(clinic({ learner: gbdt({ rounds: 5 }) }), table);
    expect(whole.heads[0]!.stopped).toBeUndefined();
  });

  test("stops where it is made of others, in pieces too", async () => {
    const best = await (await openBench()).run(clinic({ learner: bestOf([patient, constant()]) }), table);
    expect(best.heads[0]!.stopped).toMatchObject({ share: 0.1, rounds: null });
    expect(Object.keys(best.curves).some((name) => name.endsWith("validation"))).toBe(true);
    const system = clinic({
      learner: partitioned(gbdt({ ...eager, rounds: 40, earlyStoppingRounds: 3 }), { by: ["ward"] }),
    });
    const { heads, dataset } = await (await openBench()).run(system, table);
    const all = Int32Array.from({ length: dataset.rows }, (_, row) => row);
    const { learn, watch } = setAside(belongingOf(system, dataset), all, 0.1);
    const whole = { features: dataset.features, label: dataset.labels.back!.values, classes: [] };
    const set = (rows: Int32Array) => takeTraining(whole, rows, "binary");
    const alone = resolveLearner(system.heads.risk!.learner).fit(set(learn), {
      ...{ task: "binary", seed: system.seed, validation: set(watch) },
    });
    const { conformal: _, ...bare } = heads[0]!.model;
    expect(hashBytes(encodeModel({ ...bare, calibration: alone.calibration }))).toBe(hashBytes(encodeModel(alone)));
  });

  test.each([
    [
      "a learner that cannot",
      { learner: logistic(), validation: 0.1 },
      /heads\.risk\.validation.*logistic cannot stop early/,
    ],
    [
      "a model that is there already",
      { learner: imported({ file: "m.txt" }), validation: 0.1 },
      /imported cannot stop/,
    ],
    ["candidates that cannot", { learner: bestOf([logistic(), constant()]), validation: 0.1 }, /bestOf cannot stop/],
    ["no patience", { learner: gbdt({ earlyStoppingRounds: 0 }), validation: 0.1 }, /earlyStoppingRounds` is 0/],
  ])("is refused with %s", (_, change, words) => {
    const system = withHead(clinic(), change);
    expect(() => checkLearners(system)).toThrow(expect.objectContaining({ code: "system.invalid" }));
    expect(() => checkLearners(system)).toThrow(words);
  });
});

test("a share of rows for a learner that cannot stop early does not compile", () => {
  const wrong = (): void => {
    // @ts-expect-error logistic regression ends when it is done
    binary({ label: "back", learner: logistic(), validation: 0.1 });
    // @ts-expect-error an imported model does not learn
    binary({ label: "back", learner: imported({ file: "m.txt" }), validation: 0.1 });
    // @ts-expect-error a share is a number
    binary({ label: "back", learner: gbdt(), validation: "10%" });
  };
  expect(wrong).toBeTypeOf("function");
  expect(binary({ label: "back", learner: gbdt(), validation: 0.2 })).toMatchObject({ validation: 0.2 });
});
