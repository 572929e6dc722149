import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../backends/index.ts";
import { type VirtualClock, virtualClock } from "../kernel/index.ts";
import type { State } from "../store/index.ts";
import { type Allocation, type ModelDraft, type Registry, type ReleaseDraft, registryOf } from "./index.ts";

/** A registry in a directory of a test's own, at time 1000. */
export interface Shop {
  readonly clock: VirtualClock;
  readonly state: State;
  /** Ada's. */
  readonly registry: Registry;
  /** The same registry in somebody else's hands. */
  as(who: string): Registry;
  /** The same directory, opened once more. */
  reopen(): Promise<State>;
  remove(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-registry-"));
  const clock = virtualClock(1_000);
  const state = await openState(join(directory, ".alidade"), { create: true });
  const as = (who: string) => registryOf({ state, clock, who });
  return {
    clock,
    state,
    as,
    registry: as("ada"),
    reopen: () => openState(state.location, { create: false }),
    remove: async () => {
      await state.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const bytes: Uint8Array = new TextEncoder().encode("the model");

export const draft: ModelDraft = {
  system: "shop",
  head: "buy",
  lineage: {
    snapshot: "snp_1",
    split: { kind: "by-time", test: 0.2 },
    learner: "logistic",
    params: { l2: 1 },
    seed: 7,
    code: { version: "0.1.0", features: "f1", contract: "c1" },
    parents: [],
  },
  metrics: { auc: 0.7, interval: [0.68, 0.72] },
  gate: { passed: true },
  why: "first model",
};

export interface Stock {
  /** Ids of two releases. */
  readonly rule: string;
  readonly model: string;
  readonly release: ReleaseDraft;
}

/** Weights, a model and two releases, ready for traffic. */
export async function stocked(registry: Registry): Promise<Stock> {
  const weights = (await registry.changeWeights("shop", 0, { values: { buy: 1 }, why: "start" })).id;
  const modelId = (await registry.saveModel(draft, bytes)).record.id;
  const base = { system: "shop", weights, policy: { threshold: 0.3 }, why: "try" };
  const release: ReleaseDraft = { ...base, kind: "model", models: { buy: modelId } };
  const rule = (await registry.addRelease({ ...base, kind: "rule", models: {} })).record.id;
  return { rule, model: (await registry.addRelease(release)).record.id, release };
}

export const champion = (release: string, share = 1): Allocation => ({
  arm: "champion",
  release,
  share,
  purpose: "champion",
});
export const canary = (release: string, share: number): Allocation => ({
  arm: "canary",
  release,
  share,
  purpose: "unproven",
});
