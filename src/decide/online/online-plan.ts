import type { Row } from "../../data/index.ts";
import {
  eventReader,
  type Node,
  planWindows,
  type ReadEvent,
  streamsAsked,
  type WindowPlan,
  WindowState,
} from "../../features/index.ts";
import { hashValue, known } from "../../kernel/index.ts";
import { ruleNodes, type Stream, type SystemDefinition } from "../../system/index.ts";

/** A stream whose windows a system asks. */
export interface OnlineStream {
  readonly name: string;
  readonly declared: Stream;
  readonly plan: WindowPlan;
  /** Null for an event without an entity or a time. */
  readonly read: (row: Row) => ReadEvent | null;
}

/** Everything that a system's view is made of. */
export interface OnlinePlan {
  /** Hash of the windows and of what the streams' columns mean: another text, another view. */
  readonly about: string;
  readonly streams: readonly OnlineStream[];
}

/** What a system asks of its streams; no streams for one that asks nothing. */
export function onlinePlan(system: SystemDefinition): OnlinePlan {
  const nodes = askedOf(system);
  const streams = streamsAsked(nodes).map((name): OnlineStream => {
    const declared = known(system.streams[name], `the stream ${name}`);
    const plan = planWindows(nodes, { stream: name, hasIds: declared.id !== undefined });
    return { name, declared, plan, read: eventReader(plan, declared) };
  });
  const told = streams.map(({ name, plan, declared: { contract: _, source: __, ...columns } }) => [
    name,
    { plan: plan.id, ...columns },
  ]);
  return { about: hashValue(Object.fromEntries(told)), streams };
}

/** What the windows of a system say of somebody of whom nothing is known. */
export function windowsOfNobody(system: SystemDefinition): Row {
  return Object.assign({}, ...onlinePlan(system).streams.map(({ plan }) => new WindowState(plan).answers(0)));
}

/** The windows of whom nothing can be said: each is missing. */
export function windowsMissing({ streams }: OnlinePlan): Row {
  const keys = streams.flatMap(({ plan }) => plan.windows.map(({ key }) => key));
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** Whether deciding for a system needs an online view. */
export function asksStreams(system: SystemDefinition): boolean {
  return streamsAsked(askedOf(system)).length > 0;
}

function askedOf(system: SystemDefinition): readonly Node[] {
  const filters = system.filters.map(({ when }) => when);
  return [...Object.values(system.features), ...Object.values(ruleNodes(system)), ...filters];
}
