import { describe, expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import type { RawTable } from "../../data/index.ts";
import type { AlidadeError } from "../../kernel/index.ts";
import { decodeModel, encodeModel } from "../../model/index.ts";
import { championPlan } from "../../registry/index.ts";
import { silentProgress } from "../../report/index.ts";
import { binary } from "../../system/index.ts";
import { type Bench, clinic, closeBenches, openBench } from "../clinic.conformance.ts";
import { modelReport, reproduce, type TrainDeps, trainJson } from "../index.ts";
import { firstRows, serveLearned } from "../judge/histories.conformance.ts";
import { driftingVisits, type Relation, TURNED, TWICE, USUAL } from "./drifting.conformance.ts";
import { again, excess, LEARNED, PER_DAY, type Served, served, system } from "./served.conformance.ts";

closeBenches();

describe("a head whose base rate has doubled", () => {
  test("is recalibrated to nearly what a training would come to, passes the gate, and says what it was made from", async () => {
    const bench = await served(TWICE);
    const { registry, run, history, champion } = bench;
    const recalibrated = await run(system, history, again);
    const { result } = recalibrated;
    expect(result.gate.verdict).toBe("pass");
    expect(result.judged).toMatchObject({ kind: "fresh", enough: true });
    const id = result.models[0]!.id;
    const model = await registry.findModel(id);
    const parent = await registry.findModel(champion);
    expect(model.lineage).toMatchObject({
      ...{ parents: [champion], learner: "logistic", params: parent.lineage.params },
      recalibrated: { since: (parent.metrics.learned as { readonly until: number }).until },
    });
    expect(model.lineage.snapshot).not.toBe(parent.lineage.snapshot);
    expect((await registry.history("clinic")).findLast(({ subject }) => subject === id)?.why).toBe(
      `recalibrated from ${champion}`,
    );
    const [old, made] = [
      decodeModel((await registry.loadModel(champion)).bytes),
      decodeModel((await registry.loadModel(id)).bytes),
    ];
    expect(made.body).toEqual(old.body);
    const trained = (await run(system, history, { holds: true, afresh: true })).result.models[0]!.id;
    const [before, now, anew] = [
      await excess(bench, champion, TWICE),
      await excess(bench, id, TWICE),
      await excess(bench, trained, TWICE),
    ];
    // Of k parameters learned from n rows: k / 2n on average, and four times that once in thousands of times.
    const mostly = 4 * (3 / (2 * 30 * PER_DAY) + 6 / (2 * LEARNED * PER_DAY));
    expect(now).toBeLessThan(mostly);
    expect(now).toBeLessThan(before / 5);
    // What trains learns from forty days of another base rate as well.
    expect(now).toBeLessThan(anew + mostly);
    expect(trainJson(result).models).toMatchObject([{ id, recalibrated: champion }]);
    expect(JSON.stringify(modelReport(recalibrated, system))).toContain(`recalibrated from ${champion}`);
    // Thirty days of which the newer half is judged; every visit has its label.
    const taught = { since: (parent.metrics.learned as { readonly until: number }).until, rows: 3_600, older: 1_800 };
    expect(result.models[0]).toMatchObject({ taught });
    expect(modelReport(recalibrated, system).summary[1]).toMatch(
      new RegExp(
        `keeps ${champion}, and ${id} is that under .* from 3,600 labelled rows .* oldest 1,800 .* 1,800 newer`,
      ),
    );
    expect((await registry.runs("clinic"))[1]).toMatchObject({
      models: [id],
      facts: { recalibrated: { risk: champion }, taught: { risk: taught } },
    });
  });

  test("comes out the same when it is made again, and so does what is recalibrated once more", async () => {
    const bench = await served(TWICE);
    const { registry, run, history, state } = bench;
    const made = async (table: RawTable) => (await run(system, table, again)).result.models[0]!;
    const first = await made(history);
    expect((await made(history)).known).toBe(true);
    const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress };
    expect(await reproduce(system, first.id, deps)).toMatchObject({ same: true });
    const { version } = (await registry.currentPlan("clinic"))!;
    const release = (await registry.releases("clinic")).findLast(({ models }) => models.risk === first.id)!;
    const allocations = championPlan({ holdback: 0 }, release.id);
    await registry.changePlan("clinic", version, { allocations, why: "a test" });
    // And back to what was usual.
    const relation = (day: number): Relation => (day >= LEARNED && day < LEARNED + 30 ? TWICE : USUAL);
    const longer = driftingVisits({ days: LEARNED + 60, perDay: PER_DAY, seed: 1, relation });
    const second = await made(longer);
    expect((await registry.findModel(second.id)).lineage).toMatchObject({ parents: [first.id], learner: "logistic" });
    expect(await reproduce(system, second.id, deps)).toMatchObject({ same: true });
    expect(await excess(bench, second.id, USUAL)).toBeLessThan((await excess(bench, first.id, USUAL)) / 5);
  });
});

