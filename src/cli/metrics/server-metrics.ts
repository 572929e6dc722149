import { defineError, type ErrorConstructor, insufficient, messageOf } from "../../kernel/index.ts";
import { type Estimated, proportion } from "../../stats/index.ts";
import { readExposition, type Sample, sumOf } from "./read-exposition.ts";

interface Unreachable {
  readonly url: string;
  readonly why: string;
}

export const serverUnreachable: ErrorConstructor<Unreachable> = defineError("cli.input.server-unreachable", {
  headline: "No metrics from this server",
  message: ({ url, why }: Unreachable) => `${url} ${why}.`,
  hint: () =>
    "`alidade serve` answers under /metrics. Where it asks for tokens, ALIDADE_TOKEN holds one with the scope `read`.",
});

/** What a running server says of itself. What it does not say is a value, too. */
export interface ServerFacts {
  readonly url: string;
  readonly uptimeMs: number | undefined;
  /** Cores in use, on average since its start. */
  readonly cpu: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly requests: number;
  /** Milliseconds, interpolated within the buckets of its histogram. */
  readonly latency: Readonly<Record<"p50" | "p95" | "p99", number | undefined>>;
  /** Answers that were problems, of all requests. */
  readonly problems: Estimated;
}

interface Around {
  readonly token: string | undefined;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Asks a server for its metrics. Throws `cli.input.server-unreachable`. */
export async function serverFacts(given: string, { token, now, signal }: Around): Promise<ServerFacts> {
  const url = metricsUrl(given);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal }).catch((thrown: unknown) => {
    throw serverUnreachable({ url, why: `cannot be reached: ${messageOf(thrown)}` }, thrown);
  });
  const text = await answer.text();
  if (!answer.ok) throw serverUnreachable({ url, why: `answered ${answer.status}` });
  return factsOf(url, readExposition(text), now);
}

function metricsUrl(given: string): string {
  if (!URL.canParse(given)) throw serverUnreachable({ url: given, why: "is no address such as http://127.0.0.1:8080" });
  const url = new URL(given);
  return url.pathname === "/" ? new URL("/metrics", url).href : url.href;
}

function factsOf(url: string, samples: readonly Sample[], now: number): ServerFacts {
  const started = sumOf(samples, "process_start_time_seconds");
  const uptimeMs = started === undefined ? undefined : Math.max(0, now - 1_000 * started);
  const spent = sumOf(samples, "process_cpu_seconds_total");
  const requests = sumOf(samples, "alidade_request_duration_seconds_count") ?? 0;
  const problems = sumOf(samples, "alidade_problems_total") ?? 0;
  return {
    url,
    uptimeMs,
    cpu: spent === undefined || uptimeMs === undefined || uptimeMs === 0 ? undefined : (1_000 * spent) / uptimeMs,
    memoryBytes: sumOf(samples, "process_resident_memory_bytes"),
    requests,
    latency: { p50: quantileIn(samples, 0.5), p95: quantileIn(samples, 0.95), p99: quantileIn(samples, 0.99) },
    problems: requests === 0 ? insufficient("no-requests") : proportion(Math.min(problems, requests), requests),
  };
}

/** As Prometheus' `histogram_quantile` does: evenly within a bucket; what lies beyond the last bound cannot be said. */
function quantileIn(samples: readonly Sample[], q: number): number | undefined {
  const buckets = new Map<number, number>();
  for (const { name, labels, value } of samples)
    if (name === "alidade_request_duration_seconds_bucket") {
      const bound = Number((labels.le ?? "").replace("+Inf", "Infinity"));
      buckets.set(bound, (buckets.get(bound) ?? 0) + value);
    }
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const wanted = q * (sorted.at(-1)?.[1] ?? 0);
  let [below, from] = [0, 0];
  for (const [bound, count] of sorted) {
    if (count >= wanted && count > below)
      return bound === Infinity ? undefined : 1_000 * (from + ((bound - from) * (wanted - below)) / (count - below));
    [below, from] = [count, bound];
  }
  return undefined;
}
