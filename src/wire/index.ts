/** The interface over HTTP: routes and schemas as data, problem documents, the document of the interface. */
export type { Decided, DecideRequest, Given, HeadAnswer, WireAnswer } from "./decide.ts";
export {
  bodyCut,
  bodyNotGzip,
  bodyNotJson,
  bodyTooDeep,
  bodyTooLarge,
  codingUnknown,
  decisionNotFound,
  expectationUnknown,
  headersTooLarge,
  keyUnfit,
  mediaTypeUnknown,
  methodNotAllowed,
  notFound,
  requestInvalid,
  requestLate,
  requestMalformed,
  systemNotFound,
} from "./errors.ts";
export type { EventsAnswer, EventsRequest } from "./events.ts";
export type { Alive, Ready } from "./health.ts";
export {
  INFERENCE_ROOT,
  type InferRequest,
  type InferResponse,
  type InferTensor,
  MOST_ROWS,
  type ModelMetadata,
  type TensorValues,
} from "./inference.ts";
export { type OpenApi, openApi } from "./openapi.ts";
export type { OutcomeAnswer, OutcomeRequest } from "./outcome.ts";
export { type Paths, paths } from "./paths.ts";
export { type FieldProblem, PROBLEM_TYPE, type Problem, problemOf } from "./problem.ts";
export type { RankCandidate, Ranked, RankedCandidate, RankRequest } from "./rank.ts";
export { readBody } from "./read-body.ts";
export { readKey } from "./read-key.ts";
export { gatheredFrom, type Receipt, type ReceiptBody } from "./receipt.ts";
export type { Route } from "./route.ts";
export { type RouteName, type Routes, routes } from "./routes.ts";
export { type Scope, scopes } from "./scopes.ts";
export { statusOf } from "./status.ts";
export type { FieldDescription, ServedAllocation, SystemDescription, SystemsAnswer } from "./systems.ts";
export type { WeightsAnswer, WeightsRequest, WeightsUndoRequest } from "./weights.ts";
