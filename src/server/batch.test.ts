import { request as ask } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hospital, type Office, openOffice } from "./office.conformance.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not relied on
type Line = any;

async function send(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Line[]> {
  const response = await fetch(office.server.url + path, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", ...headers },
    body: body as string,
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  const text = await response.text();
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
const question = (entity: string, visits: unknown) => JSON.stringify({ entity, given: { patient: 1, visits } });

describe("a batch", () => {
  test("is answered line by line, in order, each line by itself", async () => {
    const lines = [
      question("a", 3),
      "",
      question("b", "three"),
      "{",
      question("c", 0),
      "  \r",
      '{"entity":[]}',
      "\u00ff",
    ];
    const answers = await send("/v1/decide", `${lines.join("\n")}\n`);
    const seen = answers.map(({ action, code }) => action ?? code);
    expect(seen).toEqual([
      "call",
      "data.given-wrong-type",
      "wire.body-not-json",
      "skip",
      "wire.request-invalid",
      "wire.body-not-json",
    ]);
    expect(await office.state.journal.find("decision", answers[3].id)).toMatchObject({ subject: "c" });
  });

  test("of five thousand keeps its order, packed or not, with or without a last line break", async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => question(String(i), i % 4)).join("\n");
    const answers = await send("/v1/decide", gzipSync(lines), { "content-encoding": "gzip" });
    expect(answers.map(({ action }) => action)).toEqual(
      Array.from({ length: 5_000 }, (_, i) => (i % 4 < 2 ? "skip" : "call")),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(5_000);
  });

  test("of outcomes says of each whether it was new", async () => {
    const [{ id }] = await send("/v1/decide", question("o", 3));
    const report = (key: string) =>
      JSON.stringify({ decision: id, outcome: "readmitted", at: Date.now() + 1_000, key });
    const answers = await send("/v1/outcomes", [report("x"), report("y"), report("x"), "{}"].join("\n"));
    expect(answers.map(({ status }) => status)).toEqual(["accepted", "accepted", "known", 400]);
  });

  test("is answered while it still comes", async () => {
    // A piece ends where the network ends it, not where a line ends.
    let text = "";
    const answers = () => text.split("\n").slice(0, -1);
    const asked = ask(`${office.server.url}/v1/decide`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
    });
    const ended = new Promise<void>((resolve, reject) => {
      asked.on("error", reject).on("response", (response) => {
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        response.on("end", resolve);
      });
    });
    for (let i = 0; i < 400; i++) asked.write(`${question(`s${i}`, 3)}\n`);
    await expect.poll(() => answers().length, { timeout: 10_000 }).toBe(400);
    asked.end(question("last", 0));
    await ended;
    const actions = answers().map((line) => (JSON.parse(line) as { action: string }).action);
    expect(actions).toEqual([...new Array<string>(400).fill("call"), "skip"]);
  });

  test("whose line is too long is answered up to there, and told", async () => {
    const answers = await send(
      "/v1/decide",
      `${question("a", 3)}\n{"entity":"${"x".repeat(2e6)}"}\n${question("b", 3)}`,
    );
    expect(answers.map(({ action, code }) => action ?? code)).toEqual(["call", "wire.body-too-large"]);
  });

  test("whose line never ends is told so, although it was not read to its end", async () => {
    const answers: string[] = [];
    const asked = ask(`${office.server.url}/v1/decide`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
    });
    const ended = new Promise<void>((resolve) => {
      asked.on("error", () => resolve());
      asked.on("response", (response) => {
        response.setEncoding("utf8").on("data", (piece: string) => answers.push(piece));
        response.on("close", resolve);
      });
    });
    for (let i = 0; i < 20; i++) asked.write("x".repeat(65_536));
    await ended;
    expect(JSON.parse(answers.join(""))).toMatchObject({ code: "wire.body-too-large" });
    asked.destroy();
  });

  test("that becomes a bomb is stopped at the line that is too long", async () => {
    const member = gzipSync(Buffer.alloc(8 * 1024 * 1024, 97), { level: 9 });
    const bomb = Buffer.concat(new Array<Buffer>(50).fill(member));
    const whole = process.cpuUsage();
    for (let i = 0; i < 5; i++) gunzipSync(member);
    const { user: tenth } = process.cpuUsage(whole);
    const before = process.cpuUsage();
    const answers = await send("/v1/decide", bomb, { "content-encoding": "gzip" });
    expect(answers).toMatchObject([{ code: "wire.body-too-large" }]);
    expect(process.cpuUsage(before).user).toBeLessThan(tenth * 5);
  });

  test("counts every line against the rate", async () => {
    const own = await openOffice([hospital], { http: { rates: { perAddress: 5 } } });
    const keep = office;
    office = own;
    try {
      const answers = await send("/v1/decide", Array.from({ length: 40 }, (_, i) => question(String(i), 3)).join("\n"));
      const refused = answers.filter(({ code }) => code === "access.too-many-requests");
      expect(answers).toHaveLength(40);
      expect(refused.length).toBeGreaterThan(20);
    } finally {
      office = keep;
      await own.close();
    }
  });
});

describe("a key", () => {
  const decide = async (body: string, key: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${office.server.url}/v1/decide`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, ...headers },
      body,
    });
    return { status: response.status, body: (await response.json()) as Line };
  };

  test("gives the decision that was made first, however often and however many at once", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => decide(question("k", 3), "order-1")));
    const [first] = answers;
    expect(first).toMatchObject({ status: 200, body: { action: "call" } });
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await decide(question("k", 3), "order-1")).toEqual(first);
    expect((await decide(question("k", 3), "order-2")).body.id).not.toBe(first?.body.id);
  });

  test("that named another question is a conflict, and changes nothing", async () => {
    const first = await decide(question("a", 3), "order-3");
    for (const other of [question("b", 3), question("a", 2), '{"entity":"a","given":{"patient":1}}'])
      expect(await decide(other, "order-3")).toMatchObject({ status: 409, body: { code: "decide.key-reused" } });
    expect(await decide(question("a", 3), "order-3")).toEqual(first);
  });

  test("that is none is refused", async () => {
    for (const key of ["", "x".repeat(256), "caf\u00e9"])
      expect(await decide(question("a", 3), key)).toMatchObject({ status: 400, body: { code: "wire.key-unfit" } });
  });

  test("of a batch makes each of its lines safe to repeat", async () => {
    const lines = [question("x", 3), question("x", 3), question("y", 0)].join("\n");
    const first = await send("/v1/decide", lines, { "idempotency-key": "batch-1" });
    const again = await send("/v1/decide", lines, { "idempotency-key": "batch-1" });
    expect(again).toEqual(first);
    expect(new Set(first.map(({ id }) => id)).size).toBe(3);
  });

  test("is the caller's own: another token's same key is another question", async () => {
    const secrets: string[] = [];
    const own = await openOffice([hospital], {}, async (tokens) => {
      for (const name of ["one", "two"])
        secrets.push((await tokens.create({ name, scopes: ["decide"], lastsMs: null })).secret);
    });
    const keep = office;
    office = own;
    try {
      const answers = [];
      for (const secret of [...secrets, secrets[0]])
        answers.push(await decide(question("k", 3), "same", { authorization: `Bearer ${secret}` }));
      expect(answers[0]).toEqual(answers[2]);
      expect(answers[1]?.body.id).not.toBe(answers[0]?.body.id);
    } finally {
      office = keep;
      await own.close();
    }
  });
});
