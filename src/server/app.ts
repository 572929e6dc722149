import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { randomIds } from "../kernel/index.ts";
import { type Route, type RouteName, readBody, routes } from "../wire/index.ts";
import { refuseConnection } from "./client-error.ts";
import type { Desk } from "./desk.ts";
import { type Asked, handlersOf } from "./handlers.ts";
import { NDJSON, parseJson, parseLines } from "./parse-json.ts";
import { answerProblem, BODY_LIMIT, missed } from "./problems.ts";

/** The caller's own id for its request, when it is a plain word (it ends up in headers and in the log), else a new one. */
function requestIds(): (message: IncomingMessage) => string {
  const ids = randomIds(randomBytes, Date.now);
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : ids.next("req");
  };
}

/** The server without its socket: every route of `wire/`, and a problem document for everything else. */
export function appOf(desk: Desk): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    // Longer than the usual minute of a balancer, so that the balancer is the one who hangs up.
    keepAliveTimeout: 65_000,
    genReqId: requestIds(),
    // What arrives on an open connection while closing is still answered; the answer then closes the connection.
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (thrown, request, reply) => {
      answerProblem(desk, { thrown, request, reply: reply.header("x-request-id", request.id) });
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, async (_: FastifyRequest, bytes: Buffer) =>
    parseJson(bytes),
  );
  app.addContentTypeParser(NDJSON, { parseAs: "buffer" }, async ({ query }: FastifyRequest, bytes: Buffer) => ({
    ...(query as object),
    events: parseLines(bytes),
  }));
  app.setErrorHandler((thrown, request, reply) => answerProblem(desk, { thrown, request, reply }));
  app.setNotFoundHandler((request) => {
    throw missed(request, Object.values(routes));
  });
  measure(app, desk);
  serveRoutes(app, desk);
  return app;
}

function measure(app: FastifyInstance, { metrics }: Desk): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    metrics.time(request.routeOptions.url ?? "none", reply.elapsedTime / 1_000);
    done();
  });
}

type AnyHandler = (asked: Asked<unknown>) => unknown;

function serveRoutes(app: FastifyInstance, desk: Desk): void {
  const handlers = handlersOf(desk);
  for (const name of Object.keys(routes) as RouteName[]) serveRoute(app, routes[name], handlers[name] as AnyHandler);
}

function serveRoute(app: FastifyInstance, route: Route, handle: AnyHandler): void {
  const { method, path, request: schema } = route;
  app.route({
    method,
    url: path,
    handler: async ({ body, params }, reply: FastifyReply) => {
      const asked = {
        body: schema === undefined ? body : readBody(schema, body),
        params: params as Asked<never>["params"],
      };
      const answer = await handle(asked);
      if (typeof answer === "string") return reply.type("text/plain; version=0.0.4; charset=utf-8").send(answer);
      return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer));
    },
  });
}
