/** Something that must not get worse, whatever the money says. */
export interface LatencyGuardrail {
  readonly guardrail: "latency";
  /** The slowest percent of decisions may take this many milliseconds. */
  readonly p99Ms: number;
}

export type Guardrail = LatencyGuardrail;

export function latency(limit: { readonly p99Ms: number }): LatencyGuardrail {
  return Object.freeze({ guardrail: "latency", p99Ms: limit.p99Ms });
}
