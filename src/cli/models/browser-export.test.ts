import { expect, test } from "vitest";
import type { WindowNode } from "../../features/index.ts";
import { openHead } from "../../model/index.ts";
import type { LoadedModel } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../../train/clinic.conformance.ts";
import { featuresHash } from "../../train/index.ts";
import { exportForBrowser } from "./browser-export.ts";

closeBenches();

async function trained(system: ReturnType<typeof clinic>): Promise<LoadedModel> {
  const bench = await openBench();
  const { result } = await bench.run(system, simulatedVisits({ rows: 900 }));
  return await bench.registry.loadModel(result.models[0]?.id ?? "");
}

test("a head goes out with what a page gives it, and nothing of a system that has changed since", async () => {
  const system = clinic({ folds: 2 });
  const loaded = await trained(system);
  const { text, gives, remarks } = exportForBrowser(loaded, system);
  expect([gives, remarks]).toEqual([["visits", "age", "ward"], []]);
  const open = openHead(text);
  const bare = openHead(exportForBrowser(loaded, undefined).text);
  expect(open.score({ visits: 3, age: 50 })).toBe(bare.score({ visits: 3, age: 50, sum: 53 }));

  const { sum: _, ...fewer } = system.features;
  const refused = expect.objectContaining({ code: "cli.input.not-for-browser" });
  expect(() => exportForBrowser(loaded, { ...system, features: fewer } as SystemDefinition)).toThrow(refused);
  expect(() => exportForBrowser(loaded, { ...system, heads: {} })).toThrow(refused);
  expect(() => exportForBrowser(loaded, { ...system, name: "shop" })).toThrow(
    expect.objectContaining({ code: "cli.input.model-elsewhere" }),
  );
  const calls: WindowNode = { op: "window", kind: "number", stream: "calls", aggregate: "count" };
  const asking = { ...system, features: { ...system.features, calls } } as SystemDefinition;
  const { version } = loaded;
  const code = { ...version.lineage.code, features: featuresHash(asking, asking.heads.risk!) };
  const asked = { ...loaded, version: { ...version, lineage: { ...version.lineage, code } } };
  expect(() => exportForBrowser(asked, asking)).toThrow(/`calls` looks back on events/);
});

test("who exports a model that holds rows is told so", async () => {
  const system = clinic({ folds: 2, learner: { learner: "neighbours", params: { k: 9 } } });
  expect(exportForBrowser(await trained(system), system).remarks).toEqual([
    "It holds rows that it learned from: whoever opens the page can read them.",
  ]);
});
