import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memoryOnline, openState } from "../../src/backends/index.ts";
import { deciderOf, onlineOf } from "../../src/decide/index.ts";
import { randomIds, wallClock } from "../../src/kernel/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { type RunningServer, startServer } from "../../src/server/index.ts";
import { system } from "../online/system.ts";

const undo: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

let server: RunningServer;
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "alidade-bad-events-"));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const { journal } = state;
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const ids = randomIds(randomBytes, Date.now);
  const online = await onlineOf([system], { values: memoryOnline(), journal, clock: wallClock, ids });
  const stopwatch = (): number => performance.now();
  const decider = await deciderOf([system], { registry, journal, online, clock: wallClock, ids, stopwatch });
  const findDecision = async (id: string) => (await journal.find("decision", id)) as DecisionRecord | undefined;
  server = await startServer({ decider, online, findDecision, port: 0 });
  undo.push(
    () => rm(directory, { recursive: true }),
    () => state.close(),
    () => server.close(),
  );
});

async function post(body: string | Uint8Array, type = "application/json", query = "") {
  const answer = await fetch(`${server.url}/v1/events${query}`, {
    method: "POST",
    headers: { "content-type": type },
    body: typeof body === "string" ? body : new Blob([body.slice()]),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, body: (await answer.json()) as { accepted?: number; refused?: unknown[] } };
}

const push = (events: string): string => `{"stream": "spending", "events": ${events}}`;
const good = (who = 1): string => `{"who": ${who}, "at": ${Date.now() - 60_000}, "amount": 2}`;
const amounts = async (): Promise<number> => {
  const { body } = await post(push(`[${good(7)}]`));
  return body.accepted ?? 0;
};

test.each([
  ["an empty body", ""],
  ["half of a document", '{"stream": "spending", "events": [{'],
  ["a number that JSON has not", push('[{"who": 1, "at": 0, "amount": NaN}]')],
  ["no list", push('"x"')],
  ["no events", push("[]")],
  ["a stream's name that is an object", '{"stream": {}, "event": {}}'],
  ["the name of what objects inherit", '{"stream": "constructor", "event": {}}'],
  ["a statement for a name", `{"stream": "spending'; DROP TABLE entries; --", "event": {}}`],
  ["more events than one request brings", push(`[${Array.from({ length: 10_001 }, () => "1").join(",")}]`)],
  ["a list in a list, a hundred thousand deep", push("[".repeat(100_000) + "]".repeat(100_000))],
  ["a key that is too long", `{"stream": "spending", "event": {}, "key": "${"k".repeat(300)}"}`],
  ["bytes that are no text", Uint8Array.of(0x7b, 0xff, 0xfe, 0x00, 0x7d)],
])("%s is refused in a sentence, and the next push is taken", async (_, body) => {
  const { status } = await post(body);
  expect([status >= 400 && status < 500, await amounts()]).toEqual([true, 1]);
});

test.each([65, 200_000])("an event to a line, and one of them %i deep, is refused with its line", async (deep) => {
  const nested = `{"who": ${"[".repeat(deep)}${"]".repeat(deep)}}`;
  const shallow = `{"who": ${"[".repeat(63)}${"]".repeat(63)}}`;
  const lines = (...all: string[]) => post(all.join("\n"), "application/x-ndjson", "?stream=spending");
  expect(await lines(good(), shallow, nested)).toMatchObject({
    status: 400,
    body: { code: "wire.body-too-deep", detail: expect.stringContaining("Line 3") },
  });
  expect((await lines(good(), shallow)).status).toBe(200);
});

test("events that cannot be let in are refused one by one, and the good ones among them are taken", async () => {
  const bad = [
    "1",
    "null",
    "[]",
    '"x"',
    "{}",
    '{"__proto__": {"who": 1}, "at": 1, "amount": 1}',
    '{"who": 1, "at": 1e999, "amount": 1}',
    '{"who": 1, "at": 1e300, "amount": 1}',
    '{"who": 1e400, "at": 1, "amount": 1}',
    '{"who": 1.5, "at": 1, "amount": 1}',
    '{"who": "1; DROP TABLE entries", "at": 1, "amount": 1}',
    '{"who": 1, "at": 1, "amount": "NaN"}',
    '{"who": 1, "at": 1, "amount": "Infinity"}',
    '{"who": 1, "at": 1, "amount": {"$gt": 0}}',
    '{"who": 1, "at": "0000-00-00T00:00:00Z", "amount": 1}',
    '{"who": 1, "at": "tomorrow", "amount": 1}',
    '{"who": 1, "at": 1, "Amount": 1}',
  ];
  const { status, body } = await post(push(`[${[...bad, good()].join(",")}]`));
  const places = (body.refused as { index: number }[]).map(({ index }) => index);
  expect([status, bad.filter((_, i) => !places.includes(i)), body.accepted]).toEqual([200, [], 1]);
});

test("the same field twice counts as JSON has it: the last one", async () => {
  const { body } = await post(push(`[{"who": 5, "who": 6, "at": 1, "amount": 1}]`));
  expect(body.accepted).toBe(1);
});

test.each([
  ["of the wrong types", (i: number) => `{"who": "${i}", "at": "x", "amount": "y"}`],
  [
    "of all shapes",
    (i: number) => `{"who": ${["1", '"1"', "true"][i % 3]}, "at": ${["1", '"x"'][i % 2]}, "amount": "${i}"}`,
  ],
  ["with names like those that are due", (i: number) => `{"who_${i}": 1, "At": 1, "amounts": ${i}}`],
])("ten thousand events %s hold up nobody for long", async (_, event) => {
  const events = Array.from({ length: 10_000 }, (_, i) => event(i));
  const before = process.cpuUsage();
  const { body } = await post(push(`[${events.join(",")}]`));
  const { user, system: kernel } = process.cpuUsage(before);
  expect((body.accepted ?? 0) + (body.refused?.length ?? 0)).toBe(10_000);
  // Of work, not of waiting: other processes may be in the way.
  expect((user + kernel) / 1e6).toBeLessThan(4);
});

test("whatever JSON is pushed, there is an answer below 500", async () => {
  const anything = fc.oneof(
    fc.json({ maxDepth: 4 }),
    fc.json({ maxDepth: 3 }).map((event) => push(`[${event}]`)),
    fc
      .record({ who: fc.jsonValue(), at: fc.jsonValue(), amount: fc.jsonValue() }, { requiredKeys: [] })
      .map((event) => push(`[${JSON.stringify(event)}]`)),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (body) => {
      expect((await post(body)).status).toBeLessThan(500);
    }),
    { numRuns: 60 },
  );
  expect(await amounts()).toBe(1);
});
