import type { FastifyReply, FastifyRequest } from "fastify";
import { type AlidadeError, isAlidadeError } from "../kernel/index.ts";
import {
  bodyCut,
  bodyNotGzip,
  bodyTooLarge,
  INFERENCE_ROOT,
  mediaTypeUnknown,
  methodNotAllowed,
  notFound,
  PROBLEM_TYPE,
  problemOf,
  type Route,
  requestMalformed,
} from "../wire/index.ts";
import { refusalHeaders } from "./access/access.ts";
import { unexpected } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** The most bytes of a body: 1 MiB. */
export const BODY_LIMIT: number = 1024 * 1024;

/** Answers with the problem document of whatever was thrown. What is the server's own fault goes to the log. */
export function answerProblem(
  { metrics, log }: { readonly metrics: Metrics; readonly log: Log },
  { thrown, request, reply }: { thrown: unknown; request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const error = codedError(thrown, request);
  const plain = problemOf(error, request.id);
  const problem = isInference(request) ? { ...plain, error: plain.detail } : plain;
  metrics.count("alidade_problems_total", { code: error.code });
  if (problem.status >= 500 && error.code !== "server.overloaded")
    log.error({ requestId: request.id, method: request.method, path: request.url, err: thrown }, error.message);
  refusalHeaders(reply, error);
  if (problem.status === 405) reply.header("allow", (error.data.allowed as readonly string[]).join(", "));
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

function isInference({ url }: FastifyRequest): boolean {
  return url.startsWith(`${INFERENCE_ROOT}/`);
}

/** What Fastify refuses by itself, in our words. */
const REFUSED: Readonly<Record<string, (request: FastifyRequest) => AlidadeError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => bodyTooLarge({ limit: BODY_LIMIT }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => bodyCut({}),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ({ headers }) =>
    mediaTypeUnknown({ got: headers["content-type"]?.slice(0, 80) ?? "none" }),
  FST_ERR_MAX_PARAM_LENGTH: ({ method, url }) => notFound({ method, path: `${url.slice(0, 100)}…` }),
  ECONNRESET: () => bodyCut({}),
  ERR_STREAM_PREMATURE_CLOSE: () => bodyCut({}),
  Z_DATA_ERROR: () => bodyNotGzip({}),
  Z_BUF_ERROR: () => bodyNotGzip({}),
  FST_ERR_BAD_URL: () => requestMalformed({ why: "The path has a `%` that encodes nothing." }),
};

/** What was thrown as an error with a code. */
export function codedError(thrown: unknown, request: FastifyRequest): AlidadeError {
  if (isAlidadeError(thrown)) return thrown;
  const code = (thrown as { readonly code?: unknown } | null)?.code;
  return REFUSED[String(code)]?.(request) ?? unexpected({}, thrown);
}

/** What to say where there is no route: another method, or nothing at all. */
export function missed({ method, url }: FastifyRequest, routes: readonly Route[]): AlidadeError {
  const path = (url.split("?")[0] ?? "").slice(0, 200);
  const allowed = routes.filter((route) => fits(route.path, path)).map((route) => route.method);
  return allowed.length === 0 ? notFound({ method, path }) : methodNotAllowed({ method, path, allowed });
}

function fits(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+").replaceAll(".", "\\.")}$`).test(path);
}
