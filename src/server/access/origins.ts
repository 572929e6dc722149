import type { FastifyReply, FastifyRequest } from "fastify";
import { originRefused } from "./errors.ts";

/** What browsers may send and see, from pages of other origins that are on the list. */
const METHODS = "GET, POST, PUT";
const SENDS = "authorization, content-type, idempotency-key, traceparent, x-request-id";
const SEES = "retry-after, x-request-id";

/** Lets pages of the listed origins in. Another page's request is refused even where its browser would have sent it anyway. */
export interface Origins {
  /** Sets the headers of an answer; true when the request was a browser asking for leave, which is then answered. Throws `access.forbidden-origin`. */
  greet(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** `allowed` holds origins such as `https://shop.example`. */
export function originsOf(allowed: readonly string[]): Origins {
  const listed = new Set(allowed.map((origin) => origin.replace(/\/+$/, "").toLowerCase()));
  return {
    greet({ method, headers }, reply) {
      const { origin } = headers;
      if (origin === undefined) return false;
      if (listed.has(origin.toLowerCase())) {
        reply.header("access-control-allow-origin", origin);
        reply.header("access-control-expose-headers", SEES);
        reply.header("vary", "origin");
      } else if (!isOwn(origin, headers.host)) throw originRefused({ got: origin.slice(0, 80) });
      if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return false;
      reply.header("access-control-allow-methods", METHODS);
      reply.header("access-control-allow-headers", SENDS);
      reply.header("access-control-max-age", "600");
      return true;
    },
  };
}

/** A page that this very server answered with. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin.replace(/^https?:\/\//, "") === host;
}
