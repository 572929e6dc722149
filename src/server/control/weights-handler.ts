import type { Decider } from "../../decide/index.ts";
import type { Registry, WeightsVersion } from "../../registry/index.ts";
import type { Told } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { WeightsAnswer, WeightsRequest, WeightsUndoRequest } from "../../wire/index.ts";
import { chosen } from "../decide-handler.ts";
import { notManaged } from "../errors.ts";
import type { Control } from "./control.ts";
import type { ManageOptions } from "./manage.ts";
import type { WeightsCall } from "./weights-call.ts";

/** Where weights are changed. */
export interface WeightsRoom {
  readonly systems: readonly SystemDefinition[];
  readonly decider: Pick<Decider, "serving">;
  /** Takes up and tells of changes that are made here. */
  readonly control: Pick<Control, "publish">;
  /** How what is served is changed from here; absent where it is not. */
  readonly manage?: ManageOptions | undefined;
}

/** The weights of a system. Throws `wire.not-found-system`, `server.not-managed`. */
export async function readWeights(room: WeightsRoom, { name, who }: WeightsCall<unknown>): Promise<WeightsAnswer> {
  const system = chosen(room.systems, name);
  const current = await (await registryFor(room, who)).currentWeights(system.name);
  return answer(room, { system, current, told: [] });
}

/** Serves other weights; answers when every server decides by them. Throws what `Registry.reweigh` throws. */
export async function changeWeights(
  room: WeightsRoom,
  { name, body, who }: WeightsCall<WeightsRequest>,
): Promise<WeightsAnswer> {
  const system = chosen(room.systems, name);
  const { weights, plan } = await (await registryFor(room, who)).reweigh(system, body);
  return answer(room, { system, current: weights, told: await room.control.publish(system.name, plan?.version ?? 0) });
}

/** Brings back the weights before; answers as a change does. Throws what `Registry.undoWeights` throws. */
export async function undoWeights(
  room: WeightsRoom,
  { name, body, who }: WeightsCall<WeightsUndoRequest>,
): Promise<WeightsAnswer> {
  const system = chosen(room.systems, name);
  const { weights, plan } = await (await registryFor(room, who)).undoWeights(system, body);
  return answer(room, { system, current: weights, told: await room.control.publish(system.name, plan?.version ?? 0) });
}

async function registryFor({ manage }: WeightsRoom, who: string): Promise<Registry> {
  if (manage === undefined) throw notManaged({});
  return await manage.registry(who);
}

interface Found {
  readonly system: SystemDefinition;
  readonly current: WeightsVersion | undefined;
  readonly told: readonly Told[];
}

function answer({ decider }: WeightsRoom, { system: { name, weights }, current, told }: Found): WeightsAnswer {
  const bounds = Object.entries(weights).map(([head, { min, max, start }]) => [head, { min, max, start }] as const);
  const values = bounds.map(([head, { start }]) => [head, current?.values[head] ?? start] as const);
  return {
    system: name,
    version: current?.version ?? 0,
    values: Object.fromEntries(values),
    bounds: Object.fromEntries(bounds),
    by: current?.by ?? null,
    at: current?.at ?? null,
    why: current?.why ?? null,
    epoch: decider.serving(name)?.epoch ?? 0,
    behind: told.flatMap(({ server, taken, why = "it did not say why" }) => (taken ? [] : [{ server, why }])),
  };
}
