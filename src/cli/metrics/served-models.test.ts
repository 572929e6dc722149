import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { servedModels } from "./served-models.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inRegistry = <T>(work: (registry: Registry) => Promise<T>): Promise<T> =>
  desk.inState(virtualClock(Date.UTC(2026, 0, 1)), work);

const area = { value: 0.81, low: 0.78, high: 0.84, level: 0.95 };

/** A model whose record says how good it was. */
const judged = (registry: Registry) => {
  const features = [
    { name: "visits", kind: "number" },
    { name: "channel", kind: "text" },
  ] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [0.9] } });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const policy = { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 };
  const metrics = { logLoss: { kind: "insufficient", reason: "one-class" }, rocAuc: area, policy, rowsKey: "k" };
  return registry.saveModel(
    { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" },
    bytes,
  );
};

test("the served model's evaluation stands beside the rest, and nothing of it where nothing is served", async () => {
  const { record } = await inRegistry(judged);
  expect(await inRegistry((registry) => servedModels(registry, "shop"))).toEqual([]);
  expect((await desk.run("release", "shop", record.id)).exit).toBe(0);
  const [model] = await inRegistry((registry) => servedModels(registry, "shop"));
  expect(model).toMatchObject({ head: "bought", model: record.id });
  expect(model?.metrics.map(({ metric, estimate }) => [metric.name, estimate])).toEqual([
    ["roc-auc", area],
    ["log-loss", { kind: "insufficient", reason: "one-class" }],
  ]);
  const { out } = await desk.run("metrics", "shop");
  expect(out.replaceAll(/\s+/g, " ")).toContain("bought: roc-auc up 81.0% (78.0% to 84.0%) 2026-01-01");
});
