import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openDecider } from "alidade/decide";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../../src/cli/host/host.conformance.ts";
import { deciderOf } from "../../src/decide/index.ts";
import { seededIds, wallClock } from "../../src/kernel/index.ts";
import { openState } from "../../src/presets.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { startServer } from "../../src/server/index.ts";
import type { ActingSystem } from "../../src/system/index.ts";

let desk: Desk;
let system: ActingSystem;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  expect((await desk.run("init", "shop.csv", "--label", "bought", "--entity", "customer_id")).exit).toBe(0);
  await desk.run("train", "shop", "--json");
  system = (await import(pathToFileURL(join(desk.folder, "shop/system.mts")).href)).default;
});
afterAll(() => desk.remove());

/** A server on the state that the other two use at the same time. */
async function serving() {
  const state = await openState(join(desk.folder, ".alidade"), { create: false });
  const { journal, counters, ids } = state;
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const stopwatch = () => performance.now();
  const decider = await deciderOf([system], { registry, journal, counters, ids, clock: wallClock, stopwatch });
  const find = async (id: string) => (await journal.find("decision", id)) as DecisionRecord;
  const server = await startServer({ decider, port: 0, findDecision: find });
  const close = async (): Promise<void> => {
    await server.close();
    await state.close();
  };
  const ask = async (question: object): Promise<Record<string, unknown>> => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${server.url}/v1/decide`, { method: "POST", headers, body: JSON.stringify(question) });
    return (await answer.json()) as Record<string, unknown>;
  };
  return { ask, find, registry, close, refresh: () => decider.refresh() };
}

/** What was decided, to the last bit, without what every decision has of its own. */
const essence = ({ subject, body: { took: _, ...body } }: DecisionRecord) => JSON.stringify({ subject, ...body });

/** What was told, likewise. */
const told = ({ id: _, at: __, ...answer }: { readonly id?: unknown; readonly at?: unknown }) => JSON.stringify(answer);

test("in process, over HTTP and for a file there is one engine: the same answers and the same receipts, bit by bit", async () => {
  const http = await serving();
  const decider = await openDecider([system], { dir: join(desk.folder, ".alidade") });
  const inBatch = async (name: string): Promise<readonly { id: string; entity: number }[]> => {
    const argv = ["decide", "shop", "--in", "shop.csv", "--out", name];
    expect((await desk.runWith({ ids: seededIds(900 + name.length) }, ...argv)).exit).toBe(0);
    const text = await readFile(join(desk.folder, name), "utf8");
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  const compare = async (rows: Awaited<ReturnType<typeof inBatch>>): Promise<readonly DecisionRecord[]> => {
    const compared: DecisionRecord[] = [];
    for (const { id, entity } of rows.filter((_, i) => i % 8 === 0)) {
      const stored = await http.find(id);
      const question = { entity, given: stored.body.given };
      const here = await decider.decide(system, question);
      const there = await http.ask(question);
      expect(told(here)).toBe(told(there));
      expect(essence(await http.find(here.id))).toBe(essence(stored));
      expect(essence(await http.find(there.id as string))).toBe(essence(stored));
      compared.push(stored);
    }
    return compared;
  };
  try {
    await http.registry.changePlan(system.name, (await http.registry.currentPlan(system.name))!.version, {
      allocations: await modelServes(http.registry),
      why: "test",
    });
    await Promise.all([http.refresh(), decider.refresh()]);
    const first = await compare(await inBatch("one.jsonl"));
    expect(first.some(({ body }) => Object.keys(body.heads).length > 0 && body.score !== null)).toBe(true);
    // Other weights are other scores, by every door.
    const [head] = Object.keys(system.weights) as [string];
    const reweigh = await desk.run("weights", "set", "shop", `${head}=0.5`, "--why", "test", "--json");
    expect([reweigh.exit, reweigh.err]).toEqual([0, ""]);
    await Promise.all([http.refresh(), decider.refresh()]);
    const second = await compare(await inBatch("three.jsonl"));
    expect(second.map(({ body }) => body.versions.weights)).not.toEqual(first.map(({ body }) => body.versions.weights));
  } finally {
    await decider.close();
    await http.close();
  }
});

/** Serves what was trained, whatever the gate said of so few rows. */
async function modelServes(registry: ReturnType<typeof registryOf>) {
  const release = (await registry.releases(system.name)).find(({ kind }) => kind === "model")!;
  const { allocations } = (await registry.currentPlan(system.name))!;
  return allocations.map((one) => (one.purpose === "champion" ? { ...one, release: release.id } : one));
}
