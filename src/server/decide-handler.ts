import type { Asking, LoadedRelease } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import {
  type Decided,
  type DecideRequest,
  type HeadAnswer,
  type Ranked,
  type RankRequest,
  systemNotFound,
} from "../wire/index.ts";
import type { Desk } from "./desk.ts";
import type { Metrics } from "./metrics.ts";
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
  { decider, systems, metrics }: Desk,
  request: DecideRequest,
  from: From = {},
): Promise<Decided> {
  const system = chosen(systems, request.system, from.whose);
  const served = decider.serving(system.name);
  const record = await decider.decide(system, { ...request, ...askingOf(system.name, metrics, from) });
  const { arm, action, answer: given } = record.body;
  metrics.count("alidade_decisions_total", { system: system.name, arm, action: action ?? countedAs(given) });
  return answer(record, served?.releases.get(record.body.release));
}

/** Orders candidates. Throws `wire.not-found-system` and what `Decider.rank` throws. */
export async function rank(
  { decider, systems, metrics }: Desk,
  request: RankRequest,
  from: From = {},
): Promise<Ranked> {
  const system = chosen(systems, request.system, from.whose);
  const { id, at, body } = await decider.rank(system, { ...request, ...askingOf(system.name, metrics, from) });
  const { arm, release, reasons, answer: order, candidates = [] } = body;
  metrics.count("alidade_decisions_total", { system: system.name, arm, action: "rank" });
  return {
    id,
    answer: Array.isArray(order) ? order : [],
    candidates: candidates.map(({ id: name, score, position, reasons: why }) => ({
      id: name,
      score,
      position,
      reasons: why,
    })),
    release,
    reasons,
    arm,
    at,
  };
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

function answer({ id, at, body }: DecisionRecord, release: LoadedRelease | undefined): Decided {
  const { action, answer: given, interval, set, score, heads, release: releaseId, reasons, arm } = body;
  const answers: Record<string, HeadAnswer> = {};
  for (const [name, outputs] of Object.entries(heads)) answers[name] = headAnswer(outputs, release, name);
  const decided = action === undefined ? { answer: given ?? null } : { action };
  const within = { ...(interval === undefined ? {} : { interval }), ...(set === undefined ? {} : { set }) };
  return { id, ...decided, ...within, score, heads: answers, release: releaseId, reasons, arm, at };
}

function headAnswer(outputs: readonly number[], release: LoadedRelease | undefined, name: string): HeadAnswer {
  const classes = release?.models[name]?.signature.classes ?? [];
  if (classes.length === 0) return outputs[0] ?? 0;
  return Object.fromEntries(classes.map((label, i) => [label, outputs[i] ?? 0]));
}
