import { describe, expect, test } from "vitest";
import { inlineCompute } from "../backends/index.ts";
import { enforce, numbers, rowOf, takeRows } from "../data/index.ts";
import { known, rng } from "../kernel/index.ts";
import { decodeModel, encodeModel, importanceOf, scoreModel, scoreRow } from "../model/index.ts";
import { silentProgress, toHtml } from "../report/index.ts";
import { checkSystem, on } from "../system/index.ts";
import { clinic, closeBenches, openBench, visits } from "../train/clinic.conformance.ts";
import { datasetOf, modelReport, reproduce } from "../train/index.ts";
import { explainCase } from "./explain.ts";
import { decideOne, replay } from "./index.ts";
import { plain, served, table } from "./served.conformance.ts";

closeBenches();

const h = on(visits);
const declared = h.features((r) => ({
  visits: r.visits.imputed("median"),
  age: r.age.clippedToQuantiles().standardised(),
  ward: r.ward.targetEncoded("back", { smoothing: 5 }),
  words: r.ward.hashed({ width: 4 }),
  load: r.visits.imputed("mean").per(r.age.imputed("mean")),
}));
const features = Object.fromEntries(Object.entries(declared).map(([name, { node }]) => [name, node]));
const learner = { learner: "gbdt", params: { rounds: 10 } } as const;
const system = { ...clinic({ capacity: 0.3, folds: 2, learner }), features };

describe("a system whose features learn", () => {
  test("serves what it was trained on: a row alone, a column, and a stored model say the same to the last bit", async () => {
    const { serving, registry } = await served(system);
    const [release] = [...serving.releases.values()].filter(({ kind }) => kind === "model");
    const model = known(release?.models.risk, "the model");
    expect(model.format).toBe("transformed");
    const { features: rows } = datasetOf(system, enforce(table, visits).table);
    const whole = scoreModel(model, rows);
    for (let row = 0; row < 50; row++) {
      expect(scoreRow(model, rowOf(rows, row))).toEqual([whole[row]]);
      expect(scoreModel(model, takeRows(rows, [row]))[0]).toBe(whole[row]);
    }
    expect(scoreModel(decodeModel(encodeModel(model)), rows)).toEqual(whole);
    expect((await registry.loadModel(known(release?.versions.risk, "its id"))).bytes).toEqual(encodeModel(model));
  });

  test("is decided on by declared features, replays, and is explained by them", async () => {
    const { serving } = await served(system);
    const draws = rng({ seed: 2, purpose: "test.questions" });
    for (let i = 0; i < 40; i++) {
      const given = { ...plain, visits: draws.integer(6), ...(i % 3 === 0 ? {} : { age: 20 + draws.integer(60) }) };
      const question = { id: `dec_${i}`, entity: `e${i}`, given };
      const body = decideOne(serving, question);
      expect(body.reasons.filter((code) => code.startsWith("fallback."))).toEqual([]);
      const record = {
        v: 1,
        kind: "decision",
        id: question.id,
        at: 0,
        subject: question.entity,
        body: { ...body, took: 1 },
      };
      expect(replay(JSON.parse(JSON.stringify(record)), serving)).toEqual({ same: true, differs: [] });
      expect(body.features).toMatchObject({ ward: "north", visits: given.visits });
    }
    const release = known(
      [...serving.releases.values()].find(({ kind }) => kind === "model"),
      "a release",
    );
    const { features: row } = decideOne(serving, { id: "x", entity: "e", given: plain });
    const why = explainCase({ system, release, features: row as never, settled: [] }, { most: 9 });
    const said = known(why.heads[0], "the head");
    expect(said.unexplained).toBeNull();
    expect(said.reasons.length).toBeGreaterThan(0);
    for (const { feature } of said.reasons) expect(Object.keys(features)).toContain(feature);
    expect(said.reasons.find(({ feature }) => feature === "age")?.value).toBe(plain.age);
    // The steps of all reasons lead from what is expected to what is said.
    expect(said.reasons.at(-1)?.to).toBeCloseTo(said.output, 10);
    const model = known(release.models.risk, "the model");
    const shares = importanceOf(model);
    expect(Object.keys(shares)).toEqual(model.signature.features.map(({ name }) => name));
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  test("reports what was learned, and which repeated rows were left out", async () => {
    const bench = await openBench();
    const dedupe = { by: ["patient"], keep: "last", at: "day" } as const;
    const run = await bench.run({ ...system, dedupe }, table);
    const said = await toHtml(modelReport(run, system));
    expect(said).toMatch(/missing: \d/);
    expect(said).toMatch(/rows were excluded: a later row has the same patient/);
    expect(run.dataset.rows).toBe(new Set(numbers(enforce(table, visits).table, "patient")).size);
  });

  test("is made again with the same bytes", async () => {
    const { registry, state, serving } = await served(system);
    const id = known([...serving.releases.values()].find(({ kind }) => kind === "model")?.versions.risk, "its id");
    const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress };
    expect((await reproduce(system, id, deps)).same).toBe(true);
  });

  test("is refused where nothing has been learned yet, or where an outcome is not declared", () => {
    const bad =
      (change: object): (() => unknown) =>
      () =>
        checkSystem({ ...system, ...change } as typeof system);
    const flagged = h.features((r) => ({ visits: r.visits.imputed("median").atLeast(3) }));
    expect(bad({ rule: flagged.visits.node })).toThrow(/only features can/);
    expect(bad({ filters: [{ name: "f", when: flagged.visits.node }] })).toThrow(/only features can/);
    const other = h.features((r) => ({ ward: r.ward.targetEncoded("nothing") }));
    expect(bad({ features: { ward: other.ward.node } })).toThrow(/must name a declared outcome \(back\)/);
    const wide = h.features((r) => ({ ward: r.ward.hashed().plus(1) }));
    expect(bad({ features: { ward: wide.ward.node } })).toThrow(/has to be a feature by itself/);
  });
});
