import { expect, test } from "vitest";
import { readExposition, writeExposition } from "../workers/merge-metrics.ts";
import { monitoredMetrics } from "./monitored-metrics.ts";

test("how systems are watched is told as gauges; what was never looked at has no age", () => {
  const text = monitoredMetrics([
    { system: "shop", open: { page: 1, warning: 0, notice: 2 }, inAlarm: 3, age: 4.5 },
    { system: "ward", open: { page: 0, warning: 0, notice: 0 }, inAlarm: null, age: null },
  ]);
  expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
    'alidade_alerts_open{system="shop",level="page"} 1',
    'alidade_alerts_open{system="shop",level="warning"} 0',
    'alidade_alerts_open{system="shop",level="notice"} 2',
    'alidade_alerts_open{system="ward",level="page"} 0',
    'alidade_alerts_open{system="ward",level="warning"} 0',
    'alidade_alerts_open{system="ward",level="notice"} 0',
    'alidade_monitors_in_alarm{system="shop"} 3',
    'alidade_watch_age_seconds{system="shop"} 4.5',
  ]);
  expect(writeExposition(readExposition(text))).toBe(text);
  expect(monitoredMetrics([])).toBe("");
});
