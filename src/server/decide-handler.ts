import { type Asking, answerOf, isUnlogged, orderOf } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Decided, type DecideRequest, type Ranked, type RankRequest, systemNotFound } from "../wire/index.ts";
import type { Desk } from "./desk.ts";
import type { CounterName, Metrics } from "./metrics.ts";
import type { Whose } from "./telemetry/answered.ts";
import type { Trace } from "./telemetry/traces.ts";

/** Who asks, and by which name of its own: the same name from another caller is another one. */
export interface From {
  readonly key?: string | undefined;
  readonly caller?: string | undefined;
  readonly trace?: Trace | undefined;
  /** Is told whose the question is. */
  readonly whose?: Whose | undefined;
}

/** Answers a question. Throws `wire.not-found-system` and what `Decider.decide` throws. */
export async function decide(
  { decider, systems, metrics, stored }: Desk,
  request: DecideRequest,
  from: From = {},
): Promise<Decided> {
  const system = chosen(systems, request.system, from.whose);
  const served = decider.serving(system.name);
  const record = await decider.decide(system, { ...request, ...askingOf(system.name, metrics, from) });
  const { arm, action, answer: given } = record.body;
  metrics.count(counterOf(record), { system: system.name, arm, action: action ?? countedAs(given) });
  stored.answered(!isUnlogged(record));
  return answerOf(record, served);
}

/** Orders candidates. Throws `wire.not-found-system` and what `Decider.rank` throws. */
export async function rank(
  { decider, systems, metrics, stored }: Desk,
  request: RankRequest,
  from: From = {},
): Promise<Ranked> {
  const system = chosen(systems, request.system, from.whose);
  const record = await decider.rank(system, { ...request, ...askingOf(system.name, metrics, from) });
  metrics.count(counterOf(record), { system: system.name, arm: record.body.arm, action: "rank" });
  stored.answered(!isUnlogged(record));
  return orderOf(record);
}

function counterOf(record: DecisionRecord): CounterName {
  return isUnlogged(record) ? "alidade_decisions_unlogged_total" : "alidade_decisions_total";
}

function askingOf(system: string, metrics: Metrics, from: From): Asking {
  return {
    key: keyOf(from),
    timing: (times) => {
      metrics.stages(system, times);
      from.trace?.decision(system, times);
    },
  };
}

function keyOf({ key, caller = "" }: From): string | undefined {
  return key === undefined ? undefined : `${caller}/${key}`;
}

/** One label is counted by its name; sets and values would be too many different ones. */
function countedAs(given: DecisionRecord["body"]["answer"]): string {
  if (typeof given === "string") return given;
  if (given === null || given === undefined) return "none";
  return typeof given === "number" ? "value" : "labels";
}

/** The system that is named, or the only one; `whose` is told. Throws `wire.not-found-system`. */
export function chosen(
  systems: readonly SystemDefinition[],
  name: string | undefined,
  whose: Whose = {},
): SystemDefinition {
  const found =
    name === undefined && systems.length === 1 ? systems[0] : systems.find((system) => system.name === name);
  whose.system = found?.name;
  if (found !== undefined) return found;
  const got = name === undefined ? "nothing" : JSON.stringify(name.slice(0, 60));
  throw systemNotFound({ got, served: systems.map((system) => system.name) });
}
