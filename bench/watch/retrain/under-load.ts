import { setTimeout as sleep } from "node:timers/promises";
import { runFresh } from "../../../src/cli/host/run-fresh.ts";
import { failures, type Loaded, startLoad } from "../../serve/load/job.ts";
import type { Server } from "../../serve/load/server.ts";
import { questions } from "../../serve/systems/data.ts";
import { type Niceness, watchNiceness } from "./niceness.ts";
import type { GrowingShop } from "./shop.ts";

/** What became of a server's callers while its system was retrained. */
export interface Retrained {
  readonly load: Loaded;
  readonly failed: number;
  /** Seconds of each snapshot with its training. */
  readonly seconds: readonly number[];
  readonly niceness: Niceness;
  /** Promotions after which the server decided by what was trained last. */
  readonly promoted: number;
}

interface Retraining {
  readonly shop: GrowingShop;
  readonly server: Server;
  /** Requests a second. */
  readonly rate: number;
  readonly connections: number;
  /** How often it is retrained, on more rows each time, and promoted. */
  readonly times: number;
}

/** Seconds before the first retraining, while the load settles, and after each promotion. */
const [SETTLE, AFTER] = [2, 1];

/** Retrains a system as the loop does, each part in a process of its own that gives way, and promotes, while callers ask on. */
export async function retrainUnderLoad({ shop, server, rate, connections, times }: Retraining): Promise<Retrained> {
  const asked = { url: server.url, path: "/v1/decide", bodies: questions, rate, connections };
  const generator = startLoad({ ...asked, seconds: 3_600, warmUp: SETTLE });
  await sleep(SETTLE * 1_000);
  const niceness = watchNiceness("retrain");
  const seconds: number[] = [];
  let promoted = 0;
  for (let time = 1; time <= times; time++) {
    shop.grow(time, times);
    const started = performance.now();
    const models = await train(shop);
    seconds.push((performance.now() - started) / 1_000);
    await aside(shop, ["release", shop.file, ...models, "--unchecked", "--why", "retrained"]);
    if (await decidesBy(server.url, models)) promoted++;
    await sleep(AFTER * 1_000);
  }
  const found = niceness();
  generator.stop();
  const load = await generator.done;
  return { load, failed: failures(load), seconds, niceness: found, promoted };
}

/** The models that it came to. */
async function train(shop: GrowingShop): Promise<readonly string[]> {
  const { snapshot } = await aside(shop, ["retrain", "snapshot", shop.file, "--why", "under load"]);
  const words = ["retrain", "train", shop.file, "--snapshot", String(snapshot), "--why", "under load"];
  const { models } = (await aside(shop, words)) as { readonly models: readonly { readonly id: string }[] };
  return models.map(({ id }) => id);
}

/** The way of the loop: `alidade` in a process of its own, which gives way to everything else. */
async function aside(shop: GrowingShop, words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { signal } = new AbortController();
  const { exit, out } = await runFresh([...words, "--json", "--dir", shop.state], signal, { aside: true });
  if (exit > 1) throw new Error(`${words.join(" ")} ended with ${exit}: ${out.slice(-500)}`);
  return JSON.parse(out) as Readonly<Record<string, unknown>>;
}

/** Whether a question that is asked now is decided by these models. */
async function decidesBy(url: string, models: readonly string[]): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ entity: "probe", given: { stock: 3 } });
  const { id } = (await (await fetch(`${url}/v1/decide`, { method: "POST", headers, body })).json()) as { id: string };
  const found = (await (await fetch(`${url}/v1/decisions/${id}`)).json()) as {
    readonly body: { readonly versions: { readonly models: Readonly<Record<string, string>> } };
  };
  const serving = Object.values(found.body.versions.models);
  return models.every((model) => serving.includes(model));
}
