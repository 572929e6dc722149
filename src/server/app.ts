import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { randomIds } from "../kernel/index.ts";
import { INFERENCE_ROOT, mediaTypeUnknown, type Route, type RouteName, readBody, routes } from "../wire/index.ts";
import { type AnyHandler, answerLines } from "./batch.ts";
import { refuseConnection } from "./client-error.ts";
import type { Desk } from "./desk.ts";
import type { HttpOptions } from "./entrance.ts";
import type { Asked } from "./handlers.ts";
import { handlersOf } from "./handlers.ts";
import { type Following, installHooks, isBatch, routeOf, whoseIs } from "./hooks.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { parseBinary } from "./inference/binary.ts";
import { NDJSON, parseJson, parseLines } from "./parse-json.ts";
import { answerProblem, BODY_LIMIT, missed } from "./problems.ts";
import { allOf } from "./traffic/all-of.ts";
import { type Body, isWorthPacking, packed } from "./traffic/coding.ts";
import { together } from "./traffic/together.ts";

/**
 * The caller's own id for its request, when it is a plain word (it ends up in headers and in the log), else a new one: a count
 * behind what tells this server from every other, because nobody has to guess it.
 */
function requestIds(): (message: IncomingMessage) => string {
  const server = randomIds(randomBytes, Date.now).next("req");
  let count = 0;
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : `${server}-${(++count).toString(36)}`;
  };
}

/** The server without its socket: every route of `wire/`, and a problem document for everything else. */
export function appOf(desk: Desk, tls?: HttpOptions["tls"]): FastifyInstance {
  const app = Fastify({
    ...(tls === undefined ? { http: TIMES } : { https: { ...TIMES, ...tls } as never }),
    bodyLimit: BODY_LIMIT,
    // A long batch may take its time; `limitArrival` ends what does not arrive.
    requestTimeout: 0,
    connectionTimeout: 120_000,
    // Longer than the usual minute of a balancer, so that the balancer is the one who hangs up.
    keepAliveTimeout: 65_000,
    genReqId: requestIds(),
    // What arrives on an open connection while closing is still answered; the answer then closes the connection.
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (thrown, request, reply) => {
      answerProblem(desk, { thrown, request, reply: reply.header("x-request-id", request.id) });
    },
  }) as FastifyInstance;
  readBodies(app);
  app.setErrorHandler((thrown, request, reply) => answerProblem(desk, { thrown, request, reply }));
  app.setNotFoundHandler((request) => {
    throw missed(request, Object.values(routes));
  });
  serveRoutes(app, desk, installHooks(app, desk));
  // What is expected beyond HTTP is refused where everything else is.
  app.server.on("checkExpectation", (message, answer) => app.server.emit("request", message, answer));
  return app;
}

const TIMES = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, requireHostHeader: false };

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const atOnce = together();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, bytes, done) =>
    atOnce(() => parsed(request, bytes as Buffer), done),
  );
  // Clients of the Open Inference Protocol name no type, or one of bytes.
  app.addContentTypeParser("*", { parseAs: "buffer" }, async (request: FastifyRequest, bytes: Buffer) => {
    if (request.headers[JSON_LENGTH] === undefined && !request.url.startsWith(`${INFERENCE_ROOT}/`))
      throw mediaTypeUnknown({ got: request.headers["content-type"]?.slice(0, 80) ?? "none" });
    return parsed(request, bytes);
  });
  app.addContentTypeParser(NDJSON, async (request: FastifyRequest, payload: Body) => {
    const route = routeOf(request);
    if (route !== undefined && isBatch(request, route)) return payload;
    if (route?.path !== routes.events.path) throw mediaTypeUnknown({ got: NDJSON });
    return { ...(request.query as object), events: parseLines(await allOf(payload, BODY_LIMIT)) };
  });
}

/** How many bytes of a body are JSON, where tensors follow as bytes. */
const JSON_LENGTH = "inference-header-content-length";

function parsed({ headers }: FastifyRequest, bytes: Buffer): unknown {
  const length = headers[JSON_LENGTH];
  return length === undefined ? parseJson(bytes) : parseBinary(bytes, Number(length));
}

function serveRoutes(app: FastifyInstance, desk: Desk, following: Following): void {
  const handlers = handlersOf(desk);
  for (const name of Object.keys(routes) as RouteName[])
    serveRoute(app, desk, { route: routes[name], handle: handlers[name] as AnyHandler, following });
}

function serveRoute(
  app: FastifyInstance,
  desk: Desk,
  { route, handle, following }: { readonly route: Route; readonly handle: AnyHandler; readonly following: Following },
): void {
  const { method, path, request: schema } = route;
  app.route({
    method,
    url: path,
    config: { route },
    handler: async (request, reply: FastifyReply) => {
      const params = request.params as Asked<never>["params"];
      const key = route.keyed === true ? idempotencyKey(request.headers["idempotency-key"]) : undefined;
      const asked = { params, key, caller: desk.entrance.access.caller(request), trace: following(request) };
      if (isBatch(request, route)) return answerLines(request, reply, { desk, route, handle, asked });
      const body = schema === undefined ? request.body : readBody(schema, request.body);
      const answer = await handle({ ...asked, body, whose: whoseIs(request) });
      reply.type(`${typeof answer === "string" ? "text/plain; version=0.0.4" : "application/json"}; charset=utf-8`);
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      return isWorthPacking(request, reply, text) ? await packed(reply, text) : text;
    },
  });
}
