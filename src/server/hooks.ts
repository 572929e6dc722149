import type { FastifyInstance, FastifyRequest } from "fastify";
import { expectationUnknown, type Route, requestMalformed } from "../wire/index.ts";
import type { Desk } from "./desk.ts";
import { NDJSON } from "./parse-json.ts";
import { BODY_LIMIT } from "./problems.ts";
import type { Whose } from "./telemetry/answered.ts";
import type { Trace } from "./telemetry/traces.ts";
import { limitArrival } from "./traffic/arrival.ts";
import { unpacked } from "./traffic/coding.ts";

/** The route that a request was sent to; undefined where there is none. */
export function routeOf(request: FastifyRequest): Route | undefined {
  return (request.routeOptions.config as { readonly route?: Route } | undefined)?.route;
}

/** Whether a request holds many questions, one to a line. */
export function isBatch({ headers }: FastifyRequest, { lines }: Route): boolean {
  return lines === true && (headers["content-type"] ?? "").toLowerCase().startsWith(NDJSON);
}

/** Whether an answer counts by itself: probes do not, nor the answer to a batch, whose lines were counted one by one. */
function isCounted(request: FastifyRequest, status: number): boolean {
  const route = routeOf(request);
  return route !== undefined && route.scope !== null && (status >= 400 || !isBatch(request, route));
}

/** A request that got as far as a handler, which may have said whose it is. */
type Named = FastifyRequest & { whose?: Whose | undefined };

/** Where its handler says whose a request is. */
export function whoseIs(request: FastifyRequest): Whose {
  const whose: Whose = { system: undefined };
  (request as Named).whose = whose;
  return whose;
}

/** How a request is followed; undefined when it is not. */
export type Following = (request: FastifyRequest) => Trace | undefined;

/** What Node would refuse by itself, in words of its own. Throws `wire.request-malformed`, `wire.expectation-unknown`. */
function requireSense({ raw: { httpVersion, headers } }: FastifyRequest): void {
  const { host, expect = "100-continue" } = headers;
  if (host === undefined && httpVersion === "1.1") throw requestMalformed({ why: "It has no `Host`." });
  if (expect.toLowerCase() !== "100-continue") throw expectationUnknown({ got: expect.slice(0, 80) });
}

/** What happens to every request before and after its route: who it is from, whether there is room, how it is packed. */
export function installHooks(app: FastifyInstance, desk: Desk): Following {
  const { entrance, metrics, answered } = desk;
  // Declared, so that all requests keep one shape.
  app.decorateRequest("whose", undefined);
  const followed = new WeakMap<FastifyRequest, Trace>();
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    requireSense(request);
    if (entrance.isDraining()) reply.header("connection", "close");
    if (entrance.origins.greet(request, reply)) return void reply.code(204).send();
    const route = routeOf(request);
    if (route === undefined) return void done();
    const trace = entrance.traces?.begin(request.headers.traceparent as string | undefined);
    if (trace !== undefined) followed.set(request, trace);
    if (route.method !== "GET") {
      entrance.load.begin();
      // Also of a request that was given up half way, which is never answered.
      reply.raw.once("close", entrance.load.end);
    }
    entrance.access.admit(request, route.scope);
    done();
  });
  // biome-ignore lint/complexity/useMaxParams: so Fastify calls it; an async one costs every request two more promises.
  app.addHook("preParsing", (request, _reply, payload, done) => {
    const route = routeOf(request);
    if (route === undefined || route.method === "GET") return void done(null, payload);
    const inPieces = isBatch(request, route);
    const body = unpacked(request.headers, payload, inPieces ? Number.POSITIVE_INFINITY : BODY_LIMIT);
    limitArrival(request, body, inPieces);
    done(null, body);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    metrics.time(route, reply.elapsedTime / 1_000);
    if (isCounted(request, reply.statusCode)) answered.count(reply.statusCode, (request as Named).whose);
    followed.get(request)?.end({ method: request.method, route, status: reply.statusCode });
    done();
  });
  return (request) => followed.get(request);
}
