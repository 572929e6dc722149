import { randomBytes } from "node:crypto";
import type { StageTimes } from "../../decide/index.ts";
import type { Span, SpanSink } from "./span.ts";

/** One request that is followed. */
export interface Trace {
  /** A decision within it has ended, after these times. */
  decision(system: string, times: StageTimes): void;
  end(facts: { readonly method: string; readonly route: string; readonly status: number }): void;
}

/** Follows requests, and hands on what it saw. */
export interface Traces {
  /** Goes on with the caller's trace where it has one; undefined for a request that is not followed. */
  begin(traceparent: string | undefined): Trace | undefined;
}

/** The share of requests that are followed where the caller does not say, in [0, 1]; where it does, its word goes. */
export function tracesOf(sink: SpanSink, share: number): Traces {
  return {
    begin(header) {
      const parent = readTraceparent(header);
      const isFollowed = parent?.isSampled ?? randomBytes(4).readUInt32BE() < share * 2 ** 32;
      return isFollowed ? begin(sink, parent) : undefined;
    },
  };
}

interface Parent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** The header of W3C Trace Context, level 1; what is malformed is taken for absent, as it asks. */
export function readTraceparent(header: string | undefined): Parent | undefined {
  const [, version, traceId = "", spanId = "", flags = ""] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(header ?? "") ?? [];
  if (version === undefined || version === "ff" || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function begin(sink: SpanSink, parent: Parent | undefined): Trace {
  const traceId = parent?.traceId ?? randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  const started = now();
  const add = (span: Omit<Span, "traceId" | "status"> & { readonly failed?: boolean }): void => {
    const { failed = false, ...rest } = span;
    sink.add({ traceId, ...rest, status: { code: failed ? 2 : 0 } });
  };
  return {
    decision(system, times) {
      let end = now();
      for (const [stage, ms] of Object.entries(times).reverse()) {
        const start = end - (ms as number);
        add({
          spanId: randomBytes(8).toString("hex"),
          parentSpanId: spanId,
          name: stage,
          kind: 1,
          startTimeUnixNano: nanos(start),
          endTimeUnixNano: nanos(end),
          attributes: [attribute("alidade.system", system)],
        });
        end = start;
      }
    },
    end: ({ method, route, status }) =>
      add({
        spanId,
        ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
        name: `${method} ${route}`,
        kind: 2,
        startTimeUnixNano: nanos(started),
        endTimeUnixNano: nanos(now()),
        attributes: [
          attribute("http.request.method", method),
          attribute("http.route", route),
          { key: "http.response.status_code", value: { intValue: String(status) } },
        ],
        failed: status >= 500,
      }),
  };
}

function attribute(key: string, text: string): Span["attributes"][number] {
  return { key, value: { stringValue: text } };
}

/** Milliseconds since 1970, with fractions, that only move forward. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

/** A double holds no nanoseconds since 1970; it does hold microseconds. */
function nanos(ms: number): string {
  return `${Math.round(ms * 1_000)}000`;
}
