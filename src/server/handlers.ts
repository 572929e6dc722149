import {
  decisionNotFound,
  type OpenApi,
  type OutcomeAnswer,
  type OutcomeRequest,
  openApi,
  type Receipt,
  type Route,
  type RouteName,
  type Routes,
  type SystemDescription,
} from "../wire/index.ts";
import type { WeightsCall } from "./control/weights-call.ts";
import { decide, rank } from "./decide-handler.ts";
import { describeSystem } from "./describe-system.ts";
import type { Desk } from "./desk.ts";
import { acceptEvents } from "./events-handler.ts";
import { describeModel, infer, type Named, servedModel } from "./inference/infer.ts";
import type { Trace } from "./telemetry/traces.ts";
import { answerWithin } from "./traffic/answer-within.ts";

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
  const { answerMs } = desk.entrance;
  const stored = <T>(work: () => Promise<T>): Promise<T> => desk.stored.watch(() => answerWithin(work, answerMs));
  return {
    decide: (asked) => stored(() => decide(desk, asked.body, asked)),
    rank: (asked) => stored(() => rank(desk, asked.body, asked)),
    outcomes: ({ body }) => stored(() => acceptOutcome(desk, body)),
    events: ({ body }) => stored(() => acceptEvents(desk, body)),
    systems: () => ({ systems: describeAll(desk) }),
    weights: (asked) => desk.whole.readWeights(weightsCall(asked)),
    changeWeights: (asked) => desk.whole.changeWeights(weightsCall(asked)),
    undoWeights: (asked) => desk.whole.undoWeights(weightsCall(asked)),
    decision: ({ params }) => answerWithin(() => receipt(desk, params.id ?? ""), answerMs),
    inferenceServer: () => ({ name: "alidade", version: desk.version, extensions: ["binary_tensor_data"] }),
    inferenceLive: () => ({ live: true }),
    inferenceReady: async () => {
      await desk.whole.ready();
      return { ready: true };
    },
    model: ({ params }) => describeModel(desk, namedIn(params)),
    modelVersion: ({ params }) => describeModel(desk, namedIn(params)),
    modelReady: ({ params }) => modelReady(desk, params),
    modelVersionReady: ({ params }) => modelReady(desk, params),
    infer: ({ params, body }) => infer(desk, namedIn(params), body),
    inferVersion: ({ params, body }) => infer(desk, namedIn(params), body),
    alive: () => ({ status: "alive" }),
    ready: () => desk.whole.ready(),
    metrics: () => desk.whole.metrics(),
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
