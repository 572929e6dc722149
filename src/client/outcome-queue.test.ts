import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type hospital, type Office, openOffice } from "../server/office.conformance.ts";
import { client, type OutcomeReport, outcomeQueue, type QueueStorage } from "./index.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** What a browser keeps, as far as a queue needs it. */
function memoryStorage(most = Number.POSITIVE_INFINITY): QueueStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    get length() {
      return items.size;
    },
    key: (i) => [...items.keys()][i] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => {
      if (items.size >= most) throw new Error("QuotaExceededError");
      items.set(name, text);
    },
    removeItem: (name) => void items.delete(name),
  };
}

async function reports(count: number, prefix: string): Promise<readonly OutcomeReport[]> {
  const { id } = await client<typeof hospital>(office.server.url).decide({ entity: prefix, given: { visits: 3 } });
  const at = Date.now() + 1_000;
  return Array.from({ length: count }, (_, i) => ({ decision: id, outcome: "readmitted", at, key: `${prefix}-${i}` }));
}
const isStored = async (key: string) =>
  (await office.state.journal.find("outcome", `readmission/${key}`)) !== undefined;

/** Counts what is sent, and fails as long as it is offline. */
function line(): { fetch: typeof fetch; online: boolean; calls: number } {
  const state = {
    online: true,
    calls: 0,
    fetch: async (...call: Parameters<typeof fetch>) => {
      state.calls++;
      if (!state.online) throw new TypeError("fetch failed");
      return await fetch(...call);
    },
  };
  return state;
}

describe("a queue of outcomes", () => {
  test("sends many at once, and each arrives once", async () => {
    const wire = line();
    const queue = outcomeQueue(office.server.url, { fetch: wire.fetch, everyMs: 10_000, atOnce: 50 });
    const sent = await reports(120, "many");
    for (const report of [...sent, ...sent]) queue.report(report);
    expect(queue.waiting()).toBe(120);
    await queue.flush();
    expect([queue.waiting(), wire.calls]).toEqual([0, 3]);
    for (const { key } of sent) expect(await isStored(key)).toBe(true);
    queue.stop();
  });

  test("loses nothing of a page whose clock is behind that of the server", async () => {
    const lost: string[] = [];
    const queue = outcomeQueue(office.server.url, { everyMs: 10_000, onLost: ({ key }) => lost.push(key) });
    const behind = [1, 300, 60_000, 86_000_000];
    const sent = (await reports(behind.length, "behind")).map((report, i) => ({
      ...report,
      at: Date.now() - behind[i]!,
    }));
    for (const report of sent) queue.report(report);
    await queue.flush();
    expect([queue.waiting(), lost]).toEqual([0, []]);
    for (const { key } of sent) expect(await isStored(key)).toBe(true);
  });

  test("keeps what cannot be sent, through a restart, until it can", async () => {
    const storage = memoryStorage();
    const wire = line();
    wire.online = false;
    const options = { storage, fetch: wire.fetch, everyMs: 5 };
    const before = outcomeQueue(office.server.url, options);
    const sent = await reports(3, "offline");
    for (const report of sent) before.report(report);
    await expect(before.flush()).rejects.toMatchObject({ code: "client.unreachable" });
    before.stop();
    storage.setItem("alidade.outcome/broken", "{");
    storage.setItem("alidade.outcome/nothing", "null");
    storage.setItem("alidade.outcome/moved", JSON.stringify(sent[0]));
    storage.setItem("somebody else's", "x");
    const after = outcomeQueue(office.server.url, options);
    expect(after.waiting()).toBe(3);
    await expect.poll(() => wire.calls).toBeGreaterThan(2);
    wire.online = true;
    await expect.poll(() => after.waiting(), { timeout: 10_000 }).toBe(0);
    for (const { key } of sent) expect(await isStored(key)).toBe(true);
    expect([...storage.items.keys()]).toEqual(["somebody else's"]);
    after.stop();
  });

  test("tells what the server will never take, and goes on with the rest", async () => {
    const lost: [string, string | undefined][] = [];
    const queue = outcomeQueue(office.server.url, {
      everyMs: 10_000,
      onLost: (report, error) => lost.push([report.key, error?.code]),
    });
    const [good, ...others] = await reports(3, "mixed");
    queue.report({ ...others[0]!, outcome: "death" });
    queue.report({ ...others[1]!, decision: "dec_0" });
    queue.report(good!);
    await queue.flush();
    expect(lost).toEqual([
      ["mixed-1", "outcomes.invalid"],
      ["mixed-2", "outcomes.decision-unknown"],
    ]);
    expect(await isStored("mixed-0")).toBe(true);
    queue.stop();
  });

  test("holds no more than it may: the oldest goes, and is told; a full storage does no harm", async () => {
    const lost: string[] = [];
    const wire = line();
    wire.online = false;
    const storage = memoryStorage(5);
    const options = { fetch: wire.fetch, storage, most: 10, everyMs: 60_000 };
    const queue = outcomeQueue(office.server.url, { ...options, onLost: ({ key }) => lost.push(key) });
    for (const report of await reports(12, "bounded")) queue.report(report);
    expect([queue.waiting(), lost]).toEqual([10, ["bounded-0", "bounded-1"]]);
    expect(storage.items.size).toBeLessThanOrEqual(5);
    wire.online = true;
    await queue.flush();
    expect(await isStored("bounded-11")).toBe(true);
    queue.stop();
  });

  test("takes an answer that ends early for no answer", async () => {
    const half: typeof fetch = async (...call) => {
      const text = await (await fetch(...call)).text();
      return new Response(text.split("\n")[0] ?? "", { status: 200 });
    };
    const queue = outcomeQueue(office.server.url, { fetch: half, everyMs: 10_000 });
    for (const report of await reports(2, "half")) queue.report(report);
    await expect(queue.flush()).rejects.toMatchObject({ code: "client.answer-unreadable" });
    expect(queue.waiting()).toBe(1);
    await queue.flush();
    expect(queue.waiting()).toBe(0);
    queue.stop();
  });
});
