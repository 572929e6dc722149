import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MadeToken, type Role, roles, type Tokens } from "../../govern/index.ts";
import { type Route, routes, type Scope, scopes } from "../../wire/index.ts";
import { hospital, type Office, openOffice } from "../office.conformance.ts";

let office: Office;
const made = new Map<string, MadeToken>();
beforeAll(async () => {
  office = await openOffice([hospital], {}, async (tokens: Tokens) => {
    for (const scope of scopes)
      made.set(scope, await tokens.create({ name: scope, scopes: [scope], lastsMs: 3_600_000 }));
    for (const [role, allowed] of Object.entries(roles))
      made.set(`role ${role}`, await tokens.create({ name: role, scopes: allowed, lastsMs: null }));
    made.set("short", await tokens.create({ name: "short", scopes, lastsMs: 1 }));
    made.set("revoked", await tokens.create({ name: "revoked", scopes, lastsMs: null }));
    await tokens.revoke("revoked");
  });
});
afterAll(() => office.close());

const secretOf = (name: string): string => made.get(name)!.secret;

/** Sends nothing of use: what is wrong with it is only found by whoever lets it in. */
async function knock({ method, path }: Route, headers: Record<string, string>): Promise<Response> {
  const body = method === "GET" ? {} : { body: "{}" };
  const response = await fetch(office.server.url + path.replace(/:\w+/g, "none"), {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...body,
  });
  await response.clone().arrayBuffer();
  return response;
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const all = Object.entries(routes) as [string, Route][];

describe.each(all)("%s", (_, route) => {
  test("lets in exactly those whose token allows it, and says who may", async () => {
    const expected = (allowed: readonly Scope[]) => route.scope === null || allowed.includes(route.scope);
    for (const [name, { token, secret }] of made) {
      if (name === "short" || name === "revoked") continue;
      const { status } = await knock(route, bearer(secret));
      if (expected(token.scopes)) expect([name, status]).not.toEqual([name, 401]);
      expect([name, status === 403]).toEqual([name, !expected(token.scopes)]);
    }
  });

  test("without a token, or with one that opens nothing, is answered only where everybody is", async () => {
    const last = secretOf("read").at(-1) === "0" ? "1" : "0";
    const wrong: Record<string, string>[] = [
      {},
      bearer(secretOf("short")),
      bearer(secretOf("revoked")),
      bearer(secretOf("read").slice(0, -1) + last),
      bearer(made.get("read")!.token.id),
      bearer(made.get("read")!.token.hash),
      { authorization: `Basic ${Buffer.from(`x:${secretOf("read")}`).toString("base64")}` },
      { authorization: secretOf("read") },
      { authorization: "Bearer" },
      { authorization: `Bearer ${"x".repeat(4_000)}` },
    ];
    for (const headers of wrong) {
      const response = await knock(route, headers);
      if (route.scope === null) expect(response.status).toBe(200);
      else {
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toMatch(/^Bearer realm="alidade"/);
        expect(await response.json()).toMatchObject({ status: 401, code: expect.stringMatching(/^access\.token-/) });
      }
    }
  });
});

test("a role allows what it is made of: a service cannot look, a viewer cannot decide", async () => {
  const statusFor = async (role: Role, route: Route) => (await knock(route, bearer(secretOf(`role ${role}`)))).status;
  expect(await statusFor("service", routes.decide)).toBe(400);
  expect(await statusFor("service", routes.systems)).toBe(403);
  expect(await statusFor("viewer", routes.systems)).toBe(200);
  expect(await statusFor("viewer", routes.decide)).toBe(403);
});

test("nothing of a secret is ever answered or logged", async () => {
  for (const route of Object.values(routes) as Route[]) await knock(route, bearer(secretOf("manage")));
  const known = JSON.stringify(office.lines);
  const answers = await Promise.all(
    (Object.values(routes) as Route[]).map(async (route) => (await knock(route, bearer(secretOf("read")))).text()),
  );
  for (const { secret, token } of made.values())
    for (const text of [known, ...answers]) {
      expect(text).not.toContain(secret.split("_")[2]);
      expect(text).not.toContain(token.hash);
    }
});

describe("a server without tokens", () => {
  test("closes when the first one is made, and refuses it when it is revoked, without a restart", async () => {
    const own = await openOffice([hospital], { refreshMs: 20 });
    try {
      const look = async (headers = {}) => (await fetch(`${own.server.url}/v1/systems`, { headers })).status;
      expect(await look()).toBe(200);
      const { secret, token } = await own.tokens.create({ name: "first", scopes: ["read"], lastsMs: null });
      await expect.poll(() => look()).toBe(401);
      expect(await look(bearer(secret))).toBe(200);
      await own.tokens.revoke(token.id);
      await expect.poll(() => look(bearer(secret))).toBe(401);
      expect(await look()).toBe(401);
    } finally {
      await own.close();
    }
  });

  test("answers only to names of its own machine, and to no page from elsewhere", async () => {
    const own = await openOffice();
    const { request } = await import("node:http");
    const look = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request(`${own.server.url}/v1/systems`, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on("error", reject).end();
      });
    try {
      for (const host of ["localhost", "127.0.0.1:80", "[::1]:7070", "shop.localhost", "192.168.0.7"])
        expect([host, await look({ host })]).toEqual([host, 200]);
      for (const host of ["evil.example", "localhost.evil.example"])
        expect([host, await look({ host })]).toEqual([host, 403]);
      expect(await look({ origin: "https://evil.example" })).toBe(403);
      expect(await look({ origin: "null" })).toBe(403);
      expect(await look({ host: "localhost:7070", origin: "http://localhost:7070" })).toBe(200);
    } finally {
      await own.close();
    }
  });
});

