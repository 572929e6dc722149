import { wallClock } from "../../../src/kernel/index.ts";
import { decodeModel, encodeModel, type Model, type TreesBody } from "../../../src/model/index.ts";
import { openState, servingBoard } from "../../../src/presets.ts";
import {
  championPlan,
  RAMP_LIMITS,
  type Ramp,
  type Registry,
  type Release,
  rampPlan,
  registryOf,
  type TrafficPlan,
} from "../../../src/registry/index.ts";
import type { ServingBoard, State } from "../../../src/store/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";

/** What is served from a state, and how it is changed. */
export interface Shop {
  readonly state: State;
  readonly registry: Registry;
  readonly board: ServingBoard;
  /** Makes the nth change, of every kind in turn; resolves to whether servers can take it. */
  change(turn: number): Promise<boolean>;
  plan(): Promise<TrafficPlan>;
}

const WHY = { why: "a change under load" };

/** Opens a state whose champion is a release of forests. Every change brings forests that were not there before. */
export async function openShop(system: SystemDefinition, location: string): Promise<Shop> {
  const state = await openState(location, { create: false });
  const registry = registryOf({ state, clock: wallClock, who: "bench" });
  const { name } = system;
  const plan = async (): Promise<TrafficPlan> => {
    const found = await registry.currentPlan(name);
    if (found === undefined) throw new Error(`${name} was never released`);
    return found;
  };
  const first = await registry.findRelease((await plan()).allocations[0]?.release as string);
  let made = 0;
  /** The champion's forest, a hair's breadth higher. */
  const variant = async (head: string): Promise<string> => {
    const { version, bytes } = await registry.loadModel((first.models as Release["models"])[head] as string);
    const model = decodeModel(bytes) as Model<TreesBody>;
    const base = model.body.base.map((value) => value + 1e-3 * ++made);
    const { id: _id, hash: _hash, bytes: _bytes, blob: _blob, createdAt: _at, by: _by, ...draft } = version;
    const higher = encodeModel({ ...model, body: { ...model.body, base } } as Model);
    return (await registry.saveModel({ ...draft, ...WHY }, higher)).record.id;
  };
  const release = async (): Promise<string> => {
    const models = Object.fromEntries(
      await Promise.all(Object.keys(system.heads).map(async (head) => [head, await variant(head)] as const)),
    );
    const { kind, policy } = first;
    const weights = (await registry.currentWeights(name))?.id ?? first.weights;
    return (await registry.addRelease({ system: name, kind, models, weights, policy, ...WHY } as never)).record.id;
  };
  const swap = async (): Promise<boolean> => {
    const { version } = await plan();
    await registry.changePlan(name, version, { allocations: championPlan(system, await release()), ...WHY });
    return true;
  };
  const reweigh = async (turn: number): Promise<boolean> => {
    await registry.reweigh(system, { values: { opens: (turn % 97) / 97 }, ...WHY });
    return true;
  };
  const rollback = async (): Promise<boolean> => {
    await registry.rollback(name, WHY);
    return true;
  };
  /** A canary that stays at its first step: what grows by itself would change the plan between two of these changes. */
  const ramp = async (): Promise<boolean> => {
    const { version, allocations } = await plan();
    const begun: Ramp = {
      steps: [0.3, 1],
      step: 0,
      dwellMs: 1e9,
      decisions: 1e9,
      limits: RAMP_LIMITS,
      champion: allocations[0]?.release as string,
      canary: await release(),
      becomes: "champion",
      from: version,
    };
    await registry.changePlan(name, version, { allocations: rampPlan(system, begun), ramp: begun, ...WHY });
    return true;
  };
  /** Released without a check, and with a model whose bytes are damaged. */
  const fail = async (): Promise<boolean> => {
    const hurt = await release();
    const { models } = await registry.findRelease(hurt);
    const model = await registry.findModel(Object.values(models)[0] as string);
    await state.blobs.put(model.blob, new Uint8Array([1, 2, 3]));
    const { version } = await plan();
    await registry.changePlan(name, version, { allocations: championPlan(system, hurt), ...WHY });
    return false;
  };
  const kinds = [swap, reweigh, rollback, ramp, fail];
  return {
    state,
    registry,
    board: servingBoard(state.location),
    plan,
    change: (turn) => (kinds[turn % kinds.length] as (typeof kinds)[number])(turn),
  };
}
