import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import { wallClock } from "../../../kernel/index.ts";
import { sharedClock, sharedTime } from "../thread/shared-clock.ts";
import type { PastEvent } from "./past.ts";
import { sendPast } from "./send-past.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

test("the past is sent no further ahead of whoever watches than is allowed, across a long silence too", async () => {
  const time = sharedTime(START);
  const clock = sharedClock(time);
  let read: number | null = null;
  const ahead: number[] = [];
  const server = createServer((_, answer) => {
    ahead.push((clock.now() - (read ?? START)) / HOUR);
    answer.setHeader("content-type", "application/json").end('{"id":"dec_1"}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const hours = [0, 1, 2, 3, 4, 5, 30];
  const events = hours.map(
    (hour, row): PastEvent => ({ kind: "asked", at: START + hour * HOUR, row, entity: `${row}`, given: {} }),
  );
  // Looks begin late, and each reads to the time at which it began.
  const looking = setInterval(() => {
    read = clock.now();
  }, 20);
  try {
    const sent = await sendPast(events, {
      ...{ system: "shop", time, speed: 1_000 * HOUR, clock: wallClock, signal: new AbortController().signal },
      ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, readTo: () => read, ahead: 2 * HOUR },
    });
    expect(sent).toEqual({ asked: hours.length, reported: 0, refused: 0, why: null });
    expect(clock.now()).toBe(START + 30 * HOUR);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(2);
  } finally {
    clearInterval(looking);
    server.close();
  }
});

test("what happened is answered at its own moment, however close to what comes next", async () => {
  const time = sharedTime(START);
  const clock = sharedClock(time);
  const noted: [row: number, at: number][] = [];
  const server = createServer(async (request, answer) => {
    const { entity, decision } = (await json(request)) as { readonly entity?: string; readonly decision?: string };
    // As a server does that has other things to do as well.
    if (noted.length % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    noted.push([Number(entity ?? decision), clock.now()]);
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ id: entity }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // Three at a time, every ten minutes or a millisecond later; what comes of each is known at once, within the same millisecond.
  const events = Array.from({ length: 60 }, (_, row): readonly PastEvent[] => {
    const at = START + Math.floor(row / 6) * (HOUR / 6) + (Math.floor(row / 3) % 2);
    const report = { kind: "reported", at: at + 0.25, row, outcome: "bought", value: true } as const;
    return [{ kind: "asked", at, row, entity: `${row}`, given: {} }, report];
  }).flat();
  events.sort((a, b) => a.at - b.at || a.row - b.row);
  try {
    await sendPast(events, {
      ...{ system: "shop", time, speed: 1_000 * HOUR, clock: wallClock, signal: new AbortController().signal },
      ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, readTo: () => START, ahead: 100 * HOUR },
    });
    const byRow = (all: readonly (readonly [number, number])[]) => all.toSorted(([a], [b]) => a - b);
    expect(byRow(noted)).toEqual(byRow(events.map(({ row, at }) => [row, Math.floor(at)])));
  } finally {
    server.close();
  }
});
