import { expect, test } from "vitest";
import { metricsOf } from "../metrics.ts";
import { lastingPart, mergeExpositions, readExposition, writeExposition } from "./merge-metrics.ts";

const seen = (system: string, stages: readonly number[]) => {
  const metrics = metricsOf();
  for (const ms of stages) {
    metrics.count("alidade_decisions_total", { system, arm: 'a "b" {c}', action: "call" });
    metrics.stages(system, { online: ms, policy: ms, journal: ms });
    metrics.time("/v1/decide", ms / 1_000);
  }
  return metrics;
};

test("two threads together count what one would have counted", () => {
  const [one, two] = [seen("shop", [0.25, 4, 2_000]), seen("shop", [0.5])];
  const both = seen("shop", [0.25, 4, 2_000, 0.5]);
  const merged = mergeExpositions([one, two].map((metrics) => readExposition(metrics.text())));
  expect(writeExposition(merged)).toBe(both.text());
});

test("what only one has seen stays, and each family is described once", () => {
  const merged = mergeExpositions([seen("shop", [1]), seen("feed", [1])].map((of) => readExposition(of.text())));
  const text = writeExposition(merged);
  expect(text.match(/^alidade_decisions_total/gm)).toHaveLength(2);
  expect(text.match(/^# TYPE alidade_decisions_total counter$/gm)).toHaveLength(1);
});

const gauges = ([epoch, delay, files, underWay]: readonly number[]) =>
  readExposition(
    [
      "# HELP alidade_serving_epoch x",
      "# TYPE alidade_serving_epoch gauge",
      `alidade_serving_epoch{system="s"} ${epoch}`,
      "# HELP alidade_loop_delay_seconds x",
      "# TYPE alidade_loop_delay_seconds gauge",
      `alidade_loop_delay_seconds ${delay}`,
      "# HELP alidade_model_bytes x",
      "# TYPE alidade_model_bytes gauge",
      `alidade_model_bytes{kind="files"} ${files}`,
      "# HELP alidade_requests_under_way x",
      "# TYPE alidade_requests_under_way gauge",
      `alidade_requests_under_way ${underWay}`,
      "",
    ].join("\n"),
  );

test("the epoch is what all have reached, the delay that of the slowest, shared bytes count once, requests are added", () => {
  const merged = mergeExpositions([gauges([7, 0.25, 100, 3]), gauges([6, 0.5, 100, 4])]);
  expect([...merged.values()].flatMap(({ samples }) => [...samples.values()])).toEqual([6, 0.5, 100, 7]);
});

test("of a thread that has ended only what never decreases is kept", () => {
  expect(lastingPart(gauges([1, 1, 1, 1])).size).toBe(0);
  const { size } = lastingPart(readExposition(seen("shop", [1]).text()));
  expect(size).toBeGreaterThan(5);
});
