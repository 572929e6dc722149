import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { onnxRuntime, outsideOf } from "../backends/index.ts";
import { decodeModel, exportOnnx, type ForeignRuntime, type ModelPorts, type OnnxTensor } from "../model/index.ts";
import { imported } from "../system/index.ts";
import { type Bench, clinic, closeBenches, openBench, simulatedVisits } from "../train/clinic.conformance.ts";
import { decideOne, loadState } from "./index.ts";

closeBenches();
const folder = mkdtempSync(join(tmpdir(), "alidade-foreign-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = simulatedVisits({ rows: 600 });
const system = clinic({ learner: imported({ file: "model.onnx", unseen: true }), folds: 2 });
const given = { patient: 1, visits: 5, age: 78, ward: "north" };

/** A runtime whose every graph says that who visits more comes back. */
const runtime: ForeignRuntime = {
  open: () => ({
    run: (inputs): OnnxTensor => {
      const visits = (inputs.get("visits") as Extract<OnnxTensor, { data: Float64Array }>).data;
      return { type: "float", dims: [visits.length, 1], data: visits.map((count) => 0.1 + count / 10) };
    },
  }),
};
const broken: ForeignRuntime = {
  open: () => {
    throw new Error("not installed");
  },
};

/** A graph with an operator that Alidade does not know: an export of ours with one renamed. */
async function writeForeign(bench: Bench): Promise<void> {
  const { result } = await bench.run(clinic({ folds: 2 }), table);
  const bytes = exportOnnx(decodeModel((await bench.registry.loadModel(result.models[0]?.id ?? "")).bytes));
  const text = Buffer.from(bytes).toString("latin1");
  writeFileSync(join(folder, "model.onnx"), Buffer.from(text.replaceAll("Sigmoid", "Sigmund"), "latin1"));
}

async function trained(ports: ModelPorts): Promise<Bench> {
  const first = await openBench();
  await writeForeign(first);
  const bench = await openBench();
  await bench.run(system, table, { outside: outsideOf({ from: folder }), ports });
  return bench;
}

test("a graph with foreign operators is trained with and served by the runtime that is given", async () => {
  const { registry } = await trained({ foreign: runtime });
  const plan = (await registry.currentPlan("clinic"))!;
  const state = await loadState(system, plan, { registry, ports: { foreign: runtime } });
  expect(decideOne(state, { id: "x", entity: "a", given }).heads?.risk).toHaveLength(1);
});

test("without a runtime the training says what to install", async () => {
  await expect(trained({})).rejects.toMatchObject({ code: "onnx.operator-unsupported" });
});

test("a server without the runtime lets the rule answer, and knows why", async () => {
  const { registry } = await trained({ foreign: runtime });
  const plan = (await registry.currentPlan("clinic"))!;
  const state = await loadState(system, plan, { registry });
  const [release] = [...state.releases.values()].filter(({ kind }) => kind === "model");
  expect(release?.unusable.risk).toMatch(/runtime/);
  expect(decideOne(state, { id: "x", entity: "a", given })).toMatchObject({ heads: {} });
  await expect(loadState(system, plan, { registry, ports: { foreign: broken } })).rejects.toThrow("not installed");
});

describe("a model that misbehaves while it serves is the rule's to answer for", () => {
  const hasty = { ...system, heads: { risk: { ...system.heads.risk!, deadline: "20ms" } } };
  const answers = async (bench: Bench, foreign: ForeignRuntime): Promise<readonly ReturnType<typeof decideOne>[]> => {
    const plan = (await bench.registry.currentPlan("clinic"))!;
    const state = await loadState(hasty as typeof system, plan, { registry: bench.registry, ports: { foreign } });
    return ["x", "y"].map((id) => decideOne(state, { id, entity: "a", given }));
  };
  const saying = (run: () => OnnxTensor): ForeignRuntime => ({ open: () => ({ run }) });

  test("whether it throws, says what is no number, or hangs, of which nobody waits twice", async () => {
    const bench = await trained({ foreign: runtime });
    const release = (await bench.registry.releases("clinic")).find(({ kind }) => kind === "model")!;
    const before = (await bench.registry.currentPlan("clinic"))!;
    await bench.registry.changePlan("clinic", before.version, {
      allocations: [{ arm: "champion", release: release.id, share: 1, purpose: "champion" }],
      why: "test",
    });
    const home = join(folder, "node_modules", "onnxruntime-node");
    mkdirSync(home, { recursive: true });
    const hangs =
      "class Tensor {}\nmodule.exports = { Tensor, InferenceSession: { create: async () => ({ run: () => { for (;;) {} } }) } };";
    writeFileSync(join(home, "index.js"), hangs);
    const throws = saying(() => {
      throw new Error("out of memory");
    });
    const strange = saying(() => ({ type: "float", dims: [1, 1], data: Float64Array.of(Number.NaN) }));
    for (const foreign of [throws, strange, onnxRuntime({ from: folder })])
      for (const body of await answers(bench, foreign)) {
        expect(body).toMatchObject({ heads: {}, level: "rule", score: 1 });
        expect(body.reasons).toContain("fallback.head-failed:risk");
      }
  });

  test("and its runtime is told how long a run may take: ten times its head's deadline", async () => {
    const bench = await trained({ foreign: runtime });
    const plan = (await bench.registry.currentPlan("clinic"))!;
    const told: unknown[] = [];
    const foreign: ForeignRuntime = {
      open: (model, limits) => {
        told.push(limits?.timeoutMs);
        return runtime.open(model);
      },
    };
    for (const one of [hasty as typeof system, system])
      await loadState(one, plan, { registry: bench.registry, ports: { foreign } });
    expect(told).toEqual([200, 1_000]);
  });
});
