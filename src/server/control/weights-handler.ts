import type { Registry, WeightsVersion } from "../../registry/index.ts";
import type { Told } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { WeightsAnswer, WeightsRequest, WeightsUndoRequest } from "../../wire/index.ts";
import { chosen } from "../decide-handler.ts";
import type { Desk } from "../desk.ts";
import { notManaged } from "../errors.ts";

/** A call about one system's weights. */
export interface WeightsCall<Body> {
  readonly name: string;
  readonly body: Body;
  /** Who asks, for the history. */
  readonly who: string;
}

/** The weights of a system. Throws `wire.not-found-system`, `server.not-managed`. */
export async function readWeights(desk: Desk, { name, who }: WeightsCall<unknown>): Promise<WeightsAnswer> {
  const system = chosen(desk.systems, name);
  const current = await (await registryFor(desk, who)).currentWeights(system.name);
  return answer(desk, { system, current, told: [] });
}

/** Serves other weights; answers when every server decides by them. Throws what `Registry.reweigh` throws. */
export async function changeWeights(
  desk: Desk,
  { name, body, who }: WeightsCall<WeightsRequest>,
): Promise<WeightsAnswer> {
  const system = chosen(desk.systems, name);
  const { weights, plan } = await (await registryFor(desk, who)).reweigh(system, body);
  return answer(desk, { system, current: weights, told: await desk.control.publish(system.name, plan?.version ?? 0) });
}

/** Brings back the weights before; answers as a change does. Throws what `Registry.undoWeights` throws. */
export async function undoWeights(
  desk: Desk,
  { name, body, who }: WeightsCall<WeightsUndoRequest>,
): Promise<WeightsAnswer> {
  const system = chosen(desk.systems, name);
  const { weights, plan } = await (await registryFor(desk, who)).undoWeights(system, body);
  return answer(desk, { system, current: weights, told: await desk.control.publish(system.name, plan?.version ?? 0) });
}

async function registryFor({ manage }: Desk, who: string): Promise<Registry> {
  if (manage === undefined) throw notManaged({});
  return await manage.registry(who);
}

interface Found {
  readonly system: SystemDefinition;
  readonly current: WeightsVersion | undefined;
  readonly told: readonly Told[];
}

function answer({ decider }: Desk, { system: { name, weights }, current, told }: Found): WeightsAnswer {
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
