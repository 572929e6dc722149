/** One piece of work, as OpenTelemetry writes it in JSON. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server. */
  readonly kind: 1 | 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly status: { readonly code: 0 | 2 };
}

/** Takes spans, and sends them on in the background. */
export interface SpanSink {
  add(span: Span): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}
