import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { rng } from "../../src/kernel/index.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-online-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

const child = fileURLToPath(new URL("./serve.ts", import.meta.url));

async function started(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const process_ = spawn(process.execPath, [child, join(folder, "state")], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    process_.stdout.once("data", (text) => resolve(String(text).trim()));
    process_.once("close", () => reject(new Error("the server ended by itself")));
  });
  return { url, process: process_ };
}

async function post(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, unknown>;
}

const WHO = 40;

/** What was acknowledged, by person: how many events, and how much. */
const sent = Array.from({ length: WHO }, () => ({ count: 0, sum: 0 }));

interface Push {
  readonly key: string;
  readonly events: readonly { readonly who: number; readonly at: number; readonly amount: number }[];
}

async function receiptOf(url: string, who: number): Promise<{ readonly count: number; readonly sum: number }> {
  const { id } = await post(url, "/v1/decide", { entity: who, given: {} });
  const answer = (await (await fetch(`${url}/v1/decisions/${id}`)).json()) as { body: { features: never } };
  return answer.body.features;
}

test("a server that is killed at fifty points neither loses an event nor doubles one", async () => {
  const random = rng({ seed: 8, purpose: "kill" });
  let pushes = 0;
  const made = (): Push => {
    const events = Array.from({ length: 1 + random.integer(20) }, () => ({
      who: random.integer(WHO),
      at: Date.now() - random.integer(1_000_000),
      amount: 1 + random.integer(1_000_000),
    }));
    return { key: `push-${pushes++}`, events };
  };
  /** Pushes without an answer: nobody knows whether they are stored, so they are sent again. */
  let open: Push[] = [];
  for (let round = 0; round < 50; round++) {
    const server = await started();
    const push = async (one: Push): Promise<void> => {
      await post(server.url, "/v1/events", { stream: "spending", ...one });
      open = open.filter((other) => other !== one);
      for (const { who, amount } of one.events) {
        sent[who]!.count++;
        sent[who]!.sum += amount;
      }
    };
    for (const one of open) await push(one);
    // After every kill: what was acknowledged is there, once.
    const who = random.integer(WHO);
    expect(await receiptOf(server.url, who)).toMatchObject(sent[who]!);
    const gone = new Promise((resolve) => void server.process.once("close", resolve));
    setTimeout(() => server.process.kill("SIGKILL"), 300 * random.uniform());
    const lane = async (): Promise<void> => {
      for (;;) {
        const one = made();
        open.push(one);
        await push(one);
      }
    };
    await Promise.allSettled([lane(), lane(), lane(), lane()]);
    await gone;
  }
  const server = await started();
  for (const one of open) await post(server.url, "/v1/events", { stream: "spending", ...one });
  for (const { who, amount } of open.flatMap(({ events }) => events)) {
    sent[who]!.count++;
    sent[who]!.sum += amount;
  }
  for (let who = 0; who < WHO; who++)
    expect(await receiptOf(server.url, who)).toMatchObject({ ...sent[who]!, month: sent[who]!.count });
  expect(pushes).toBeGreaterThan(500);
  server.process.kill("SIGKILL");
}, 600_000);
