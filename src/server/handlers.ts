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
import { modelMetrics } from "./control/model-metrics.ts";
import { watchMetrics } from "./control/watch-metrics.ts";
import { changeWeights, readWeights, undoWeights, type WeightsCall } from "./control/weights-handler.ts";
import { decide, rank } from "./decide-handler.ts";
import { describeSystem } from "./describe-system.ts";
import type { Desk } from "./desk.ts";
import { notReady } from "./errors.ts";
import { acceptEvents } from "./events-handler.ts";
import { describeModel, infer, type Named, servedModel } from "./inference/infer.ts";
import { onlineMetrics } from "./online-metrics.ts";
import { loadMetrics } from "./telemetry/load-metrics.ts";
import type { Trace } from "./telemetry/traces.ts";

/** A decoded request. */
export interface Asked<Body> {
  readonly body: Body;
  /** The varying parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The caller's own name for this request, where it sent one that makes it safe to repeat. */
  readonly key?: string | undefined;
  /** Id of the token that it came with; undefined where none is asked for. */
  readonly caller?: string | undefined;
  /** Follows the request, where somebody wants to know. */
  readonly trace?: Trace | undefined;
}

type HandlerOf<R> =
  R extends Route<infer Request, infer Response> ? (asked: Asked<Request>) => Response | Promise<Response> : never;

/** One handler for every route. */
export type Handlers = { readonly [Name in RouteName]: HandlerOf<Routes[Name]> };

/** Each calls one room, and nothing is decided here. */
export function handlersOf(desk: Desk): Handlers {
  return {
    decide: ({ body, ...from }) => desk.stored.watch(() => decide(desk, body, from)),
    rank: ({ body, ...from }) => desk.stored.watch(() => rank(desk, body, from)),
    outcomes: ({ body }) => desk.stored.watch(() => acceptOutcome(desk, body)),
    events: ({ body }) => desk.stored.watch(() => acceptEvents(desk, body)),
    systems: () => ({ systems: describeAll(desk) }),
    weights: (asked) => readWeights(desk, weightsCall(asked)),
    changeWeights: (asked) => changeWeights(desk, weightsCall(asked)),
    undoWeights: (asked) => undoWeights(desk, weightsCall(asked)),
    decision: ({ params }) => receipt(desk, params.id ?? ""),
    inferenceServer: () => ({ name: "alidade", version: desk.version, extensions: ["binary_tensor_data"] }),
    inferenceLive: () => ({ live: true }),
    inferenceReady: async () => {
      await ready(desk);
      return { ready: true };
    },
    model: ({ params }) => describeModel(desk, namedIn(params)),
    modelVersion: ({ params }) => describeModel(desk, namedIn(params)),
    modelReady: ({ params }) => modelReady(desk, params),
    modelVersionReady: ({ params }) => modelReady(desk, params),
    infer: ({ params, body }) => infer(desk, namedIn(params), body),
    inferVersion: ({ params, body }) => infer(desk, namedIn(params), body),
    alive: () => ({ status: "alive" }),
    ready: () => ready(desk),
    metrics: () =>
      desk.metrics.text() +
      loadMetrics(desk.entrance.load) +
      onlineMetrics(desk.online?.facts() ?? []) +
      modelMetrics(desk.decider) +
      watchMetrics(desk.manage?.watching?.all() ?? []),
    openapi: (): OpenApi => openApi(describeAll(desk), desk.version),
  };
}

function weightsCall<Body>({ params, body, caller }: Asked<Body>): WeightsCall<Body> {
  return { name: params.name ?? "", body, who: caller ?? "http" };
}

function namedIn({ model = "", version }: Asked<never>["params"]): Named {
  return { model, version };
}

function modelReady(desk: Desk, params: Asked<never>["params"]): { readonly ready: true } {
  servedModel(desk, namedIn(params));
  return { ready: true };
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

async function ready({ systems, decider, findDecision, refresher, stored, entrance }: Desk): Promise<Ready> {
  if (entrance.isDraining()) throw notReady({ why: "the server is draining, to stop" });
  const failure = refresher.failure() ?? stored.failure();
  if (failure !== undefined) throw notReady({ why: messageOf(failure) }, failure);
  const idle = systems.filter(({ name }) => decider.serving(name) === undefined);
  if (idle.length > 0) throw notReady({ why: `nothing to serve for ${idle.map(({ name }) => name).join(", ")}` });
  await findDecision("readiness").catch((thrown: unknown) => {
    throw notReady({ why: messageOf(thrown) }, thrown);
  });
  const refused = refresher.refused();
  const remarks = refused === undefined ? {} : { remarks: [refused.message] };
  return { status: "ready", systems: systems.map(({ name }) => name), ...remarks };
}
