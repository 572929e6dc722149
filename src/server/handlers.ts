import { messageOf } from "../kernel/index.ts";
import {
  decisionNotFound,
  type OpenApi,
  type OutcomeAnswer,
  type OutcomeRequest,
  openApi,
  type Ready,
  type Receipt,
  type Route,
  type RouteName,
  type Routes,
  type SystemDescription,
} from "../wire/index.ts";
import { decide, rank } from "./decide-handler.ts";
import { describeSystem } from "./describe-system.ts";
import type { Desk } from "./desk.ts";
import { notReady } from "./errors.ts";
import { acceptEvents } from "./events-handler.ts";
import { onlineMetrics } from "./online-metrics.ts";

/** A decoded request. */
export interface Asked<Body> {
  readonly body: Body;
  /** The varying parts of the path. */
  readonly params: Readonly<Record<string, string>>;
}

type HandlerOf<R> =
  R extends Route<infer Request, infer Response> ? (asked: Asked<Request>) => Response | Promise<Response> : never;

/** One handler for every route. */
export type Handlers = { readonly [Name in RouteName]: HandlerOf<Routes[Name]> };

/** Each calls one room, and nothing is decided here. */
export function handlersOf(desk: Desk): Handlers {
  return {
    decide: ({ body }) => desk.stored.watch(() => decide(desk, body)),
    rank: ({ body }) => desk.stored.watch(() => rank(desk, body)),
    outcomes: ({ body }) => desk.stored.watch(() => acceptOutcome(desk, body)),
    events: ({ body }) => desk.stored.watch(() => acceptEvents(desk, body)),
    systems: () => ({ systems: describeAll(desk) }),
    decision: ({ params }) => receipt(desk, params.id ?? ""),
    alive: () => ({ status: "alive" }),
    ready: () => ready(desk),
    metrics: () => desk.metrics.text() + onlineMetrics(desk.online?.facts() ?? []),
    openapi: (): OpenApi => openApi(describeAll(desk), desk.version),
  };
}

function describeAll({ systems, decider }: Desk): readonly SystemDescription[] {
  return systems.map((system) => describeSystem(system, decider));
}

async function acceptOutcome({ decider, metrics }: Desk, report: OutcomeRequest): Promise<OutcomeAnswer> {
  const status = await decider.outcome(report);
  metrics.count("alidade_outcomes_total", { outcome: report.outcome, status });
  return { status };
}

async function receipt({ findDecision }: Desk, id: string): Promise<Receipt> {
  const found = await findDecision(id);
  if (found === undefined) throw decisionNotFound({ id });
  return found;
}

async function ready({ systems, decider, findDecision, refresher, stored }: Desk): Promise<Ready> {
  const failure = refresher.failure() ?? stored.failure();
  if (failure !== undefined) throw notReady({ why: messageOf(failure) }, failure);
  const idle = systems.filter(({ name }) => decider.serving(name) === undefined);
  if (idle.length > 0) throw notReady({ why: `nothing to serve for ${idle.map(({ name }) => name).join(", ")}` });
  await findDecision("readiness").catch((thrown: unknown) => {
    throw notReady({ why: messageOf(thrown) }, thrown);
  });
  return { status: "ready", systems: systems.map(({ name }) => name) };
}
