import { type Decided, type DecideRequest, decided, decideRequest } from "./decide.ts";
import { type EventsAnswer, type EventsRequest, eventsAnswer, eventsRequest } from "./events.ts";
import { type Alive, alive, type Ready, ready } from "./health.ts";
import { type InferenceRoutes, inferenceRoutes } from "./inference.ts";
import { type OutcomeAnswer, type OutcomeRequest, outcomeAnswer, outcomeRequest } from "./outcome.ts";
import { paths } from "./paths.ts";
import { type Ranked, type RankRequest, ranked, rankRequest } from "./rank.ts";
import { type Receipt, receipt } from "./receipt.ts";
import type { Route } from "./route.ts";
import { type SystemsAnswer, systemsAnswer } from "./systems.ts";
import {
  type WeightsAnswer,
  type WeightsRequest,
  type WeightsUndoRequest,
  weightsAnswer,
  weightsRequest,
  weightsUndoRequest,
} from "./weights.ts";

/** Every route, by name. */
export interface Routes extends InferenceRoutes {
  readonly decide: Route<DecideRequest, Decided>;
  readonly rank: Route<RankRequest, Ranked>;
  readonly outcomes: Route<OutcomeRequest, OutcomeAnswer>;
  readonly events: Route<EventsRequest, EventsAnswer>;
  readonly systems: Route<never, SystemsAnswer>;
  readonly weights: Route<never, WeightsAnswer>;
  readonly changeWeights: Route<WeightsRequest, WeightsAnswer>;
  readonly undoWeights: Route<WeightsUndoRequest, WeightsAnswer>;
  readonly decision: Route<never, Receipt>;
  readonly alive: Route<never, Alive>;
  readonly ready: Route<never, Ready>;
  readonly metrics: Route<never, string>;
  readonly openapi: Route<never, object>;
}

export type RouteName = keyof Routes;

const BAD_BODY = [400, 404, 413, 415];
/** A key that was used before, for another question. */
const KEYED = [...BAD_BODY, 409];

export const routes: Routes = {
  decide: {
    method: "POST",
    path: paths.decide,
    scope: "decide",
    lines: true,
    keyed: true,
    summary: "Decide about an entity. The answer comes when the decision is on disk.",
    request: decideRequest,
    response: decided,
    problems: KEYED,
  },
  rank: {
    method: "POST",
    path: paths.rank,
    scope: "decide",
    lines: true,
    keyed: true,
    summary: "Order candidates for an entity. The answer comes when the decision is on disk.",
    request: rankRequest,
    response: ranked,
    problems: KEYED,
  },
  outcomes: {
    method: "POST",
    path: paths.outcomes,
    scope: "outcomes",
    lines: true,
    summary: "Report what came of a decision. Safe to repeat with the same key.",
    request: outcomeRequest,
    response: outcomeAnswer,
    problems: BAD_BODY,
  },
  events: {
    method: "POST",
    path: paths.events,
    scope: "events",
    summary:
      "Push events into a stream, as JSON or, with the other members in the query, as application/x-ndjson. The answer comes " +
      "when they are on disk; every decision from then on sees them. Safe to repeat with the same key.",
    request: eventsRequest,
    response: eventsAnswer,
    problems: BAD_BODY,
  },
  systems: {
    method: "GET",
    path: paths.systems,
    scope: "read",
    summary: "What is served here: objectives, fields, actions or answers, heads, traffic plans.",
    response: systemsAnswer,
    problems: [],
  },
  weights: {
    method: "GET",
    path: paths.weights,
    scope: "read",
    summary: "The weights of a system's heads, with their bounds.",
    response: weightsAnswer,
    problems: [404],
  },
  changeWeights: {
    method: "PUT",
    path: paths.weights,
    scope: "manage",
    summary: "Serve other weights with the same models. When the answer comes, the next decision is made with them.",
    request: weightsRequest,
    response: weightsAnswer,
    problems: [...BAD_BODY, 409],
  },
  undoWeights: {
    method: "POST",
    path: paths.weightsUndo,
    scope: "manage",
    summary: "Bring back the weights before the current ones.",
    request: weightsUndoRequest,
    response: weightsAnswer,
    problems: [...BAD_BODY, 409],
  },
  decision: {
    method: "GET",
    path: paths.decision,
    scope: "read",
    summary: "The receipt of a decision.",
    response: receipt,
    problems: [404],
  },
  alive: {
    method: "GET",
    path: paths.alive,
    scope: null,
    summary: "Whether the process answers.",
    response: alive,
    problems: [],
  },
  ready: {
    method: "GET",
    path: paths.ready,
    scope: null,
    summary: "Whether decisions can be made and stored.",
    response: ready,
    problems: [503],
  },
  metrics: {
    method: "GET",
    path: paths.metrics,
    scope: "read",
    summary: "Counters and latencies for Prometheus.",
    problems: [],
  },
  openapi: { method: "GET", path: paths.openapi, scope: "read", summary: "This document.", problems: [] },
  ...inferenceRoutes,
};
