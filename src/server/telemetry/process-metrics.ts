/** What the process itself uses, under the names that Prometheus' own clients give it; all threads together. */
export function processMetrics(): string {
  const { user, system } = process.cpuUsage();
  return [
    "# HELP process_cpu_seconds_total Processor time of all threads.",
    "# TYPE process_cpu_seconds_total counter",
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
    "# HELP process_resident_memory_bytes Memory that the process holds.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    "# HELP process_start_time_seconds When the process was started, seconds since 1970.",
    "# TYPE process_start_time_seconds gauge",
    `process_start_time_seconds ${Date.now() / 1_000 - process.uptime()}`,
    "",
  ].join("\n");
}