describe("pages of listed origins", () => {
  test("are let in, see what they may, and nobody else's are", async () => {
    const own = await openOffice([hospital], { http: { origins: ["https://shop.example/"] } });
    const ask = (method: string, headers: Record<string, string>) =>
      fetch(`${own.server.url}/v1/decide`, { method, headers, ...(method === "POST" ? { body: "{}" } : {}) });
    try {
      const origin = "https://shop.example";
      const leave = await ask("OPTIONS", { origin, "access-control-request-method": "POST" });
      expect(leave.status).toBe(204);
      expect(leave.headers.get("access-control-allow-origin")).toBe(origin);
      expect(leave.headers.get("access-control-allow-headers")).toContain("idempotency-key");
      const answer = await ask("POST", { origin, "content-type": "application/json" });
      expect(answer.status).toBe(400);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("vary")).toContain("origin");
      for (const other of ["https://shop.example.evil", "http://shop.example"]) {
        const refused = await ask("OPTIONS", { origin: other, "access-control-request-method": "POST" });
        expect(refused.status).toBe(403);
        expect(refused.headers.get("access-control-allow-origin")).toBeNull();
      }
    } finally {
      await own.close();
    }
  });
});

describe("rates", () => {
  test("are kept per token and per address, with a word about when to come back", async () => {
    const secrets: string[] = [];
    const own = await openOffice([hospital], { http: { rates: { perToken: 3 } } }, async (tokens) => {
      for (const perSecond of [undefined, undefined, 1])
        secrets.push((await tokens.create({ name: "t", scopes: ["read"], lastsMs: null, perSecond })).secret);
    });
    try {
      const burst = async (secret: string, count: number) =>
        await Promise.all(
          Array.from({ length: count }, () => fetch(`${own.server.url}/v1/systems`, { headers: bearer(secret) })),
        );
      const [first = "", second = "", third = ""] = secrets;
      const answers = await burst(first, 12);
      const refused = answers.filter(({ status }) => status === 429);
      // What fills up again while twelve requests are answered is the machine's to decide; the first three fit in any case.
      expect(answers.length - refused.length).toBeGreaterThanOrEqual(3);
      expect(refused.length).toBeGreaterThan(0);
      expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(await refused[0]?.json()).toMatchObject({ code: "access.too-many-requests", status: 429 });
      expect((await burst(second, 1))[0]?.status).toBe(200);
      expect((await burst(third, 8)).filter(({ status }) => status === 429).length).toBeGreaterThan(3);
      expect((await fetch(`${own.server.url}/healthz`)).status).toBe(200);
    } finally {
      await own.close();
    }
  });
});
