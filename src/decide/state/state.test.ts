import { describe, expect, test } from "vitest";
import { threadCompute } from "../../backends/index.ts";
import type { Row } from "../../data/index.ts";
import { encodeModel, layoutOf, type Model, scoreRow } from "../../model/index.ts";
import { championPlan } from "../../registry/index.ts";
import { type Bench, closeBenches, openBench } from "../../train/clinic.conformance.ts";
import {
  checkState,
  decideOne,
  loadState,
  madeUpGolden,
  modelShelf,
  openState,
  type ServingDocument,
  servingDocument,
} from "../index.ts";
import { plain, served, system, table } from "../served.conformance.ts";
import { decodeKernel } from "./decode-kernel.ts";

closeBenches();

const says = (output: number): Model => ({
  format: "constant",
  signature: { task: "binary", features: [], classes: [] },
  calibration: { kind: "none" },
  body: { outputs: [output] },
});

async function documentOf({ registry }: Bench): Promise<ServingDocument> {
  return servingDocument(system.name, (await registry.currentPlan(system.name))!, { registry });
}

const ask = { id: "x", entity: "e", given: plain };

describe("a shelf", () => {
  const shelved = (budget: number, sizes: readonly number[]) => {
    const shelf = modelShelf(budget);
    let decoded = 0;
    const slots = sizes.map((bytes, i) =>
      shelf.slot(`m${i}`, bytes, () => {
        decoded++;
        return says(i / 10);
      }),
    );
    return { shelf, slots, decoded: () => decoded };
  };

  test("opens a model when it is first asked, once, and retires the longest unused when there is no room", () => {
    const { shelf, slots, decoded } = shelved(600, [100, 100, 100, 100]);
    expect(shelf.facts()).toMatchObject({ models: 4, opened: 0, bytes: 400, openedBytes: 0 });
    const first = slots[0]!.model();
    expect([slots[0]!.model() === first, decoded()]).toEqual([true, 1]);
    slots[1]!.model();
    slots[2]!.model();
    slots[0]!.model();
    slots[3]!.model();
    expect(shelf.facts()).toMatchObject({ opened: 2, retirings: 2, openings: 4 });
    expect(slots.map((slot) => slot.isOpen())).toEqual([true, false, false, true]);
    slots[1]!.model();
    expect(decoded()).toBe(5);
  });

  test("serves a model that is larger than all its room", () => {
    const { shelf, slots } = shelved(10, [100]);
    expect([slots[0]!.model().body, shelf.facts().opened]).toEqual([{ outputs: [0] }, 1]);
  });

  test("has one place for one model, however many take it, and gives it up with the last", () => {
    const shelf = modelShelf(1_000);
    const [one, two] = [shelf.slot("m", 10, () => says(1)), shelf.slot("m", 10, () => says(2))];
    expect(two.model()).toBe(one.model());
    one.leave();
    expect(shelf.facts()).toMatchObject({ models: 1, opened: 1 });
    two.leave();
    two.leave();
    expect(shelf.facts()).toMatchObject({ models: 0, opened: 0, bytes: 0, openedBytes: 0 });
    // A decision that is under way still gets its model, and the shelf knows nothing of it.
    expect(two.model().body).toEqual({ outputs: [1] });
    expect(shelf.facts()).toMatchObject({ models: 0, opened: 0, openedBytes: 0 });
  });

  test("gives in place of what cannot be opened something that fails when it is asked", () => {
    const slot = modelShelf().slot("m", 10, () => {
      throw new Error("damaged");
    });
    expect(() => slot.open()).toThrow("damaged");
    expect(slot.model().format).toBe("unusable");
  });
});

describe("a serving document", () => {
  test("decides the same after it was sent to another thread as it does here", async () => {
    const bench = await served();
    const document = await documentOf(bench);
    const sent = structuredClone(document);
    const { state } = await openState(system, sent);
    expect(decideOne(state, ask)).toEqual(decideOne(bench.serving, ask));
    expect(state.epoch).toBe((await bench.registry.currentPlan(system.name))?.version);
    const models = sent.models.flatMap((model) => ("bytes" in model ? [model.bytes.buffer] : []));
    expect(models.every((buffer) => buffer instanceof SharedArrayBuffer)).toBe(true);
  });

  test("uses the bytes of the one before, so that no model is read twice", async () => {
    const bench = await served();
    const before = await documentOf(bench);
    const { registry } = bench;
    const plan = (await registry.currentPlan(system.name))!;
    const next = await servingDocument(system.name, { ...plan, version: plan.version + 1 }, { registry, before });
    expect(next.models).toHaveLength(before.models.length);
    for (const [i, model] of next.models.entries()) expect(model).toBe(before.models[i]);
  });

  test("names the model that served before, which is the same whenever it is asked", async () => {
    const bench = await served();
    const { registry } = bench;
    const plan = (await registry.currentPlan(system.name))!;
    const champion = await registry.findRelease(plan.allocations[0]!.release);
    const old = await registry.findModel(champion.models.risk!);
    const { bytes } = await registry.loadModel(old.id);
    const { system: name, head, metrics } = old;
    const draft = { system: name, head, metrics, lineage: { ...old.lineage, seed: 99 }, why: "again" };
    const { record } = await registry.saveModel(draft, bytes);
    const { id: _id, createdAt: _at, by: _by, ...same } = champion;
    const release = await registry.addRelease({ ...same, models: { risk: record.id }, why: "again" });
    const allocations = championPlan(system, release.record.id);
    await registry.changePlan(system.name, plan.version, { allocations, why: "again" });
    const [found] = (await documentOf(bench)).releases;
    expect(found?.previous).toEqual({ risk: old.id });
    const state = await loadState(system, (await registry.currentPlan(system.name))!, { registry });
    expect(state.releases.get(release.record.id)?.previous?.risk?.version).toBe(old.id);
  });

  test("opens what there is room for, and the rest when it is asked", async () => {
    const bench = await served();
    const shelf = modelShelf(1);
    const { state, close } = await openState(system, await documentOf(bench), { shelf });
    expect(shelf.facts()).toMatchObject({ opened: 0 });
    expect(decideOne(state, ask)).toEqual(decideOne(bench.serving, ask));
    expect(shelf.facts()).toMatchObject({ opened: 1 });
    close();
    expect(shelf.facts()).toMatchObject({ models: 0 });
  });
});

