import { afterEach, beforeEach, expect, test } from "vitest";
import type { DecisionRecord, Envelope } from "../../records/index.ts";
import type { SnapshotDraft } from "../index.ts";
import { bytes, draft, openShop, type Shop, stocked } from "../shop.conformance.ts";
import { decisionCameFrom } from "./came-from.ts";
import { consequences, decisionsTouched } from "./led-to.ts";
import type { LineageNode } from "./node.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.remove());

const snapshot: SnapshotDraft = {
  ...{
    id: "snp_1",
    system: "shop",
    rows: 90,
    quarantined: 10,
    source: "csv a/*.csv",
    blob: "snapshots/snp_1",
    why: "",
  },
  contract: "c1",
  origins: [
    { kind: "file", place: "/data/a/1.csv", rows: 60, bytes: 600, hash: "aa" },
    { kind: "file", place: "/data/a/2.csv", rows: 40, bytes: 400, hash: "bb" },
  ],
};

const decision = (n: number, release: string, models: Record<string, string>): DecisionRecord => ({
  ...{ v: 1, kind: "decision", id: `dec_${n}`, at: 10_000 + n, subject: `s${n}` },
  body: {
    ...{ system: "shop", plan: "p", arm: "champion", purpose: "champion", eligible: true, release },
    versions: { models, weights: "w", policy: "p", contract: "c1" },
    ...{
      given: {},
      features: {},
      heads: {},
      score: 0.5,
      action: "call",
      propensity: 1,
      acted: true,
      reasons: [],
      took: 1,
    },
  },
});

async function* entries(...all: readonly Envelope[]) {
  yield* all;
}

const path = (node: LineageNode, ...kinds: readonly LineageNode["kind"][]): LineageNode | undefined =>
  kinds.reduce<LineageNode | undefined>((at, kind) => at?.next.find((one) => one.kind === kind), node);

test("a decision leads to its release, model, snapshot, files, contract, features and commit", async () => {
  const { registry } = shop;
  const { model } = await stocked(registry);
  await registry.addSnapshot(snapshot);
  const [made] = await registry.models("shop");
  const provenance = { commit: "abc", dirty: true, node: "24", platform: "linux", cpus: 2, version: "0.1.0" };
  const run = await registry.startRun({ system: "shop", snapshot: "snp_1", seed: 7, why: "", provenance });
  await registry.endRun(run, { status: "finished", models: [made!.id], facts: {} });
  const found = await decisionCameFrom(decision(1, model, { buy: made!.id }), registry);
  const files = path(found, "release", "model", "snapshot")!.next;
  expect(files.map(({ kind, id, facts }) => [kind, id, facts])).toEqual([
    ["file", "/data/a/1.csv", { rows: 60, bytes: 600, sha256: "aa" }],
    ["file", "/data/a/2.csv", { rows: 40, bytes: 400, sha256: "bb" }],
  ]);
  expect(path(found, "release", "model", "code")).toMatchObject({ id: "abc", facts: { changed: true, run: run.id } });
  expect(path(found, "release", "model", "features")?.id).toBe("f1");
  expect(path(found, "release", "model", "contract")?.id).toBe("c1");
});

test("a snapshot leads to its models, their releases and the decisions of these, counted and listed", async () => {
  const { registry } = shop;
  const { model, rule } = await stocked(registry);
  await registry.addSnapshot(snapshot);
  await registry.saveModel({ ...draft, lineage: { ...draft.lineage, snapshot: "snp_2" } }, bytes);
  const all = [1, 2, 3, 4, 5].map((n) => decision(n, n === 4 ? rule : model, {}));
  const { ofSnapshot } = await consequences(registry, { journal: entries(...all), limit: 2 });
  const found = ofSnapshot(await registry.findSnapshot("shop", "snp_1"));
  expect(found.next).toHaveLength(1);
  const decided = path(found, "model", "release", "decisions")!;
  expect(decided).toMatchObject({ id: "4", facts: { first: 10_001, last: 10_005 } });
  expect(decided.next.map(({ id }) => id)).toEqual(["dec_5", "dec_3"]);
  expect(decisionsTouched([found, found])).toEqual({ count: 4, releases: 1 });
});

test("a model of a snapshot that nobody recorded says so", async () => {
  const { registry } = shop;
  const { model } = await stocked(registry);
  const found = await decisionCameFrom(decision(1, model, {}), registry);
  expect(path(found, "release", "model", "snapshot")?.facts).toEqual({ known: false });
});
