import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { loadState, replay, type ServingState } from "../../../src/decide/index.ts";
import type { DecisionRecord } from "../../../src/records/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { quantile } from "../../frame/median.ts";
import { failures, type Loaded, startLoad } from "../load/job.ts";
import { serve, stop } from "../load/server.ts";
import { questions } from "../systems/data.ts";
import { systemFile, trainedState } from "../systems/states.ts";
import { openShop, type Shop } from "./shop.ts";

export interface SwapOptions {
  /** How many changes of what is served, of every kind in turn. */
  readonly changes: number;
  /** An empty folder. */
  readonly folder: string;
  readonly say?: (text: string) => void;
}

export interface Swapped {
  readonly changes: number;
  /** Requests that were answered meanwhile, and those that were not answered with 200. */
  readonly answered: number;
  readonly failed: number;
  /** Receipts whose release, weights and models are not of one plan, or that come out otherwise when they are made again. */
  readonly mixed: number;
  /** Receipts in the journal less answers. */
  readonly surplus: number;
  /** Decisions begun after a change was acknowledged, and made by an earlier plan. */
  readonly late: number;
  /** Changes that a server should have refused and did not, or the other way round. */
  readonly misjudged: number;
  /** Milliseconds from a change to its acknowledgement. */
  readonly takenP50: number;
  readonly takenMost: number;
  /** Of the requests meanwhile. */
  readonly load: Loaded;
}

const CONNECTIONS = 32;
const PAGE = 2_000;

/** Changes what a server process serves, while another process asks it as fast as it answers. */
export async function swapsUnderLoad({ changes, folder, say = () => {} }: SwapOptions): Promise<Swapped> {
  mkdirSync(folder, { recursive: true });
  const module = (await import(pathToFileURL(systemFile("plain")).href)) as { readonly default: SystemDefinition };
  const system = module.default;
  const state = await trainedState("plain", folder);
  const shop = await openShop(system, state);
  const server = await serve(systemFile("plain"), state);
  const asked = { url: server.url, path: "/v1/decide", bodies: questions };
  const generator = startLoad({ ...asked, rate: null, seconds: 3_600, warmUp: 0, connections: CONNECTIONS });
  const took: number[] = [];
  let [late, misjudged, probes] = [0, 0, 0];
  for (let turn = 0; turn < changes; turn++) {
    const isTakable = await shop.change(turn);
    const { id, version: epoch } = await shop.plan();
    const start = performance.now();
    const told = await shop.board.tell({ kind: "changed", system: system.name, epoch });
    took.push(performance.now() - start);
    if (told.length !== 1 || told.some(({ taken }) => taken !== isTakable)) misjudged++;
    if (!isTakable) await shop.registry.rollback(system.name, { why: "it cannot be served" });
    else if ((await probe(server.url)) !== id) late++;
    if (isTakable) probes++;
    if (turn % 50 === 49) say(`${turn + 1} changes`);
  }
  generator.stop();
  const load = await generator.done;
  await stop(server);
  const { receipts, mixed } = await checkReceipts(system, shop);
  await shop.state.close();
  return {
    ...{ changes, answered: load.answered, failed: failures(load), mixed, surplus: receipts - load.sent - probes },
    ...{ late, misjudged, takenP50: quantile(took, 0.5), takenMost: quantile(took, 1), load },
  };
}

/** The plan that decides a question asked now. */
async function probe(url: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ entity: "probe", given: { stock: 3 } });
  const { id } = (await (await fetch(`${url}/v1/decide`, { method: "POST", headers, body })).json()) as { id: string };
  return ((await (await fetch(`${url}/v1/decisions/${id}`)).json()) as DecisionRecord).body.plan;
}

/** Whether every receipt is of one plan: its release, weights and models, with the numbers that these give. */
async function checkReceipts(
  system: SystemDefinition,
  { registry, state }: Shop,
): Promise<{ readonly receipts: number; readonly mixed: number }> {
  const plans = new Map((await registry.planHistory(system.name)).map((plan) => [plan.id, plan]));
  const states = new Map<string, ServingState>();
  let [receipts, mixed] = [0, 0];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof state.journal.read>> = await state.journal.read(cursor, PAGE, "decision");
    for (const record of page.entries as readonly DecisionRecord[]) {
      const plan = plans.get(record.body.plan);
      const serving = states.get(record.body.plan) ?? (plan && (await loadState(system, plan, { registry })));
      if (serving === undefined || !(await isOfOne(record, serving, registry))) mixed++;
      if (serving !== undefined) states.set(record.body.plan, serving);
    }
    receipts += page.entries.length;
    if (page.entries.length === 0) return { receipts, mixed };
    cursor = page.next;
  }
}

async function isOfOne(record: DecisionRecord, serving: ServingState, registry: Shop["registry"]): Promise<boolean> {
  const { arm, release: id, versions, reasons } = record.body;
  if (serving.plan.allocations.find((one) => one.arm === arm)?.release !== id) return false;
  const release = serving.releases.get(id);
  const { models, weights } = await known(registry, id);
  const isSame = JSON.stringify([versions.models, versions.weights]) === JSON.stringify([models, weights]);
  const fellBack = reasons.some((reason) => reason.startsWith("fallback."));
  return release !== undefined && isSame && !fellBack && replay(record, serving).same;
}

const releases = new Map<string, ReturnType<Shop["registry"]["findRelease"]>>();

function known(registry: Shop["registry"], id: string): ReturnType<Shop["registry"]["findRelease"]> {
  const found = releases.get(id) ?? registry.findRelease(id);
  releases.set(id, found);
  return found;
}
