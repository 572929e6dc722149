import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract, csv, flag, number } from "../../src/data/index.ts";
import { type Decider, deciderOf } from "../../src/decide/index.ts";
import { randomIds, wallClock } from "../../src/kernel/index.ts";
import { encodeModel, type Model } from "../../src/model/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import { openState } from "../../src/presets.ts";
import { championPlan, type Registry, registryOf } from "../../src/registry/index.ts";
import { binary, on } from "../../src/system/index.ts";

const visits = contract({
  patient: number({ integer: true }),
  visits: number({ min: 0 }),
  back: flag({ known: "after" }),
});
const h = on(visits);
const head = binary({ label: "back", learner: { learner: "constant", params: {} } });

/** A system with two heads and a holdback. */
export const system = h.system({
  name: "clinic",
  source: csv("visits.csv"),
  entity: "patient",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: true }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(2),
  heads: { risk: head, doubt: head },
  weights: { risk: { start: 1, min: 0, max: 2 }, doubt: { start: 0, min: -1, max: 1 } },
  policy: actIf({ threshold: 0.5 }),
  holdback: 0.1,
});

/** A registry in which releases are easily made, and what decides from it. */
export interface Place {
  readonly state: Awaited<ReturnType<typeof openState>>;
  readonly registry: Registry;
  /** Another decider on the same state. */
  decider(): Promise<Decider>;
  /** Registers a release whose heads say these two numbers; `hurt` damages the bytes of one. */
  release(outputs: { readonly risk: number; readonly doubt: number }, hurt?: boolean): Promise<string>;
  /** Gives it to everybody; resolves to the plan's version. */
  ship(release: string): Promise<number>;
  remove(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "alidade-swaps-"));
  const state = await openState(join(folder, ".alidade"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  await registry.reweigh(system, { values: { risk: 1 }, why: "start" });
  const modelOf = async (name: string, output: number): Promise<string> => {
    const signature = { task: "binary", features: [{ name: "visits", kind: "number" }], classes: [] } as const;
    const model: Model = { format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [output] } };
    const code = { version: "0", features: "f", contract: "c" };
    const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
    const draft = { system: system.name, head: name, lineage, metrics: {}, gate: {}, why: "test" };
    return (await registry.saveModel(draft, encodeModel(model))).record.id;
  };
  return {
    state,
    registry,
    decider: async () => {
      const ids = randomIds(randomBytes, Date.now);
      const { journal } = state;
      return deciderOf([system], { registry, journal, clock: wallClock, ids, stopwatch: () => performance.now() });
    },
    release: async ({ risk, doubt }, hurt = false) => {
      const weights = (await registry.currentWeights(system.name))!.id;
      const models = { risk: await modelOf("risk", risk), doubt: await modelOf("doubt", doubt) };
      const policy = { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 };
      const draft = { system: system.name, kind: "model", models, weights, policy, why: "test" } as const;
      const { record } = await registry.addRelease(draft);
      if (hurt) await state.blobs.put((await registry.findModel(models.doubt)).blob, new Uint8Array([1, 2, 3]));
      return record.id;
    },
    ship: async (release) => {
      const version = (await registry.currentPlan(system.name))?.version ?? 0;
      const allocations = championPlan(system, release);
      return (await registry.changePlan(system.name, version, { allocations, why: "ship" })).version;
    },
    remove: async () => {
      await state.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