describe("where what is to be mended began long after the model was trained", () => {
  const began = (day: number): number => (20_000 + day) * 86_400_000;

  test("what came since then alone teaches and judges, once there is enough of it", async () => {
    const bench = await served(TWICE, { days: LEARNED + 42, since: LEARNED + 30 });
    const { run, history, registry } = bench;
    const since = began(LEARNED + 30) - 1;
    const { result } = await run(system, history, { ...again, since });
    expect(result.judged).toMatchObject({ kind: "fresh", days: 7 });
    expect(result.gate.verdict).toBe("pass");
    const { id } = result.models[0]!;
    expect((await registry.findModel(id)).lineage.recalibrated).toEqual({ since });
    expect(await excess(bench, id, TWICE)).toBeLessThan(0.1 * (await excess(bench, bench.champion, TWICE)));
    const deps = { registry, blobs: bench.state.blobs, compute: inlineCompute, progress: silentProgress };
    expect(await reproduce(system, id, deps)).toMatchObject({ same: true });
    // All that came since the training is of two base rates.
    const mixed = (await run(system, history, again)).result;
    expect(mixed.gate.verdict).not.toBe("pass");
  });

  test("all that came since the training does, where that is not enough", async () => {
    const { run, history } = await served(TWICE, { days: LEARNED + 34, since: LEARNED + 30 });
    const { result } = await run(system, history, { ...again, since: began(LEARNED + 30) - 1 });
    expect(result.judged).toMatchObject({ kind: "fresh", days: 17 });
  });
});

type Recalibrating = Omit<Served, "champion">;

