import { messageOf } from "../../kernel/index.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Span, SpanSink } from "./span.ts";

export interface TraceOptions {
  /** Of a collector that takes OTLP over HTTP as JSON, without `/v1/traces`: `http://127.0.0.1:4318`. */
  readonly url: string;
  /** Headers of its own, such as a key. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The share of requests that are followed where the caller does not say, in [0, 1]. Default 1. */
  readonly share?: number | undefined;
  /** Default `alidade`. */
  readonly service?: string | undefined;
}

/** The most spans that wait; whatever comes on top is dropped and counted. */
const MOST = 4_096;
/** The most spans of one message. */
const AT_ONCE = 512;
const EVERY_MS = 1_000;
const PATIENCE_MS = 5_000;

export interface SinkContext {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly version: string;
}

/** Sends spans over OTLP/HTTP in JSON. A collector that does not answer costs spans, and never a decision. */
export function otlpSink(options: TraceOptions, { log, metrics, version }: SinkContext): SpanSink {
  const url = `${options.url.replace(/\/+$/, "")}/v1/traces`;
  let waiting: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  let hasFailed = false;
  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      const thrown = await post(url, { ...options, spans, version });
      metrics.count("alidade_spans_total", { status: thrown === undefined ? "sent" : "dropped" }, spans.length);
      if (thrown !== undefined && !hasFailed) log.warn({ url, why: thrown }, "cannot send spans");
      hasFailed = thrown !== undefined;
    }
  };
  const timer = setInterval(() => {
    sending = sending.then(send);
  }, EVERY_MS);
  timer.unref();
  return {
    add(span) {
      if (waiting.length < MOST) waiting.push(span);
      else metrics.count("alidade_spans_total", { status: "dropped" });
    },
    stop: async () => {
      clearInterval(timer);
      sending = sending.then(send);
      await sending;
    },
  };
}

/** Undefined when they were taken, else why not. */
async function post(
  url: string,
  {
    headers = {},
    service = "alidade",
    spans,
    version,
  }: TraceOptions & { readonly spans: readonly Span[]; readonly version: string },
): Promise<string | undefined> {
  const resource = { attributes: [{ key: "service.name", value: { stringValue: service } }] };
  const body = JSON.stringify({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "alidade", version }, spans }] }],
  });
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `it answered ${answer.status}`;
  } catch (thrown) {
    return messageOf(thrown);
  }
}
