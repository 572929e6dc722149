import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import type { Contract } from "../data/index.ts";
import { type hospital, hospital as hospitalSystem, type Office, openOffice } from "../server/office.conformance.ts";
import type { System, SystemTypes } from "../system/index.ts";
import type { HeadAnswer } from "../wire/index.ts";
import { type ClientGiven, client, type Decision } from "./index.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** The hospital with a head, for the compiler alone. */
declare const ward: System<SystemTypes<Contract, "call" | "skip", "risk">>;

const ask = () => client<typeof hospital>(`${office.server.url}/`);

describe("a client", () => {
  test("decides and reports what came of it", async () => {
    const decision = await ask().decide({ entity: 1, given: { visits: 3, admitted: new Date(0), age: "old" } });
    expect(decision).toMatchObject({ action: "call", heads: {}, arm: "champion" });
    const receipt = await office.state.journal.find("decision", decision.id);
    expect(receipt?.body).toMatchObject({ given: { visits: 3, age: "old" }, features: { visits: 3 } });
    const report = { decision: decision.id, outcome: "readmitted", at: new Date(Date.now() + 1_000), key: "1" };
    expect(await ask().outcome(report)).toBe("accepted");
    expect(await ask().outcome(report)).toBe("known");
  });

  test("throws a problem as the error that it was, with its code, hint and facts", async () => {
    const wrong = { entity: 1, given: { visits: "three", vists: 1 } as never };
    await expect(ask().decide(wrong)).rejects.toMatchObject({
      brand: "alidade.error",
      code: "data.given-wrong-type",
      retryable: false,
      hint: expect.any(String),
      data: { status: 400, problems: [{ field: "vists" }, { field: "visits" }] },
    });
    const elsewhere = client<typeof hospital>(office.server.url, { system: "bank" });
    await expect(elsewhere.decide({ entity: 1, given: {} })).rejects.toMatchObject({ code: "wire.not-found-system" });
  });

  test("does not send a number that JSON would lose", async () => {
    for (const given of [{ visits: Number.NaN }, { admitted: new Date(Number.NaN) }])
      await expect(ask().decide({ entity: 1, given })).rejects.toMatchObject({ code: "client.given-not-finite" });
  });
});

describe("types", () => {
  test("are exactly those of the system", () => {
    const c = ask();
    expectTypeOf<Decision<typeof hospital>["action"]>().toEqualTypeOf<"call" | "skip">();
    expectTypeOf<keyof Decision<typeof hospital>["heads"]>().toEqualTypeOf<never>();
    expectTypeOf<Decision<typeof ward>["heads"]>().toEqualTypeOf<{ readonly risk?: HeadAnswer }>();
    expectTypeOf<keyof ClientGiven<typeof hospital>>().toEqualTypeOf<
      "patient" | "visits" | "age" | "insured" | "admitted"
    >();
    // Each line must fail to compile; that is the test. None of it runs.
    const wrong = (): unknown => [
      // @ts-expect-error no such field
      c.decide({ entity: 1, given: { vists: 1 } }),
      // @ts-expect-error known only afterwards
      c.decide({ entity: 1, given: { readmitted: true } }),
      // @ts-expect-error not a value of the field
      c.decide({ entity: 1, given: { age: "ancient" } }),
      // @ts-expect-error a text is no number
      c.decide({ entity: 1, given: { visits: "3" } }),
      // @ts-expect-error whom is it about?
      c.decide({ given: {} }),
      // @ts-expect-error no such action
      c.decide({ entity: 1, given: {} }).then(({ action }) => action === "phone"),
      // @ts-expect-error no such head
      c.decide({ entity: 1, given: {} }).then(({ heads }) => heads.risk),
      // @ts-expect-error a key makes a report safe to repeat
      c.outcome({ decision: "d", outcome: "readmitted", at: 0 }),
    ];
    expect(wrong).toBeTypeOf("function");
  });
});

