import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunDraft } from "./index.ts";
import { openShop, type Shop } from "./shop.conformance.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.remove());

const draft: RunDraft = { system: "shop", snapshot: "snp_1", seed: 7, why: "test" };
const provenance = { commit: "abc", dirty: false, node: "v24", platform: "linux x64", cpus: 2, version: "1" };
const end = { status: "finished", models: [], facts: {} } as const;

describe("a run", () => {
  test("keeps its parameters, its code, its parent, its metrics and what it made", async () => {
    const said = {
      ...draft,
      parent: "run_shop_0",
      params: { buy: { learner: "gbdt", params: { rounds: 9 } } },
      provenance,
    };
    const run = await shop.registry.startRun(said);
    shop.clock.advance(400);
    await shop.registry.endRun(run, { ...end, metrics: { "buy.rocAuc": 0.7 }, artefacts: { report: "a.html" } });
    expect(await shop.registry.findRun("shop", run.id)).toEqual({
      ...{
        ...said,
        kind: "train",
        id: "run_shop_1",
        number: 1,
        by: "ada",
        startedAt: 1_000,
        endedAt: 1_400,
        took: 400,
        turn: 0,
      },
      ...{ status: "finished", models: [], facts: {}, metrics: { "buy.rocAuc": 0.7 }, artefacts: { report: "a.html" } },
    });
  });

  test("written before there were kinds and metrics is read as a training without them", async () => {
    const old = {
      ...{ ...draft, id: "run_shop_1", number: 1, by: "bob", startedAt: 5, endedAt: 9 },
      ...{ status: "finished", models: ["mdl_1"], facts: { gate: "pass" } },
    };
    await shop.state.records.transaction(async (inside) => {
      await inside.collection("runs/shop").insert("1", old);
      await inside.collection("lengths").insert("runs/shop", 1);
    });
    const run = {
      ...old,
      kind: "train",
      parent: null,
      params: {},
      provenance: null,
      metrics: {},
      artefacts: {},
      took: 4,
      turn: 0,
    };
    expect(await shop.registry.runs("shop")).toEqual([run]);
    expect(await shop.registry.findRun("shop", "run_shop_1")).toEqual(run);
    expect((await shop.registry.startRun(draft)).id).toBe("run_shop_2");
  });

  test("that was interrupted goes on; one that finished does not", async () => {
    const run = await shop.registry.startRun(draft);
    await shop.registry.endRun(run, { ...end, status: "interrupted" });
    const again = await shop.registry.resumeRun(run);
    expect(again).toMatchObject({ status: "running", endedAt: null, facts: {}, turn: 1 });
    await shop.registry.endRun(again, end);
    await expect(shop.registry.resumeRun(run)).rejects.toMatchObject({ code: "registry.run-over" });
    const history = await shop.registry.history("shop");
    expect(history.map(({ what }) => what)).toEqual(["run.started", "run.interrupted", "run.resumed", "run.finished"]);
  });

  test("belongs to who went on with it last: nobody else ends it or adds to it", async () => {
    const first = await shop.registry.startRun({ ...draft, kind: "search" });
    const second = await shop.registry.resumeRun(first);
    const trial = { ...draft, kind: "trial", parent: first.id, took: 1 } as const;
    const taken = { code: "registry.run-taken" };
    await expect(shop.registry.addRun({ ...trial, of: first }, end)).rejects.toMatchObject(taken);
    await expect(shop.registry.endRun(first, end)).rejects.toMatchObject(taken);
    await shop.registry.addRun({ ...trial, of: second }, end);
    await shop.registry.endRun(second, end);
    expect((await shop.registry.findRuns("shop", {})).total).toBe(2);
  });

  test("is told later what was made of it, and keeps what it had", async () => {
    const run = await shop.registry.startRun(draft);
    await shop.registry.endRun(run, { ...end, artefacts: { model: "m" } });
    await shop.registry.attachToRun(run, { report: "reports/a.html" });
    expect((await shop.registry.findRun("shop", run.id)).artefacts).toEqual({ model: "m", report: "reports/a.html" });
  });

  test("that is not there is answered with those that are", async () => {
    await shop.registry.startRun(draft);
    for (const id of ["run_shop_2", "run_bank_1", "nonsense"])
      await expect(shop.registry.findRun("shop", id)).rejects.toMatchObject({
        ...{ code: "registry.run-unknown", data: { known: ["run_shop_1"] } },
      });
  });

  test("leaves its curves thinned to a hundred points, the first and the last among them", async () => {
    const run = await shop.registry.startRun(draft);
    const curve = Array.from({ length: 5_000 }, (_, i) => [i, 1 / (i + 1)] as const);
    await shop.registry.endRun(run, { ...end, curves: { validation: curve, short: [[1, 2]] } });
    const { validation = [], short } = await shop.registry.curvesOf(run);
    expect([validation.length, validation[0], validation.at(-1)]).toEqual([100, curve[0], curve[4_999]]);
    expect(short).toEqual([[1, 2]]);
  });
});

