import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryOnline } from "../../backends/index.ts";
import { onlineOf } from "../../decide/index.ts";
import { tokensOf } from "../../govern/index.ts";
import { randomIds, wallClock } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { about, type Clinic, call, callAll, clinic, market, openClinic } from "./crew.conformance.ts";

const path = `/v1/systems/${clinic.name}/weights`;

/** What a server of several threads keeps to, wherever its threads run. */
export function threadsConformance(threads: Clinic["threads"]): void {
  describe("two threads", () => {
    let place: Clinic;
    beforeEach(async () => {
      place = await openClinic(threads);
    });
    afterEach(() => place.close());

    test("answer as one does", async () => {
      await place.ship(0.75, 0.25);
      const { url } = await place.serve();
      const { url: alone } = await place.serve({ threads: 1 });
      for (let i = 0; i < 20; i++) {
        const [one, two] = await Promise.all(
          [alone, url].map((of) => call(of, "POST /v1/decide", about(`e${i}`, i % 4))),
        );
        const { id: _, at: __, ...answer } = one!.body;
        expect(two).toMatchObject({ status: 200, body: answer });
      }
      for (const what of ["/v1/systems", "/openapi.json", "/readyz", "/healthz", "/v1/decisions/dec_none"]) {
        const { request_id: _, instance: __, ...body } = (await call(alone, what)).body;
        expect((await call(url, what)).body).toMatchObject(body);
      }
    });

    test("know each other's decisions, keys and outcomes", async () => {
      const { url } = await place.serve();
      const asked = await Promise.all(
        Array.from({ length: 20 }, () =>
          call({ url, headers: { "idempotency-key": "k-1" } }, "POST /v1/decide", about("a")),
        ),
      );
      expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
      const { id } = asked[0]!.body;
      const receipts = await callAll(20, url, `/v1/decisions/${id}`);
      for (const { status, body } of receipts) expect([status, body.id]).toEqual([200, id]);
      const outcome = { decision: id, outcome: "readmitted", at: Date.now(), key: "o-1" };
      const told = await callAll(20, url, "POST /v1/outcomes", outcome);
      expect(told.filter(({ body }) => body.status === "accepted")).toHaveLength(1);
      expect(told.filter(({ body }) => body.status === "known")).toHaveLength(19);
    });

    test("decide by new weights from the moment in which the change was answered", async () => {
      await place.ship(0.75, 0.25);
      const { url } = await place.serve({ refreshMs: 3_600_000 });
      for (const doubt of [-1, 0.5, 0, -0.5]) {
        const changed = await call(url, `PUT ${path}`, { values: { doubt }, why: "test" });
        expect(changed).toMatchObject({ status: 200, body: { behind: [] } });
        for (const { body } of await callAll(24, url, "POST /v1/decide", about("e")))
          expect(body.score).toBeCloseTo(0.75 + doubt * 0.25, 12);
      }
    });

    test("serve a release that cannot be opened on none of them", async () => {
      await place.ship(0.75, 0.25);
      const { url, decider } = await place.serve({ refreshMs: 3_600_000 });
      const epoch = await place.ship(0.5, Number.NaN);
      const changed = await call(url, `PUT ${path}`, { values: { doubt: 1 }, why: "test" });
      expect(JSON.stringify(changed.body.behind)).toContain(`Traffic plan ${epoch + 1}`);
      for (const { body } of await callAll(24, url, "POST /v1/decide", about("e")))
        expect(body).toMatchObject({ score: 0.75, action: "call" });
      expect(decider.serving(clinic.name)?.epoch).toBe(1);
    });

    test("count, are ready and let in as one server", async () => {
      const tokens = tokensOf({ records: place.state.records, clock: wallClock, who: "test", random: randomBytes });
      const { url, answers, unready } = await place.serve({
        http: { tokens: tokens.list, rates: { perToken: 1_000 } },
      });
      await callAll(30, url, "POST /v1/decide", about("e"));
      const { text } = await call(url, "/metrics");
      const found = [...text.matchAll(/^alidade_decisions_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
      expect(found).toEqual([30]);
      // With that of the metrics.
      await expect.poll(answers).toEqual({ requests: 31, failed: 0, refused: 0 });
      expect(await unready()).toBeNull();
      expect(text).toMatch(/^alidade_serving_threads 2$/m);
      expect(text).toMatch(/^alidade_serving_epoch\{system="readmission"\} 1$/m);
      const { secret, token } = await tokens.create({
        name: "one",
        scopes: ["decide"],
        lastsMs: null,
        perSecond: 0.001,
      });
      const closed = async () =>
        (await callAll(12, url, "POST /v1/decide", about("e"))).every(({ status }) => status === 401);
      await expect.poll(closed, { timeout: 20_000 }).toBe(true);
      const mine = { url, headers: { authorization: `Bearer ${secret}` } };
      const asked = await callAll(24, mine, "POST /v1/decide", about("e"));
      expect(asked.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 23 }, () => 429)]);
      await tokens.revoke(token.id);
      const refused = async () =>
        (await callAll(12, mine, "POST /v1/decide", about("e"))).every(({ status }) => status === 401);
      await expect.poll(refused, { timeout: 20_000 }).toBe(true);
    });

    test("see at once what was pushed through any of them", async () => {
      const { journal } = place.state;
      const ids = randomIds(randomBytes, Date.now);
      const online = await onlineOf([market], { values: memoryOnline(), journal, clock: wallClock, ids });
      const { url } = await place.serve({ systems: [market, clinic], online });
      const event = { who: 7, at: Date.now() - 1_000, amount: 1 };
      const push = (key: string) => call(url, "POST /v1/events", { system: "market", stream: "spending", event, key });
      for (let round = 1; round <= 3; round++) {
        const pushes = await Promise.all(Array.from({ length: 8 }, (_, i) => push(`${round}-${i}`)));
        expect(pushes.map(({ body }) => body.accepted)).toEqual(new Array(8).fill(1));
        for (const { body } of await callAll(12, url, "POST /v1/decide", { system: "market", entity: 7, given: {} })) {
          expect(body.action).toBe("call");
          const receipt = (await call(url, `/v1/decisions/${body.id}`)).body as unknown as DecisionRecord;
          expect(receipt.body.features).toEqual({ count: 8 * round });
        }
      }
      const nowhere = { system: "readmission", stream: "spending", event };
      expect((await call(url, "POST /v1/events", nowhere)).body.code).toBe("events.stream-unknown");
      expect((await call(url, "/metrics")).text).toMatch(/^alidade_online_position\{system="market"\} \d+$/m);
    });

    test("count what they answer together, for each system by itself", async () => {
      const { journal } = place.state;
      const ids = randomIds(randomBytes, Date.now);
      const online = await onlineOf([market], { values: memoryOnline(), journal, clock: wallClock, ids });
      const server = await place.serve({ systems: [market, clinic], online });
      const ask = (times: number, system: string) =>
        callAll(times, server.url, "POST /v1/decide", {
          ...about("7"),
          ...(system === "market" ? { given: {} } : {}),
          system,
        });
      const asked = await Promise.all([ask(12, "market"), ask(16, clinic.name), ask(5, "elsewhere")]);
      expect(asked.map((answers) => new Set(answers.map(({ status }) => status)))).toEqual(
        [200, 200, 404].map((status) => new Set([status])),
      );
      const counted = () => ["market", clinic.name, null].map((system) => server.answers(system).requests);
      await expect.poll(counted).toEqual([12, 16, 5]);
      await journal.close();
      expect((await call(server.url, "POST /v1/decide", { ...about("8"), system: clinic.name })).status).toBe(503);
      await expect.poll(() => server.answers(clinic.name)).toEqual({ requests: 17, failed: 1, refused: 0 });
      expect(server.answers("market")).toEqual({ requests: 12, failed: 0, refused: 0 });
    });

    test("close together, and lose nothing that was acknowledged", async () => {
      const server = await place.serve();
      const acknowledged: string[] = [];
      let refused = 0;
      let closed = false;
      const keepAsking = async (who: number): Promise<void> => {
        for (let i = 0; !closed; i++) {
          const answer = await call(server.url, "POST /v1/decide", about(`${who}-${i}`)).catch(() => undefined);
          if (answer?.status === 200) acknowledged.push(String(answer.body.id));
          else refused++;
        }
      };
      const load = Promise.all(Array.from({ length: 10 }, (_, who) => keepAsking(who)));
      while (acknowledged.length < 100) await new Promise((next) => setTimeout(next, 5));
      await Promise.all([server.close(), server.close()]);
      closed = true;
      await load;
      expect(refused).toBeGreaterThan(0);
      for (const id of acknowledged) expect(await place.state.journal.find("decision", id)).toBeDefined();
    });
  });
}