/** A server that misbehaves as told, for as long as `work` lasts. */
async function against(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("a server that is not well", () => {
  const quick = { retries: { firstWaitMs: 1, longestWaitMs: 4 } };
  const report = { decision: "d", outcome: "readmitted", at: 0, key: "k" };
  const problem = { code: "state.busy", title: "Busy", detail: "Busy.", status: 503 };

  test("is told an outcome again until it is well, and asked again under the same key", async () => {
    const seen: (string | undefined)[] = [];
    const keys = new Set<unknown>();
    const listener: RequestListener = (request, response) => {
      seen.push(request.url);
      if (request.url === "/v1/decide") keys.add(request.headers["idempotency-key"]);
      if (seen.length === 1) return request.socket.destroy();
      response.statusCode = seen.length === 3 ? 200 : 503;
      return response.end(JSON.stringify(seen.length === 3 ? { status: "accepted" } : problem));
    };
    await against(listener, async (url) => {
      expect(await client<typeof hospital>(url, quick).outcome(report)).toBe("accepted");
      expect(seen).toHaveLength(3);
      const decision = client<typeof hospital>(url, quick).decide({ entity: 1, given: {} });
      await expect(decision).rejects.toMatchObject({ code: "state.busy", retryable: true });
      expect(seen).toHaveLength(7);
      expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    });
  });

  test("that answered and was not heard has made one decision, which the repetition gets", async () => {
    let asked = 0;
    const deaf: typeof fetch = async (...call) => {
      const response = await fetch(...call);
      if (++asked < 3) throw new TypeError("the connection broke before the answer");
      return response;
    };
    const ask = client<typeof hospital>(office.server.url, { ...quick, fetch: deaf });
    const { id } = await ask.decide({ entity: "deaf", given: { visits: 3 } }, { key: "deaf-1" });
    expect(asked).toBe(3);
    const plain = client<typeof hospital>(office.server.url);
    expect((await plain.decide({ entity: "deaf", given: { visits: 3 } }, { key: "deaf-1" })).id).toBe(id);
    await expect(plain.decide({ entity: "deaf", given: { visits: 4 } }, { key: "deaf-1" })).rejects.toMatchObject({
      code: "decide.key-reused",
    });
  });

  test("is done without, where the caller says how: in time, with the reason", async () => {
    const silent: RequestListener = () => {};
    await against(silent, async (url) => {
      const ask = client<typeof hospital>(url, { timeoutMs: 10_000 });
      const started = performance.now();
      const decided = await ask.decide({ entity: 1, given: {} }, { withinMs: 50, fallback: { action: "skip" } });
      expect(decided).toEqual({ action: "skip" });
      expect(performance.now() - started).toBeLessThan(2_000);
      const why = await ask.decide({ entity: 1, given: {} }, { withinMs: 20, fallback: (error) => error });
      expect(why).toMatchObject({ code: "client.too-late" });
    });
    const ask = client<typeof hospital>(office.server.url);
    const mistake = ask.decide({ entity: 1, given: { vists: 1 } as never }, { fallback: "skip" });
    await expect(mistake).rejects.toMatchObject({ code: "data.given-wrong-type" });
    await expect(ask.decide({ entity: 1, given: {} }, { signal: AbortSignal.abort("gone"), fallback: 1 })).rejects.toBe(
      "gone",
    );
  });

  test("that asks for a token is shown it, also one that has to be fetched", async () => {
    const secrets: string[] = [];
    const closed = await openOffice([hospitalSystem], {}, async (tokens) => {
      secrets.push((await tokens.create({ name: "shop", scopes: ["decide"], lastsMs: null })).secret);
    });
    try {
      const { url } = closed.server;
      const question = { entity: 1, given: { visits: 3 } };
      for (const token of [secrets[0], async () => secrets[0] ?? ""])
        expect(await client<typeof hospital>(url, { token }).decide(question)).toMatchObject({ action: "call" });
      await expect(client<typeof hospital>(url).decide(question, { fallback: 1 })).rejects.toMatchObject({
        code: "access.token-missing",
        retryable: false,
      });
    } finally {
      await closed.close();
    }
  });

  test("is given up after so many attempts, and at once when it says no", async () => {
    let calls = 0;
    const answer: { status: number } = { status: 503 };
    const listener: RequestListener = (_, response) => {
      calls++;
      response.statusCode = answer.status;
      response.end(JSON.stringify({ ...problem, ...answer }));
    };
    await against(listener, async (url) => {
      await expect(client<typeof hospital>(url, quick).outcome(report)).rejects.toMatchObject({ code: "state.busy" });
      expect(calls).toBe(4);
      answer.status = 400;
      await expect(client<typeof hospital>(url, quick).outcome(report)).rejects.toMatchObject({ retryable: false });
      expect(calls).toBe(5);
    });
  });

  test("that never answers is not waited for, and the caller may give up earlier", async () => {
    await against(
      () => {},
      async (url) => {
        const slow = client<typeof hospital>(url, { timeoutMs: 50, ...quick });
        await expect(slow.decide({ entity: 1, given: {} })).rejects.toMatchObject({ code: "client.timed-out" });
        const patient = client<typeof hospital>(url, { timeoutMs: 60_000 });
        const reason = { name: "changed my mind" };
        const options = { signal: AbortSignal.timeout(20) };
        await expect(patient.decide({ entity: 1, given: {} }, options)).rejects.toMatchObject({ name: "TimeoutError" });
        const gone = AbortSignal.abort(reason);
        await expect(patient.outcome(report, { signal: gone })).rejects.toBe(reason);
      },
    );
  });

  test("that is another program is called so, and none at all too", async () => {
    const html: RequestListener = (_, response) => void response.end("<html>Welcome</html>");
    let closed = "";
    await against(html, async (url) => {
      closed = url;
      const stranger = client<typeof hospital>(url, quick).decide({ entity: 1, given: {} });
      await expect(stranger).rejects.toMatchObject({ code: "client.answer-unreadable", data: { status: 200 } });
    });
    await expect(client<typeof hospital>(closed, quick).decide({ entity: 1, given: {} })).rejects.toMatchObject({
      code: "client.unreachable",
      retryable: true,
    });
  });
});
