import { request as ask } from "node:http";
import { request as askSafely } from "node:https";
import { connect } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { hospital, type Office, openOffice } from "../office.conformance.ts";
import { takesGzip } from "./coding.ts";
import { watchLoad } from "./load.ts";
import { selfSigned } from "./self-signed.conformance.ts";

let office: Office;
afterEach(() => office?.close());

const question = { entity: "1", given: { patient: 1, visits: 3 } };

async function decide(body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${office.server.url}/v1/decide`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: body as string,
  });
}
const gzipped = { "content-encoding": "gzip" };

/** The answer as it was sent, still packed. */
function raw(path: string, headers: Record<string, string>): Promise<{ headers: object; body: Buffer }> {
  return new Promise((resolve, reject) => {
    ask(office.server.url + path, { headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(pieces) }));
    })
      .on("error", reject)
      .end();
  });
}

describe("gzip", () => {
  test("is read, and answered with where it is asked for and worth it", async () => {
    office = await openOffice();
    const answer = await decide(gzipSync(JSON.stringify(question)), gzipped);
    expect(await answer.json()).toMatchObject({ action: "call" });
    const plain = await raw("/openapi.json", {});
    const packed = await raw("/openapi.json", { "accept-encoding": "br, gzip;q=0.5" });
    expect(packed.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    expect(plain.headers).toMatchObject({ vary: "accept-encoding" });
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
    expect((await raw("/healthz", { "accept-encoding": "gzip" })).headers).not.toHaveProperty("content-encoding");
  });

  test("that would become too large is stopped there, however small it is", async () => {
    office = await openOffice();
    // Members one after the other are one gzip: this would be 800 MB.
    const member = gzipSync(Buffer.alloc(8 * 1024 * 1024, 32), { level: 9 });
    const bomb = Buffer.concat(new Array<Buffer>(100).fill(member));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const whole = process.cpuUsage();
    for (let i = 0; i < 10; i++) gunzipSync(member);
    const { user: tenth } = process.cpuUsage(whole);
    const before = process.cpuUsage();
    const answer = await decide(bomb, gzipped);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, "wire.body-too-large"]);
    // All of it would take ten times the tenth.
    expect(process.cpuUsage(before).user).toBeLessThan(tenth * 5);
    expect((await decide(JSON.stringify(question))).status).toBe(200);
  });

  test("that is broken, cut, or another coding is refused in words", async () => {
    office = await openOffice();
    const good = gzipSync(JSON.stringify(question));
    const wrong = Buffer.from(good);
    wrong[15] = (wrong[15] ?? 0) ^ 0xff;
    for (const body of [Buffer.from(JSON.stringify(question)), good.subarray(0, 20), wrong]) {
      const answer = await decide(body, gzipped);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, "wire.body-not-gzip"]);
    }
    const brotli = await decide(good, { "content-encoding": "br" });
    expect([brotli.status, ((await brotli.json()) as { code: string }).code]).toEqual([415, "wire.coding-unknown"]);
    expect(office.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test.each([
    [undefined, false],
    ["gzip", true],
    ["deflate, GZIP;q=0.3", true],
    ["*", true],
    ["*, gzip;q=0", false],
    ["gzip;q=0.0", false],
    ["identity", false],
  ])("is asked for by %j: %s", (header, taken) => {
    expect(takesGzip(header)).toBe(taken);
  });
});

describe("TLS", () => {
  test("answers over https, and what cannot be used for it is said at the start", async () => {
    const tls = selfSigned(Date.now());
    office = await openOffice([hospital], { http: { tls } });
    expect(office.server.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      askSafely(`${office.server.url}/healthz`, { ca: tls.cert }, (answer) => resolve(answer.statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
    await office.close();
    const broken = openOffice([hospital], { http: { tls: { key: "none", cert: "none" } } });
    await expect(broken).rejects.toMatchObject({ code: "server.tls-unusable" });
  });
});

describe("a server that stops", () => {
  test("first says that it is not ready, still answers, and ends every connection with its answer", async () => {
    office = await openOffice([hospital], { http: { drainMs: 400 } });
    expect((await fetch(`${office.server.url}/readyz`)).status).toBe(200);
    const closed = office.server.close();
    const ready = await fetch(`${office.server.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(office.lines.map(({ message }) => message)).toContainEqual(expect.stringContaining("draining"));
    const answer = await decide(JSON.stringify(question));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("connection")).toBe("close");
    const { id } = (await answer.json()) as { id: string };
    await closed;
    expect(await office.state.journal.find("decision", id)).toBeDefined();
    await expect(fetch(`${office.server.url}/healthz`)).rejects.toThrow();
  });
});

describe("too much to do", () => {
  test("turns away what comes on top, at once, and says when to come back", async () => {
    office = await openOffice([hospital], { http: { load: { mostUnderWay: 2 } } });
    const held = await Promise.all([1, 2].map(() => hold(office.server.port)));
    const answer = await decide(JSON.stringify(question));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await answer.json()).toMatchObject({ code: "server.overloaded" });
    expect((await fetch(`${office.server.url}/healthz`)).status).toBe(200);
    for (const socket of held) socket.destroy();
    await expect.poll(async () => (await decide(JSON.stringify(question))).status).toBe(200);
    expect(office.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("is being late several times in a row, not one pause", async () => {
    const load = watchLoad({ longestDelayMs: 100 }, () => performance.now());
    const block = (ms: number) => {
      for (const until = performance.now() + ms; performance.now() < until; );
    };
    const turn = () => new Promise((next) => setTimeout(next, 1));
    const wouldBegin = () => {
      try {
        load.begin();
        load.end();
        return true;
      } catch {
        return false;
      }
    };
    try {
      block(300);
      await turn();
      expect(wouldBegin()).toBe(true);
      for (let i = 0; i < 6; i++) {
        block(300);
        await turn();
      }
      expect(wouldBegin()).toBe(false);
      await expect.poll(wouldBegin).toBe(true);
    } finally {
      load.stop();
    }
  });
});

/** Begins a request and never ends it. */
async function hold(port: number): Promise<ReturnType<typeof connect>> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    "POST /v1/decide HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  return socket;
}
