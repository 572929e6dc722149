import type { z } from "zod";
import { type Decided, type DecideRequest, decided, decideRequest } from "./decide.ts";
import { type EventsAnswer, type EventsRequest, eventsAnswer, eventsRequest } from "./events.ts";
import { type Alive, alive, type Ready, ready } from "./health.ts";
import { type OutcomeAnswer, type OutcomeRequest, outcomeAnswer, outcomeRequest } from "./outcome.ts";
import { paths } from "./paths.ts";
import { type Ranked, type RankRequest, ranked, rankRequest } from "./rank.ts";
import { type Receipt, receipt } from "./receipt.ts";
import { type SystemsAnswer, systemsAnswer } from "./systems.ts";

/** One thing that a server answers, as data: the server, the document of the interface and the tests are drawn from it. */
export interface Route<Request = unknown, Response = unknown> {
  readonly method: "GET" | "POST";
  /** With `:name` for a part that varies. */
  readonly path: string;
  readonly summary: string;
  /** Of the body; absent when there is none. */
  readonly request?: z.ZodType<Request>;
  /** Absent when the answer is not JSON of a fixed shape. */
  readonly response?: z.ZodType<Response>;
  /** Statuses of the problems that are peculiar to it. */
  readonly problems: readonly number[];
}

/** Every route, by name. */
export interface Routes {
  readonly decide: Route<DecideRequest, Decided>;
  readonly rank: Route<RankRequest, Ranked>;
  readonly outcomes: Route<OutcomeRequest, OutcomeAnswer>;
  readonly events: Route<EventsRequest, EventsAnswer>;
  readonly systems: Route<never, SystemsAnswer>;
  readonly decision: Route<never, Receipt>;
  readonly alive: Route<never, Alive>;
  readonly ready: Route<never, Ready>;
  readonly metrics: Route<never, string>;
  readonly openapi: Route<never, object>;
}

export type RouteName = keyof Routes;

const BAD_BODY = [400, 404, 413, 415];

export const routes: Routes = {
  decide: {
    method: "POST",
    path: paths.decide,
    summary: "Decide about an entity. The answer comes when the decision is on disk.",
    request: decideRequest,
    response: decided,
    problems: BAD_BODY,
  },
  rank: {
    method: "POST",
    path: paths.rank,
    summary: "Order candidates for an entity. The answer comes when the decision is on disk.",
    request: rankRequest,
    response: ranked,
    problems: BAD_BODY,
  },
  outcomes: {
    method: "POST",
    path: paths.outcomes,
    summary: "Report what came of a decision. Safe to repeat with the same key.",
    request: outcomeRequest,
    response: outcomeAnswer,
    problems: BAD_BODY,
  },
  events: {
    method: "POST",
    path: paths.events,
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
    summary: "What is served here: objectives, fields, actions or answers, heads, traffic plans.",
    response: systemsAnswer,
    problems: [],
  },
  decision: {
    method: "GET",
    path: paths.decision,
    summary: "The receipt of a decision.",
    response: receipt,
    problems: [404],
  },
  alive: { method: "GET", path: paths.alive, summary: "Whether the process answers.", response: alive, problems: [] },
  ready: {
    method: "GET",
    path: paths.ready,
    summary: "Whether decisions can be made and stored.",
    response: ready,
    problems: [503],
  },
  metrics: { method: "GET", path: paths.metrics, summary: "Counters and latencies for Prometheus.", problems: [] },
  openapi: { method: "GET", path: paths.openapi, summary: "This document.", problems: [] },
};
