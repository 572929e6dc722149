import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Batch, env, type HttpOptions, http, rowOf, type SourceContext } from "../data/index.ts";
import { isAlidadeError, rng } from "../kernel/index.ts";
import { httpSource } from "./source-http.ts";

/** What the server does with the next request; then it is as usual. */
type Fault = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let base = "";
let rows: object[] = [];
let faults: Fault[] = [];
let requests: string[] = [];
const SIZE = 10;

const send = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
};

/** Rows in pages of ten, by every way of paging. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", base);
  requests.push(`${url.pathname}${url.search}`);
  const fault = faults.shift();
  if (fault === undefined) usual(request, response, url);
  else fault(request, response);
}

function usual(request: IncomingMessage, response: ServerResponse, url: URL): void {
  if (url.pathname === "/secret" && request.headers.authorization !== "Bearer s3cret") {
    response.writeHead(401).end(`no entry with ${request.headers.authorization}`);
    return;
  }
  const number = (name: string, otherwise: number) => Number(url.searchParams.get(name) ?? otherwise);
  const from = number("offset", number("after", (number("page", 1) - 1) * SIZE));
  const page = rows.slice(from, from + SIZE);
  const next = from + SIZE < rows.length ? from + SIZE : null;
  const address = next === null ? null : `/orders?offset=${next}&token=${url.searchParams.get("token") ?? ""}`;
  const link = address === null ? {} : { link: `<${address}>; rel="next"` };
  send(response, { data: { items: page }, next: address, cursor: next }, link);
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  rows = Array.from({ length: 35 }, (_, id) => ({ id, user: { name: `u${id}` }, tags: [1] }));
  faults = [];
  requests = [];
});

const slept: number[] = [];
const context = (path: string, more: Partial<SourceContext> = {}): SourceContext => ({
  file: base + path,
  env: { TOKEN: "s3cret" },
  clock: { now: () => Date.UTC(2026, 0, 1) + slept.reduce((sum, ms) => sum + ms, 0) },
  rng: rng({ seed: 1, purpose: "test" }),
  sleep: async (ms) => void slept.push(ms),
  ...more,
});
beforeEach(() => void slept.splice(0));

async function pull(options: HttpOptions, from?: string, path = "/orders"): Promise<readonly Batch[]> {
  const found: Batch[] = [];
  for await (const batch of httpSource.batches({ rows: "data.items", ...options }, context(path), from))
    found.push(batch);
  return found;
}

const ids = (batches: readonly Batch[]) =>
  batches.flatMap(({ table }) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row).id));
const count = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

async function failure(work: Promise<unknown>) {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isAlidadeError(thrown)) throw thrown ?? new Error("nothing was refused");
  return thrown;
}

const WAYS: readonly (readonly [string, HttpOptions])[] = [
  ["a link in the answer", { paging: { by: "link", at: "next" } }],
  ["the Link header", { paging: { by: "link" } }],
  ["a cursor", { paging: { by: "cursor", at: "cursor", parameter: "after" } }],
  ["an offset", { paging: { by: "offset", parameter: "offset" } }],
  ["a page number", { paging: { by: "page", parameter: "page" } }],
];

describe.each(WAYS)("pages by %s", (_, options) => {
  test("give every row once, in order; nested fields are columns", async () => {
    const batches = await pull(options);
    expect(ids(batches)).toEqual(count(0, 35));
    expect(rowOf((batches[0] as Batch).table, 3)).toEqual({ id: 3, "user.name": "u3" });
    expect((await httpSource.read({ rows: "data.items", ...options }, context("/orders"))).rows).toBe(35);
  });

  test("are gone on with after any of them, and where rows were added at the end", async () => {
    const batches = await pull(options);
    for (const [i, { cursor }] of batches.entries())
      expect(ids([...batches.slice(0, i + 1), ...(await pull(options, cursor))])).toEqual(count(0, 35));
    const end = batches.at(-1)?.cursor;
    expect(ids(await pull(options, end))).toEqual([]);
    for (const length of [36, 40, 52, 60]) {
      rows = count(0, length).map((id) => ({ id, user: { name: `u${id}` }, tags: [1] }));
      expect(ids(await pull(options, end))).toEqual(count(35, length));
    }
    rows = rows.slice(0, 31);
    if (options.paging?.by !== "offset") expect((await failure(pull(options, end))).code).toBe("data.source-changed");
  });
});

const paged: HttpOptions = { paging: { by: "offset", parameter: "offset" } };
const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (_, response) =>
    void response.writeHead(code, headers).end("{}");

describe("a server with faults", () => {
  test("is asked again after waits that grow and are jittered", async () => {
    faults = [status(503), (request) => void request.socket.destroy(), status(429), status(500)];
    expect(ids(await pull(paged))).toEqual(count(0, 35));
    expect(slept).toHaveLength(4);
    slept.forEach((ms, i) => {
      expect(ms).toBeLessThanOrEqual(500 * 2 ** i);
    });
    expect(new Set(slept).size).toBe(4);
  });

  test("is given the time that it asks for", async () => {
    const soon = new Date(Date.UTC(2026, 0, 1) + 10_000).toUTCString();
    faults = [status(429, { "retry-after": "7" }), status(503, { "retry-after": soon })];
    await pull(paged);
    expect(slept.slice(0, 2)).toEqual([7_000, 3_000]);
    faults = [
      (_, response) =>
        send(
          response,
          { data: { items: rows.slice(0, 10) } },
          { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" },
        ),
    ];
    slept.splice(0);
    await pull(paged);
    expect(slept).toEqual([9_000]);
    faults = [status(429, { "retry-after": "3600" })];
    const thrown = await failure(pull(paged));
    expect([thrown.retryable, thrown.message]).toEqual([true, expect.stringContaining("left alone for 60 minutes")]);
  });

  test("that never answers well is given up, and the pages before are not lost", async () => {
    const found: Batch[] = [];
    const reading = async () => {
      for await (const batch of httpSource.batches({ rows: "data.items", ...paged, retries: 2 }, context("/orders"))) {
        found.push(batch);
        if (found.length === 2) faults = [status(502), status(502), status(502)];
      }
    };
    const thrown = await failure(reading());
    expect([thrown.code, thrown.message]).toEqual([
      "data.source-unavailable",
      expect.stringContaining("failed 3 times, the last time with status 502"),
    ]);
    const rest = await pull(paged, found.at(-1)?.cursor);
    expect(ids([...found, ...rest])).toEqual(count(0, 35));
  });

  test("that is slow, or sends too much, is not waited for without end", async () => {
    faults = [() => undefined];
    expect(ids(await pull({ ...paged, timeout: "0.3s" }))).toEqual(count(0, 35));
    const large = await failure(pull({ ...paged, maxBytes: 100 }));
    expect(large.message).toContain("a page of more than 100 bytes");
  });

  test("that answers something else is refused in words", async () => {
    faults = [(_, response) => void response.end("<html>")];
    expect((await failure(pull(paged))).message).toContain("something else than JSON");
    expect((await failure(pull({ ...paged, rows: "items" }))).message).toContain("the answer has data, next, cursor");
    faults = [status(404)];
    expect((await failure(pull(paged))).code).toBe("data.source-refused");
  });

  test("that names ever new pages without rows is left", async () => {
    rows = [];
    faults = Array.from(
      { length: 1_100 },
      (_, i): Fault =>
        (_request, response) =>
          send(response, { data: { items: [] }, cursor: i + 1 }),
    );
    const endless: HttpOptions = { paging: { by: "cursor", at: "cursor", parameter: "after" } };
    expect((await failure(pull(endless))).message).toContain("more than 1000 pages without a row");
  });
});

describe("secrets", () => {
  const secret: HttpOptions = { ...paged, headers: { authorization: env("TOKEN", "Bearer ") } };

  test("are sent, and are in no cursor, origin or error", async () => {
    const batches = await pull(
      { ...secret, paging: { by: "link", at: "next" }, query: { token: env("TOKEN") } },
      undefined,
      "/secret",
    );
    expect(ids(batches)).toEqual(count(0, 35));
    expect(requests[1]).toContain("token=s3cret");
    expect(JSON.stringify(batches.map(({ cursor, origin }) => [cursor, origin]))).not.toContain("s3cret");
    const resumed = await pull(
      { ...secret, paging: { by: "link", at: "next" }, query: { token: env("TOKEN") } },
      batches[1]?.cursor,
    );
    expect(ids(resumed)).toEqual(count(20, 35));
    faults = [(_, response) => void response.writeHead(403).end("s3cret is not welcome")];
    const thrown = await failure(pull(secret));
    expect(`${thrown.message}${JSON.stringify(thrown.data)}${String(thrown.cause)}`).not.toContain("s3cret");
    expect(thrown.message).toContain("[TOKEN] is not welcome");
  });

  test("go to no other host, neither by a redirect nor by a next page", async () => {
    const elsewhere = base.replace("127.0.0.1", "localhost");
    faults = [(_, response) => void response.writeHead(302, { location: `${elsewhere}/orders` }).end()];
    expect((await failure(pull(secret))).message).toContain("secrets of 127.0.0.1");
    const byLink: HttpOptions = { ...secret, paging: { by: "link", at: "next" } };
    faults = [
      (_, response) => send(response, { data: { items: rows.slice(0, 10) }, next: `${elsewhere}/orders?offset=10` }),
    ];
    expect((await failure(pull(byLink))).code).toBe("data.source-refused");
    expect(requests.filter((request) => request.includes("offset=10"))).toEqual([]);
    faults = [(_, response) => void response.writeHead(302, { location: "/orders" }).end()];
    expect(ids(await pull(secret, undefined, "/moved"))).toEqual(count(0, 35));
  });

  test("that are not set are named", async () => {
    const work = httpSource.read({ ...secret, rows: "data.items" }, { file: `${base}/orders`, env: {} });
    expect((await failure(work)).message).toContain("`TOKEN`");
  });
});

test("a wrong option is refused when the source is named", () => {
  expect(() => http("ftp://x")).toThrow("https:// or http://");
  expect(() => http("https://u:p@x/")).toThrow("no password in its address");
  expect(() => http("https://x", { paging: { by: "pages" } } as unknown as HttpOptions)).toThrow(
    "Did you mean `page`?",
  );
  expect(() => http("https://x", { paging: { by: "offset", parameter: "" } })).toThrow("needs a `paging.parameter`");
  expect(() => http("https://x", { retrys: 1 } as HttpOptions)).toThrow("Did you mean `retries`?");
  expect(() => env("my secret")).toThrow("takes the name of an environment variable");
});
