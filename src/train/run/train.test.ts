import { describe, expect, test } from "vitest";
import { threadCompute } from "../../backends/index.ts";
import { decodeModel, scoreModel } from "../../model/index.ts";
import { actProbability } from "../../policy/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { reproduce } from "../index.ts";

closeBenches();

const table = simulatedVisits();
const codes = (items: readonly { readonly code: string }[]): readonly string[] => items.map(({ code }) => code);

describe("training from a table to what is served", () => {
  test("a model that earns more than the rule is registered with its lineage and takes over", async () => {
    const bench = await openBench();
    const { result } = await bench.run(clinic(), table);
    expect(result.gate.verdict).toBe("pass");
    expect((result.judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect(result.adoption.kind).toBe("champion");
    expect(result.judgedRows).toBe(3_000);
    const plan = await bench.registry.currentPlan("clinic");
    expect(plan?.allocations.map(({ purpose, share }) => [purpose, share])).toEqual([
      ["champion", 0.95],
      ["holdback", 0.05],
    ]);
    const { version, bytes } = await bench.registry.loadModel(result.models[0]!.id);
    expect(version.lineage).toMatchObject({ snapshot: result.snapshot.id, learner: "logistic", seed: 1 });
    expect(decodeModel(bytes).signature.features.map(({ name }) => name)).toEqual(["age", "sum", "visits", "ward"]);
  });

  test("the cutoff that is served keeps the capacity on the scores that were judged", async () => {
    const bench = await openBench();
    const run = await bench.run(clinic(), table);
    const release = await bench.registry.findRelease(
      (await bench.registry.currentPlan("clinic"))!.allocations[0]!.release,
    );
    const { cutoff, atCutoff } = release.policy as { cutoff: number; atCutoff: number };
    const acts = run.score.reduce((sum, score) => sum + actProbability({ cutoff, atCutoff }, score), 0);
    expect(acts / run.rows.length).toBeCloseTo(0.2, 9);
    expect(run.result.judgement.model.actRate).toBeCloseTo(0.2, 9);
  });

  test("everything in the result can be written as JSON without losing a number", async () => {
    const bench = await openBench();
    const { result } = await bench.run(clinic(), table);
    const lost: string[] = [];
    JSON.stringify(result, function (this: unknown, key, value) {
      if (typeof value === "number" && !Number.isFinite(value)) lost.push(key);
      return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
    });
    expect(lost).toEqual([]);
  });

  test("without heads, the rule is judged, held to the capacity and served", async () => {
    const bench = await openBench();
    const { result, dataset } = await bench.run(clinic({ heads: false }), table);
    expect(result.models).toEqual([]);
    expect(result.gate).toMatchObject({ verdict: "insufficient", reasons: [{ code: "heads.none" }] });
    expect(result.adoption.kind).toBe("rule");
    expect(result.judgement.model.money).toEqual(result.judgement.rule.money);
    const release = await bench.registry.findRelease(
      (await bench.registry.currentPlan("clinic"))!.allocations[0]!.release,
    );
    // The rule picks about half of the visits; the capacity is a fifth of all.
    expect(release.kind).toBe("rule");
    const picked = dataset.rule.reduce((sum, acts) => sum + acts, 0) / dataset.rows;
    expect(release.policy.ruleAtCutoff).toBeCloseTo(0.2 / picked, 9);
  });

  test("by time, the newest quarter is judged by a model of the older rows", async () => {
    const bench = await openBench();
    const run = await bench.run(clinic({ byTime: true }), table);
    expect(run.result.split).toBe("the newest 25% by time");
    const judged = new Set(run.rows);
    const times = run.dataset.time!;
    const newestTrained = times.reduce((newest, at, row) => (judged.has(row) ? newest : Math.max(newest, at)), 0);
    expect(Math.min(...Array.from(run.rows, (row) => times[row]!))).toBeGreaterThan(newestTrained);
    expect(Math.abs(run.rows.length / 3_000 - 0.25)).toBeLessThan(0.01);
  });
});

describe("the same inputs", () => {
  test("give the same model and the same verdict in a clean state, on any number of threads", async () => {
    const learner = { learner: "gbdt", params: { rounds: 10, numLeaves: 4 } } as const;
    const inline = await (await openBench()).run(clinic({ learner }), table);
    for (const threads of [1, 3]) {
      const threaded = await (await openBench()).run(clinic({ learner }), table, { compute: threadCompute(threads) });
      const { seconds, p99Ms, gate, ...result } = threaded.result;
      expect(inline.result).toMatchObject(result);
      expect(gate.verdict).toBe(inline.result.gate.verdict);
      expect(threaded.score).toEqual(inline.score);
    }
  });

  test("give the same forest on one thread and on two, with the last fit on both", async () => {
    // By time there are three fits: on two threads the third is left alone, with a team.
    const system = clinic({ byTime: true, learner: { learner: "gbdt", params: { rounds: 20 } } });
    const large = simulatedVisits({ rows: 20_000 });
    const ids = [1, 2].map(async (threads) => {
      const run = await (await openBench()).run(system, large, { compute: threadCompute(threads) });
      return run.result.models;
    });
    const [one, two] = await Promise.all(ids);
    expect(two).toEqual(one);
  });

  test("again in the same state are known, change nothing, and are not held against themselves", async () => {
    const bench = await openBench();
    const first = await bench.run(clinic(), table);
    const plan = await bench.registry.currentPlan("clinic");
    const second = await bench.run(clinic(), table);
    expect(second.result.models).toMatchObject([{ id: first.result.models[0]!.id, known: true }]);
    expect(second.result.gate).toEqual(first.result.gate);
    expect(second.result.adoption.kind).toBe("unchanged");
    expect(await bench.registry.currentPlan("clinic")).toEqual(plan);
    expect(await bench.registry.models("clinic")).toHaveLength(1);
  });

  test("twice at once in one new state both come through, and are one", async () => {
    const bench = await openBench();
    const [a, b] = await Promise.all([bench.run(clinic(), table), bench.run(clinic(), table)]);
    expect(a.result.models[0]!.id).toBe(b.result.models[0]!.id);
    expect(await bench.registry.models("clinic")).toHaveLength(1);
    expect(await bench.registry.snapshots("clinic")).toHaveLength(1);
    const plan = await bench.registry.currentPlan("clinic");
    expect((await bench.registry.findRelease(plan!.allocations[0]!.release)).kind).toBe("model");
  });

  test("make the same bytes again from the lineage", async () => {
    const bench = await openBench();
    const { result } = await bench.run(clinic(), table);
    const { registry, state } = bench;
    const deps = {
      registry,
      blobs: state.blobs,
      compute: threadCompute(1),
      progress: { step: () => ({ update() {}, done() {} }) },
    };
    expect(await reproduce(clinic(), result.models[0]!.id, deps)).toMatchObject({ same: true });
    const other = clinic({ learner: { learner: "logistic", params: { l2: 5 } } });
    await expect(reproduce(other, result.models[0]!.id, deps)).rejects.toThrow(
      expect.objectContaining({ code: "train.reproduce-impossible" }),
    );
    await expect(reproduce(clinic({ folds: 4 }), result.models[0]!.id, deps)).rejects.toThrow(/way of judging/);
  });
});

describe("the objective", () => {
  test("decides: another price is another verdict on the same model", async () => {
    const bench = await openBench();
    const worth = await bench.run(clinic({ price: 1_900 }), table);
    // A prevented return is worth 20 · 0.2 less 60 for the call: nobody should be called.
    const worthless = await bench.run(clinic({ price: 20 }), table);
    expect(worth.result.gate.verdict).toBe("pass");
    expect(worthless.result.gate.verdict).toBe("refuse");
    expect(worthless.result.models[0]!.id).toBe(worth.result.models[0]!.id);
    expect(worthless.result.judgement.model.actRate).toBe(0);
  });

  test("moves the cutoff, which the same model is then offered with", async () => {
    const bench = await openBench();
    await bench.run(clinic({ capacity: 0.2 }), table);
    const { result } = await bench.run(clinic({ capacity: 0.1 }), table);
    expect(result.adoption).toMatchObject({ kind: "waiting", message: expect.stringContaining("your decision") });
    expect(await bench.registry.models("clinic")).toHaveLength(1);
  });

  test("that nobody has stated leaves the model unproven, and served", async () => {
    const bench = await openBench();
    const { result } = await bench.run(clinic({ stated: false, capacity: 1, rule: (f) => f.age.below(30) }), table);
    expect(codes(result.gate.reasons.filter(({ finding }) => finding !== "pass"))).toEqual(["objective.unstated"]);
    expect(result.adoption.kind).toBe("unproven");
    expect(codes(result.warnings)).toContain("objective.unstated");
    const plan = await bench.registry.currentPlan("clinic");
    expect(plan?.allocations[0]?.purpose).toBe("unproven");
  });
});

describe("the record of a run", () => {
  test("keeps how the loss fell and how the candidates of bestOf compared", async () => {
    const bench = await openBench();
    const forest = { learner: "gbdt", params: { rounds: 20 } };
    const several = [{ learner: "constant", params: {} }, forest];
    await bench.run(clinic({ learner: { learner: "bestOf", params: {}, base: several } as never }), table);
    await bench.run(clinic({ learner: forest as never }), table);
    const [first, second] = await bench.registry.runs("clinic");
    const { "risk: candidates": candidates = [] } = await bench.registry.curvesOf(first!);
    expect(candidates.map(([number]) => number)).toEqual([0, 1]);
    expect(candidates[1]![1]).toBeLessThan(candidates[0]![1]);
    const curves = await bench.registry.curvesOf(second!);
    expect(Object.keys(curves)).toEqual(["risk: loss, learned rows", "risk: loss, unseen rows"]);
    const { "risk: loss, unseen rows": unseen = [] } = curves;
    expect([unseen[0]![0], unseen.at(-1)![0]]).toEqual([1, 20]);
    expect(unseen.at(-1)![1]).toBeLessThan(unseen[0]![1]);
  });
});

describe("what a person should know is said", () => {
  test("a field that gives the label away is named", async () => {
    const bench = await openBench();
    const { result } = await bench.run(clinic(), simulatedVisits({ leak: 0.9 }));
    const leaks = result.warnings.filter(({ code }) => code.startsWith("leak."));
    expect(leaks).toMatchObject([{ code: "leak.predicts-by-presence", message: expect.stringContaining("`billed`") }]);
    const clean = await (await openBench()).run(clinic(), table);
    expect(codes(clean.result.warnings)).toEqual(["objective.effect-assumed"]);
  });

  test("rows set aside, without a label or acted on are counted", async () => {
    const bench = await openBench();
    const { result, dataset } = await bench.run(
      clinic(),
      simulatedVisits({ broken: 12, unlabelled: 0.1, called: 0.2 }),
    );
    expect(result.snapshot).toMatchObject({ quarantined: 12, rows: 2_988 });
    expect(dataset.rows + dataset.unlabelled + dataset.acted).toBe(2_988);
    expect(Math.abs(dataset.unlabelled / 2_988 - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 2_988));
    expect(codes(result.warnings)).toEqual(
      expect.arrayContaining(["data.quarantined", "label.missing", "label.acted"]),
    );
  });

  test("a champion that learned from the judged rows is flattered, and one that reads other features is left out", async () => {
    const bench = await openBench();
    await bench.run(clinic(), table);
    const again = await bench.run(clinic(), simulatedVisits({ seed: 8 }));
    expect(codes(again.result.warnings)).toContain("champion.saw-rows");
    expect(again.result.judgement.champion).not.toBeNull();
    const { ward: _, ...fewer } = clinic().features;
    const changed = { ...clinic(), features: { ...fewer, district: clinic().features.ward! } };
    const renamed = await bench.run(changed, simulatedVisits({ seed: 9 }));
    expect(codes(renamed.result.warnings)).toContain("champion.not-comparable");
    expect(renamed.result.judgement.champion).toBeNull();
    expect(renamed.result.adoption.kind).toBe("waiting");
  });

  test("a learner or parameter that does not exist is refused before the data are read", async () => {
    const bench = await openBench();
    const never = { read: () => Promise.reject(new Error("was read")) };
    const learner = { learner: "logistic", params: { nonsense: 1 } } as const;
    await expect(bench.run(clinic({ learner }), table, never)).rejects.toThrow(
      expect.objectContaining({ code: "params.unknown" }),
    );
    const odd = { learner: "toString", params: {} } as const;
    await expect(bench.run(clinic({ learner: odd }), table, never)).rejects.toThrow(
      expect.objectContaining({ code: "system.invalid" }),
    );
  });

  test("an abort between two steps registers nothing, and the run is recorded as interrupted", async () => {
    const bench = await openBench();
    let steps = 0;
    const signal = {
      get aborted(): boolean {
        return steps > 3;
      },
      throwIfAborted() {
        if (++steps > 3) throw new Error("stop");
      },
    };
    await expect(bench.run(clinic(), table, { signal })).rejects.toThrow("stop");
    expect(await bench.registry.models("clinic")).toEqual([]);
    expect(await bench.registry.currentPlan("clinic")).toBeUndefined();
    expect(await bench.registry.runs("clinic")).toMatchObject([{ status: "interrupted", facts: {} }]);
  });
});

test("a run of which there is no sign a day later is closed by the next", async () => {
  const bench = await openBench();
  const lost = { system: "clinic", snapshot: "gone", seed: 1, why: "training" };
  await bench.registry.startRun(lost);
  bench.clock.advance(86_000_000);
  await bench.registry.startRun(lost);
  bench.clock.advance(1_000_000);
  await bench.run(clinic(), table);
  const ended = (await bench.registry.runs("clinic")).map(({ status, facts }) => [status, facts.error]);
  expect(ended).toEqual([
    ["failed", "no sign of it"],
    ["running", undefined],
    ["finished", undefined],
  ]);
});

test("unseen scores come from models that did not see the row's entity", async () => {
  const bench = await openBench();
  // Trees deep enough to learn rows by heart: on these they are far better than on rows that they have not seen.
  const noise = simulatedVisits({ seed: 3 });
  const system = clinic({ learner: { learner: "gbdt", params: { rounds: 40, numLeaves: 31, minDataInLeaf: 2 } } });
  const { result, heads, dataset, rows } = await bench.run(system, noise);
  const stored = await bench.state.blobs.get(`unseen/${result.models[0]!.id.replace("_", "-")}`);
  expect(new Float64Array(stored!.slice().buffer)).toEqual(heads[0]!.unseen);
  const seen = scoreModel(heads[0]!.model, dataset.features);
  const miss = (score: (i: number, row: number) => number): number =>
    rows.reduce((sum, row, i) => sum + (score(i, row) - dataset.labels.back!.values[row]!) ** 2, 0) / rows.length;
  expect(miss((_, row) => seen[row]!)).toBeLessThan(0.9 * miss((i) => heads[0]!.unseen[i]!));
});
