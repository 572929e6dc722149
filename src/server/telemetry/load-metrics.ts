import type { Load } from "../traffic/load.ts";

/** What is under way, in the text format of Prometheus. */
export function loadMetrics(load: Pick<Load, "underWay" | "delayMs">): string {
  return [
    "# HELP alidade_requests_under_way Requests that were taken on and are not answered yet.",
    "# TYPE alidade_requests_under_way gauge",
    `alidade_requests_under_way ${load.underWay()}`,
    "# HELP alidade_loop_delay_seconds How late the last timer of the server was.",
    "# TYPE alidade_loop_delay_seconds gauge",
    `alidade_loop_delay_seconds ${load.delayMs() / 1_000}`,
    "",
  ].join("\n");
}