describe("is not recalibrated, and says why", () => {
  const why = async ({ run, history, registry }: Recalibrating, changed = system, deps: Partial<TrainDeps> = again) => {
    const thrown = (await run(changed, history, deps).catch((error: unknown) => error)) as AlidadeError;
    expect(thrown.code).toBe("train.not-recalibrated");
    // Nothing failed, and nothing was made.
    const record = (await registry.runs("clinic")).at(-1)!;
    expect(record).toMatchObject({ status: "finished", models: [], facts: { gate: "insufficient" } });
    const { head, reason, why: words } = thrown.data;
    expect(record.facts.notRecalibrated).toEqual({ head, reason, why: words });
    expect(thrown.message).toContain(words);
    expect(thrown.hint).toMatch(/`alidade train`\.$/);
    return `${String(reason)} of ${String(head)}: ${thrown.message}`;
  };

  test("a head for which another relation holds: no map of its probabilities mends their order", async () => {
    expect(await why(await served(TURNED))).toMatch(
      /^order-lost of risk: .*tells cases apart less well than it did \(ROC-AUC 0\.\d+ .*no calibration mends/,
    );
  });

  test("one that a few days have come for since", async () => {
    expect(await why(await served(TWICE, { days: LEARNED + 5 }))).toMatch(
      /^rows-too-few of risk: .*600 rows of 5 days came/,
    );
    expect(await why(await served(TWICE, { days: LEARNED + 8 }))).toMatch(
      /^labels-too-few of risk: .*labels worth \d+ rows.*takes 200 and 20/,
    );
  });

  test("one that the file declares otherwise by now, or without a calibration", async () => {
    const bench = await served(TWICE);
    const other = clinic({
      byTime: true,
      capacity: 1,
      price: 900,
      learner: { learner: "logistic", params: { l2: 9 } },
    });
    expect(await why(bench, other)).toMatch(/^declared-otherwise of risk: .*another learner or other parameters/);
    const { risk } = system.heads as unknown as Record<string, object>;
    const bare = { ...system, heads: { risk: { ...risk, calibration: "none" } } } as unknown as typeof system;
    expect(await why(bench, bare)).toMatch(/^calibration-none of risk: .*the file wants none/);
  });

  test("one without a time, where nobody can tell which rows came since", async () => {
    const untimed = clinic({ capacity: 1, price: 900 });
    const bench = await openBench();
    const history = driftingVisits({ days: 40, perDay: PER_DAY, seed: 1, relation: () => USUAL });
    await serveLearned(bench, untimed, history);
    expect(await why({ ...bench, history }, untimed)).toMatch(
      /^since-unknown of risk: .*which rows came since.*cannot be told/,
    );
  });

  test("one of which no model is served, and none that the file does not declare", async () => {
    const bench = await openBench();
    const history = driftingVisits({ days: 40, perDay: PER_DAY, seed: 1, relation: () => USUAL });
    expect(await why({ ...bench, history })).toMatch(
      /^not-served of risk: .*Head `risk` cannot.*no model of it is served\.$/,
    );
    expect(await why({ ...bench, history }, system, { ...again, recalibrate: ["nobody"] })).toMatch(
      /^head-undeclared of nobody: .*the file declares risk, and no head of this name\.$/,
    );
  });
});

describe("of two heads one is recalibrated", () => {
  const forest = { learner: "gbdt", params: { rounds: 8, minDataInLeaf: 20 } } as const;
  const both = {
    ...system,
    heads: { ...system.heads, again: binary({ label: "back", learner: forest }) },
    weights: { risk: { start: 0.5, min: 0, max: 1 }, again: { start: 0.5, min: 0, max: 1 } },
  } as typeof system;
  const relation = (day: number): Relation => (day < LEARNED ? USUAL : TWICE);
  const history = driftingVisits({ days: 70, perDay: PER_DAY, seed: 1, relation });

  /** Two heads that learned for forty days serve; ids by head. */
  async function servedTwo(): Promise<{ readonly bench: Bench; readonly old: Readonly<Record<string, string>> }> {
    const bench = await openBench();
    await serveLearned(bench, both, firstRows(history, LEARNED * PER_DAY));
    const old = (await bench.registry.models("clinic")).map(({ id, head }) => [head, id] as const);
    return { bench, old: Object.fromEntries(old) };
  }

  test("the other keeps the model that serves, and both are judged together", async () => {
    const { bench, old } = await servedTwo();
    const { result } = await bench.run(both, history, again);
    expect(result.models).toMatchObject([
      { head: "risk", recalibrated: old.risk },
      { head: "again", id: old.again, kept: true },
    ]);
    expect(result.models[0]!.id).not.toBe(old.risk);
    expect((await bench.registry.releases("clinic")).at(-1)?.models).toEqual({
      risk: result.models[0]!.id,
      again: old.again,
    });
    const [[first = "", node] = [], ...rest] = Object.entries(both.features);
    const renamed = { ...both, features: { [`${first}_anew`]: node, ...Object.fromEntries(rest) } } as typeof system;
    await expect(bench.run(renamed, history, again)).rejects.toMatchObject({
      code: "train.not-recalibrated",
      data: { head: "risk", reason: "declared-otherwise" },
    });
  });

  test.for([
    ["again", "other-not-kept", /^Beside heads that are recalibrated .* Head `again` cannot: its model cannot read/],
    ["risk", "features-gone", /Head `risk` cannot have one: its model cannot read/],
  ] as const)(
    "a model of %s that reads a feature which is gone is no failed run, but a reason to train: %s",
    async ([head, reason, words]) => {
      const { bench, old } = await servedTwo();
      const { registry, run } = bench;
      const { id: _id, createdAt: _at, by: _by, ...draft } = await registry.findModel(old[head] ?? "");
      const features = [{ name: "gone", kind: "number" }] as const;
      const signature = { task: "binary", features, classes: [] } as const;
      const calibration = { kind: "none" } as const;
      const numbers = [{ slot: 0, fill: 0, weight: [0.6], missing: [0] }];
      const body = { intercept: [-2], numbers, texts: [], shares: [1] };
      const bytes = encodeModel({ format: "linear", signature, calibration, body });
      const { record: stranger } = await registry.saveModel({ ...draft, why: "a test" }, bytes);
      const { version, allocations } = (await registry.currentPlan("clinic"))!;
      const { weights, policy } = await registry.findRelease(allocations[0]!.release);
      const models = { ...old, [head]: stranger.id };
      const release = { system: "clinic", kind: "model", models, weights, policy, why: "a test" } as const;
      const { record } = await registry.addRelease(release);
      const next = championPlan({ holdback: 0 }, record.id);
      await registry.changePlan("clinic", version, { allocations: next, why: "a test" });
      await expect(run(both, history, again)).rejects.toMatchObject({
        ...{ code: "train.not-recalibrated", data: { head, reason }, message: expect.stringMatching(words) },
      });
      expect((await registry.runs("clinic")).at(-1)).toMatchObject({
        ...{ status: "finished", models: [] },
        facts: { gate: "insufficient", notRecalibrated: { head, reason, why: expect.stringMatching(/`gone`/) } },
      });
    },
  );
});

test("nothing has changed: it could be recalibrated, and the gate refuses it, for nothing is gained over what serves", async () => {
  const { run, history } = await served(USUAL);
  const { result } = await run(system, history, again);
  expect(result.models).toMatchObject([{ head: "risk", recalibrated: expect.stringMatching(/^mdl_/) }]);
  expect(result.gate.verdict).toBe("refuse");
  const open = result.gate.reasons.filter(({ finding }) => finding !== "pass");
  expect(open).toMatchObject([{ code: "value.over-champion", finding: "refuse" }]);
});
