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
import { describeModel, inferrer, type Named, servedModel } from "./inference/infer.ts";
import type { Whose } from "./telemetry/answered.ts";
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
  /** Where the handler says whose the request is, as soon as it knows: the answer counts for that system. */
  readonly whose: Whose;
}

type HandlerOf<R> =
  R extends Route<infer Request, infer Response> ? (asked: Asked<Request>) => Response | Promise<Response> : never;

/** One handler for every route. */
export type Handlers = { readonly [Name in RouteName]: HandlerOf<Routes[Name]> };

/** Each calls one room, and nothing is decided here. */
export function handlersOf(desk: Desk): Handlers {
  const { answerMs } = desk.entrance;
  const infer = inferrer(desk);
  const stored = <T>(work: () => Promise<T>): Promise<T> => desk.stored.watch(() => answerWithin(work, answerMs));
  return {
    decide: (asked) => stored(() => decide(desk, asked.body, asked)),
    rank: (asked) => stored(() => rank(desk, asked.body, asked)),
    outcomes: (asked) => stored(() => acceptOutcome(desk, asked)),
    events: ({ body, whose }) => stored(() => acceptEvents(desk, body, whose)),
    systems: () => ({ systems: describeAll(desk) }),
    weights: (asked) => desk.whole.readWeights(weightsCall(asked)),
    changeWeights: (asked) => desk.whole.changeWeights(weightsCall(asked)),
    undoWeights: (asked) => desk.whole.undoWeights(weightsCall(asked)),
    decision: (asked) => answerWithin(() => receipt(desk, asked), answerMs),
    inferenceServer: () => ({ name: "alidade", version: desk.version, extensions: ["binary_tensor_data"] }),
    inferenceLive: () => ({ live: true }),
    inferenceReady: async () => {
      await desk.whole.ready();
      return { ready: true };
    },
    model: (asked) => describeModel(desk, namedIn(asked)),
    modelVersion: (asked) => describeModel(desk, namedIn(asked)),
    modelReady: (asked) => modelReady(desk, asked),
    modelVersionReady: (asked) => modelReady(desk, asked),
    infer: (asked) => infer(namedIn(asked), asked.body),
    inferVersion: (asked) => infer(namedIn(asked), asked.body),
    alive: () => ({ status: "alive" }),
    ready: () => desk.whole.ready(),
    metrics: () => desk.whole.metrics(),
    openapi: (): OpenApi => openApi(describeAll(desk), desk.version),
  };
}

function weightsCall<Body>({ params, body, caller, whose }: Asked<Body>): WeightsCall<Body> {
  whose.system = params.name;
  return { name: params.name ?? "", body, who: caller ?? "http" };
}

function namedIn({ params: { model = "", version }, whose }: Pick<Asked<unknown>, "params" | "whose">): Named {
  return { model, version, whose };
}

function modelReady(desk: Desk, asked: Asked<never>): { readonly ready: true } {
  servedModel(desk, namedIn(asked));
  return { ready: true };
}

function describeAll({ systems, decider }: Desk): readonly SystemDescription[] {
  return systems.map((system) => describeSystem(system, decider));
}

async function acceptOutcome({ decider, metrics }: Desk, asked: Asked<OutcomeRequest>): Promise<OutcomeAnswer> {
  const { body: report, whose } = asked;
  const status = await decider.outcome(report, (system) => {
    whose.system = system;
  });
  metrics.count("alidade_outcomes_total", { outcome: report.outcome, status });
  return { status };
}

async function receipt({ findDecision }: Desk, { params: { id = "" }, whose }: Asked<never>): Promise<Receipt> {
  const found = await findDecision(id);
  if (found === undefined) throw decisionNotFound({ id });
  whose.system = found.body.system;
  return found;
}