describe("trials", () => {
  test("belong to their search, are found by it, and neither crowd the list of runs nor the history", async () => {
    const search = await shop.registry.startRun({ ...draft, kind: "search" });
    for (const loss of [0.5, 0.3, 0.4])
      await shop.registry.addRun(
        { ...draft, kind: "trial", parent: search.id, took: 100 },
        { ...end, metrics: { loss } },
      );
    const { runs, total } = await shop.registry.findRuns("shop", {
      ...{ where: [{ path: ["parent"], is: "=", value: search.id }], sort: { path: ["metrics", "loss"] }, limit: 2 },
    });
    expect([runs.map(({ metrics }) => metrics.loss), total]).toEqual([[0.3, 0.4], 3]);
    expect(runs[0]).toMatchObject({ id: "run_shop_3", status: "finished", took: 100 });
    expect((await shop.registry.runs("shop")).map(({ id }) => id)).toEqual(["run_shop_1"]);
    expect(await shop.registry.history("shop")).toHaveLength(1);
  });

  test("ten thousand are filtered and sorted, and counted", { timeout: 60_000 }, async () => {
    const search = await shop.registry.startRun({ ...draft, kind: "search" });
    await shop.state.records.transaction(async (inside) => {
      for (let i = 2; i <= 10_000; i++) await inside.collection("runs/shop").insert(String(i), trial(i, search.id));
      await inside.collection<number>("lengths").compareAndSet("runs/shop", 1, 10_000);
    });
    const better = { path: ["metrics", "buy.rocAuc"], is: ">", value: 0.6 } as const;
    const best = { sort: { path: ["metrics", "buy.rocAuc"] }, descending: true } as const;
    // Of each 2,000 in turn, 799 are above 1200 / 2000.
    const { runs, total } = await shop.registry.findRuns("shop", { where: [better], ...best, limit: 3 });
    expect([runs[0]?.metrics["buy.rocAuc"], total]).toEqual([0.9995, 5 * 799]);
  });
});

/** As large as a real one. */
function trial(number: number, parent: string): object {
  const params = {
    rounds: 80,
    numLeaves: number % 100,
    learningRate: 0.05,
    lambdaL2: 1.5,
    minDataInLeaf: 20,
    featureFraction: 0.5,
  };
  const metrics = { "buy.rocAuc": (number % 2_000) / 2_000, "buy.logLoss": 0.4, "buy.brier": 0.2, "buy.prAuc": 0.3 };
  return {
    ...{ ...draft, v: 2, id: `run_shop_${number}`, number, kind: "trial", parent, by: "ada", provenance },
    ...{ params: { buy: { learner: "gbdt", params } }, startedAt: 1_000, endedAt: 2_000, took: 1_000 },
    ...{
      status: "finished",
      models: [],
      facts: { study: "all", number, share: 1, seconds: 1 },
      metrics,
      artefacts: {},
    },
  };
}