test("a model is decoded on another thread as it is here", async () => {
  const model = { ...says(0.25), signature: { ...says(0).signature, features: [{ name: "visits", kind: "number" }] } };
  const bytes = encodeModel(model as Model);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  expect(await threadCompute(1).map(decodeKernel, [shared])).toEqual([{ model, layout: [] }]);
  await expect(threadCompute(1).map(decodeKernel, [shared.subarray(3)])).rejects.toMatchObject({
    code: "model.corrupt",
  });
});

test("a large forest is laid out on another thread, and its scores are those of one that was laid out here", async () => {
  const bench = await served();
  const document = await documentOf(bench);
  const [, release] = [...bench.serving.releases].find(([, { kind }]) => kind === "model")!;
  const { signature } = release.models.risk!;
  // One split and two leaves, often enough to be large.
  const trees = 9_000;
  const nodes = Array.from({ length: 3 * trees }, (_, i) => i % 3);
  const body = {
    ...{ base: [0], link: "sigmoid" as const, scale: 1 / trees, vectors: new Float64Array(0), sets: [] },
    roots: Int32Array.from({ length: trees }, (_, tree) => 3 * tree),
    slot: Int32Array.from(nodes, (place) =>
      place === 0 ? signature.features.findIndex(({ name }) => name === "age") : -1,
    ),
    value: Float64Array.from(nodes, (place, i) => [i % 90, -1, 2][place]!),
    right: Int32Array.from(nodes, (place, i) => (place === 0 ? i + 2 : 0)),
    missing: new Uint8Array(nodes.length),
    gain: new Float64Array(nodes.length),
    cover: new Float64Array(nodes.length),
    levels: signature.features.map(({ kind }) => (kind === "text" ? ["north"] : [])),
  };
  const bytes = encodeModel({ format: "trees", signature, calibration: { kind: "none" }, body });
  expect(bytes.byteLength).toBeGreaterThan(64 * 1024);
  const models = document.models.map((model) => ("bytes" in model ? { ...model, bytes } : model));
  const riskOf = async (compute?: ReturnType<typeof threadCompute>): Promise<Model> => {
    const { state } = await openState(system, { ...document, models }, compute === undefined ? {} : { compute });
    return state.releases.get(release.id)!.models.risk!;
  };
  const [there, here] = [await riskOf(threadCompute(1)), await riskOf()];
  expect([there, here].map((model) => layoutOf(model)[0]!.bytes.buffer instanceof SharedArrayBuffer)).toEqual([
    true,
    false,
  ]);
  const { features } = decideOne(bench.serving, ask);
  expect(scoreRow(there, features as Row)).toEqual(scoreRow(here, features as Row));
});

describe("a check", () => {
  test("asks made-up questions within the contract, and finds nothing wrong with a release that works", async () => {
    const bench = await served();
    const golden = madeUpGolden(system, 0);
    expect(golden.length).toBeGreaterThan(3);
    let now = 0;
    const found = checkState(bench.serving, golden, () => now++);
    expect(found).toEqual({ requests: golden.length, p50Ms: 1, p99Ms: 1, problems: [] });
  });

  test("tells of a head that throws", async () => {
    const bench = await openBench();
    await bench.run(system, table);
    const { registry } = bench;
    const plan = (await registry.currentPlan(system.name))!;
    const state = await loadState(system, plan, { registry });
    const releases = [...state.releases].map(([id, release]) => [
      id,
      { ...release, models: { risk: { ...says(1), format: "unusable" } }, previous: {} },
    ]);
    const broken = { ...state, releases: new Map(releases as never) } as typeof state;
    const { problems } = checkState(broken, madeUpGolden(system, 0), () => 0);
    expect(problems).toEqual(["a golden request was answered with fallback.head-failed:risk"]);
  });
});
