import { expect, test } from "vitest";
import { processMetrics } from "./process-metrics.ts";

test("a process tells its start, its processor time and its memory, each with its type", () => {
  const text = processMetrics();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  expect(value("process_start_time_seconds")).toBeLessThan(Date.now() / 1_000);
  expect(value("process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  expect(text.match(/^# TYPE process_\w+ (counter|gauge)$/gm)).toHaveLength(3);
  expect(text.endsWith("\n")).toBe(true);
});
