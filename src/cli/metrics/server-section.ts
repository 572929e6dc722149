import { isInsufficient } from "../../kernel/index.ts";
import { count, estimate, keyValues, quantity, type Section, type Unit, type Value } from "../../report/index.ts";
import type { ServerFacts } from "./server-metrics.ts";

/** What a running server says of itself. */
export function serverSection({ url, uptimeMs, cpu, memoryBytes, requests, latency, problems }: ServerFacts): Section {
  const told = (value: number | undefined, unit: Unit): Value =>
    value === undefined ? "not said" : quantity(value, unit);
  return {
    title: "The server",
    lead: `As ${url} says, since it was started.`,
    blocks: [
      keyValues([
        { name: "Uptime", value: told(uptimeMs, "duration") },
        { name: "Processor", value: told(cpu, "percent"), note: "of one core, on average" },
        { name: "Memory", value: told(memoryBytes, "bytes") },
        { name: "Requests", value: count(requests) },
        { name: "Latency p50", value: told(latency.p50, "duration") },
        { name: "Latency p95", value: told(latency.p95, "duration") },
        { name: "Latency p99", value: told(latency.p99, "duration") },
        { name: "Problems", value: isInsufficient(problems) ? problems : estimate(problems, "percent") },
      ]),
    ],
  };
}
