import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openState } from "../backends/index.ts";
import { deciderOf } from "../decide/index.ts";
import { randomIds, wallClock } from "../kernel/index.ts";
import { registryOf } from "../registry/index.ts";
import { hospital } from "./office.conformance.ts";
import { startServer } from "./start-server.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

interface Reasons {
  readonly reasons: readonly string[];
}

/** A server whose journal has no room for any entry, and whose decisions are answered all the same. */
async function serveFull() {
  const directory = await mkdtemp(join(tmpdir(), "alidade-full-"));
  const journal = { whenFull: "answer", mostWaiting: 0 } as const;
  const state = await openState(join(directory, ".alidade"), { create: true, journal });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const ids = randomIds(randomBytes, Date.now);
  const stopwatch = (): number => performance.now();
  const deps = { registry, journal: state.journal, clock: wallClock, ids, stopwatch };
  const decider = await deciderOf([hospital], deps);
  const lines: string[] = [];
  const say = (_: object, message: string): void => void lines.push(message);
  const logger = { info: say, warn: say, error: say };
  const findDecision = async () => undefined;
  const server = await startServer({ decider, findDecision, port: 0, logger, whenFull: "answer" });
  undo.push(
    () => rm(directory, { recursive: true }),
    () => state.close(),
    () => server.close(),
  );
  const post = async (path: string, body: object) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(server.url + path, init);
    return { status: answer.status, body: (await answer.json()) as Record<"id" | "code", string> & Reasons };
  };
  const get = async (path: string) => {
    const answer = await fetch(server.url + path);
    return { status: answer.status, text: await answer.text() };
  };
  return { post, get, lines };
}

const question = { entity: "7", given: { visits: 3 } };

test("decisions that are not stored are told as such, counted apart, and logged once; the server is ready and says so", async () => {
  const { post, get, lines } = await serveFull();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    const { status, body } = await post("/v1/decide", question);
    expect([status, body.reasons.at(-1)]).toEqual([200, "journal.unlogged"]);
    ids.push(body.id);
  }
  const { text } = await get("/metrics");
  expect(text).toMatch(/^alidade_decisions_unlogged_total\{system="readmission",.*\} 5$/m);
  expect(text).not.toMatch(/^alidade_decisions_total\{/m);
  expect(lines.filter((line) => /not stored/.test(line))).toHaveLength(1);
  const outcome = { decision: ids[0], outcome: "readmitted", value: true, at: Date.now(), key: "k" };
  expect(await post("/v1/outcomes", outcome)).toMatchObject({
    status: 404,
    body: { code: "outcomes.decision-unknown" },
  });
  const { status, text: ready } = await get("/readyz");
  expect([status, JSON.parse(ready)]).toMatchObject([
    200,
    { status: "ready", remarks: [expect.stringMatching(/^decisions are answered and not stored/)] },
  ]);
  expect((await get("/v2/health/ready")).status).toBe(200);
});
