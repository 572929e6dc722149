import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Office, openOffice } from "./office.conformance.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not relied on
  readonly body: any;
}

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(office.server.url + path, init);
  const type = response.headers.get("content-type");
  const raw = await response.text();
  return {
    status: response.status,
    type,
    headers: response.headers,
    body: type?.includes("json") ? JSON.parse(raw) : raw,
  };
}

const post = (path: string, body: unknown, type = "application/json"): Promise<Answer> =>
  send(path, {
    method: "POST",
    headers: { "content-type": type },
    body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
const decide = (body: unknown) => post("/v1/decide", body);

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.body).toMatchObject({ status, code, type: `urn:alidade:problem:${code}` });
  expect(answer.status).toBe(status);
  expect(answer.type).toMatch(/^application\/problem\+json/);
  expect(answer.body.instance).toBe(answer.headers.get("x-request-id"));
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d|\\n\s+at /);
}

describe("a decision", () => {
  test("is answered, and its receipt is in the journal", async () => {
    const { status, body } = await decide({ entity: 42, given: { patient: 42, visits: 3 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ action: "call", score: 1, heads: {}, arm: "champion" });
    expect(Object.keys(body)).toEqual(["id", "action", "score", "heads", "release", "reasons", "arm", "at"]);
    const receipt = await send(`/v1/decisions/${body.id}`);
    expect(receipt.body).toEqual(await office.state.journal.find("decision", body.id));
    expect(receipt.body).toMatchObject({ subject: "42", body: { action: "call", given: { visits: 3 } } });
  });

  test("may name the system, and must name one that is served", async () => {
    const question = { entity: "a", given: { patient: 1, visits: 0 } };
    expect((await decide({ ...question, system: "readmission" })).body.action).toBe("skip");
    const answer = await decide({ ...question, system: "readmision" });
    expectProblem(answer, 404, "wire.not-found-system");
    expect(answer.body.detail).toBe('`system` must be one of "readmission". Got "readmision".');
  });

  test("about values outside the contract is made by the rule, and says so", async () => {
    const { body } = await decide({ entity: "a", given: { patient: 1, visits: 400, age: "ancient" } });
    expect(body.action).toBe("call");
    expect(body.reasons).toEqual(expect.arrayContaining([expect.stringMatching(/^input\..*:visits$/)]));
  });

  test("hears of everything that is wrong with the given at once, and of the field that was meant", async () => {
    const given = { patient: "x", visits: true, age: 7, insured: "yes", admitted: "soon", vists: 3, readmitted: true };
    const answer = await decide({ entity: "a", given });
    expectProblem(answer, 400, "data.given-wrong-type");
    const problems: { field: string; problem: string }[] = answer.body.problems;
    expect(problems.map(({ field }) => field).sort()).toEqual(Object.keys(given).sort());
    expect(problems.find(({ field }) => field === "vists")?.problem).toMatch(/Did you mean `visits`\?/);
    expect(problems.find(({ field }) => field === "readmitted")?.problem).toMatch(/only after the decision/);
  });

  test.each([
    [
      "nothing but wrong members",
      { system: 3, entity: 1.5, given: [], more: 1 },
      ["system", "entity", "given", "more"],
    ],
    ["nothing at all", {}, ["entity", "given"]],
    ["a list", [], ["body"]],
    ["null", "null", ["body"]],
    ["a number", "7", ["body"]],
    ["an entity of 100,000 characters", { entity: "x".repeat(100_000), given: {} }, ["entity"]],
    ["an empty entity", { entity: "", given: {} }, ["entity"]],
    ["an entity beyond whole numbers", '{"entity":1e300,"given":{}}', ["entity"]],
    ["a prototype", '{"__proto__":{"entity":1},"given":{},"entity":1}', ["__proto__"]],
    [
      "too many fields",
      { entity: 1, given: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [i, i])) },
      ["given"],
    ],
    ["a name that is too long", { entity: 1, given: { ["x".repeat(10_000)]: 1 } }, ["given"]],
  ])("is refused for %s, member by member", async (_, body, fields) => {
    const answer = await decide(body);
    expectProblem(answer, 400, "wire.request-invalid");
    expect(answer.body.problems.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(JSON.stringify(answer.body).length).toBeLessThan(2_000);
  });

  test.each([
    ["a prototype among the fields", '{"entity":1,"given":{"__proto__":{"visits":9},"constructor":1,"patient":1}}'],
    ["infinity by way of a huge exponent", '{"entity":1,"given":{"visits":1e999}}'],
  ])("is refused for %s", async (_, body) => {
    expectProblem(await decide(body), 400, "data.given-wrong-type");
    expect(({} as { visits?: number }).visits).toBeUndefined();
  });

  test("of lists in lists is refused before anything reads them, however deep", async () => {
    const nested = (deep: number) => `{"entity":1,"given":{"visits":${"[".repeat(deep)}${"]".repeat(deep)}}}`;
    expectProblem(await decide(nested(60)), 400, "data.given-wrong-type");
    for (const deep of [63, 100_000]) expectProblem(await decide(nested(deep)), 400, "wire.body-too-deep");
    const text = `{"entity":"${"[{".repeat(60)}\\"[","given":{"patient":1}}`;
    expect((await decide(text)).status).toBe(200);
  });

  test("with a thousand stray fields is refused quickly and briefly", async () => {
    const given = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`${i}${"y".repeat(120)}`, i]));
    const before = process.cpuUsage();
    const answer = await decide({ entity: 1, given });
    expectProblem(answer, 400, "data.given-wrong-type");
    expect(answer.body.problems).toHaveLength(50);
    expect(answer.body.detail).toMatch(/… and 950 more$/);
    // Two seconds of work at most, whatever else the machine does.
    expect(process.cpuUsage(before).user).toBeLessThan(2e6);
  });
});

describe("a body that is no JSON", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["is told the place", '{\n  "entity": 1,\n  "given": {},\n}', /line 4, column 1/],
    ["is told what stands there", '{"entity": NaN, "given": {}}', /unexpected N near .*entity/],
    ["that ends early", '{"entity": 1', /line 1, column 13/],
    ["that is empty", "", /empty/],
    ["that is not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), /not UTF-8/],
  ])("%s", async (_, body, detail) => {
    const answer = await decide(body);
    expectProblem(answer, 400, "wire.body-not-json");
    expect(answer.body.detail).toMatch(detail);
  });

  test("of two mebibytes is too large", async () => {
    const answer = await decide(`{"entity":1,"given":{"age":"${"x".repeat(2 * 1024 * 1024)}"}}`);
    expectProblem(answer, 413, "wire.body-too-large");
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "of type %s is not read",
    async (type) => {
      expectProblem(await post("/v1/decide", "{}", type), 415, "wire.media-type-unknown");
    },
  );
});

describe("an outcome", () => {
  const at = () => Date.now() + 1_000;
  const question = { entity: "o", given: { patient: 1, visits: 3 } };

  test("is accepted once; the same key again changes nothing", async () => {
    const { id } = (await decide(question)).body;
    const report = { decision: id, outcome: "readmitted", value: true, at: at(), key: "once" };
    expect((await post("/v1/outcomes", report)).body).toEqual({ status: "accepted" });
    expect((await post("/v1/outcomes", { ...report, at: at() })).body).toEqual({ status: "known" });
    expectProblem(await post("/v1/outcomes", { ...report, value: false }), 409, "outcomes.key-reused");
    const stored = await office.state.journal.find("outcome", "readmission/once");
    expect(stored?.body).toMatchObject({ decision: id, value: true });
  });

  test("of fifty reports at once with one key is stored once", async () => {
    const { id } = (await decide(question)).body;
    const report = { decision: id, outcome: "readmitted", at: at(), key: "fifty" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => post("/v1/outcomes", report)));
    expect(answers.filter(({ body }) => body.status === "accepted")).toHaveLength(1);
    expect(answers.filter(({ body }) => body.status === "known")).toHaveLength(49);
  });

  test("of a decision that nobody made is not found", async () => {
    const report = { decision: "dec_0", outcome: "readmitted", at: at(), key: "k" };
    expectProblem(await post("/v1/outcomes", report), 404, "outcomes.decision-unknown");
  });

  test("from before its decision, undeclared, or of another type is refused", async () => {
    const { id } = (await decide(question)).body;
    const report = { decision: id, outcome: "readmitted", at: at(), key: "wrong" };
    for (const wrong of [{ at: 1 }, { at: "yesterday" }, { outcome: "death" }, { outcome: "__proto__" }, { value: 3 }])
      expectProblem(await post("/v1/outcomes", { ...report, ...wrong }), 400, "outcomes.invalid");
    for (const wrong of [{ value: {}, key: "" }, { at: 1e300 }, { decision: 7 }])
      expectProblem(await post("/v1/outcomes", { ...report, ...wrong }), 400, "wire.request-invalid");
    expect(await office.state.journal.find("outcome", "readmission/wrong")).toBeUndefined();
  });
});

describe("everything else", () => {
  test("unknown is not found, and a wrong method is told the right one", async () => {
    expectProblem(await send("/v1/nothing?here=1"), 404, "wire.not-found");
    expectProblem(await send("/v1/decisions/dec_0"), 404, "wire.not-found-decision");
    expectProblem(await send(`/v1/decisions/${"x".repeat(5_000)}`), 404, "wire.not-found");
    expectProblem(await send("/v1/decisions/%zz"), 400, "wire.request-malformed");
    const wrong = await send("/v1/decide");
    expectProblem(wrong, 405, "wire.method-not-allowed");
    expect(wrong.headers.get("allow")).toBe("POST");
    expectProblem(await send("/v1/systems", { method: "DELETE" }), 405, "wire.method-not-allowed");
    expectProblem(await send("/v1/decisions/dec_0", { method: "PUT" }), 405, "wire.method-not-allowed");
  });

  test("that is not HTTP gets a problem too, and the connection ends", async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let got = "";
        const socket = connect(office.server.port, "127.0.0.1", () => socket.write(text));
        socket.on("data", (bytes) => {
          got += bytes;
        });
        socket.on("close", () => resolve(got));
      });
    expect(await raw("HELLO\r\n\r\n")).toMatch(/^HTTP\/1.1 400 .*"wire.request-malformed"/s);
    const close = "connection: close\r\n\r\n";
    const hostless = await raw(`GET /healthz HTTP/1.1\r\n${close}`);
    expect(hostless).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json.*"wire.request-malformed"/s);
    expect(await raw(`GET /healthz HTTP/1.0\r\n${close}`)).toMatch(/^HTTP\/1.1 200 /);
    const expecting = await raw(`GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: 200-ok\r\n${close}`);
    expect(expecting).toMatch(/^HTTP\/1.1 417 .*application\/problem\+json.*"wire.expectation-unknown"/s);
    expect(await raw(`GET / HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  test("carries the caller's request id when it is a plain word, and never anything else", async () => {
    const told = await send("/healthz", { headers: { "x-request-id": "order-7" } });
    expect(told.headers.get("x-request-id")).toBe("order-7");
    const odd = await send("/healthz", { headers: { "x-request-id": 'a"b<script>' } });
    expect(odd.headers.get("x-request-id")).toMatch(/^req_/);
  });

  test("healthy says so", async () => {
    expect((await send("/healthz")).body).toEqual({ status: "alive" });
    expect((await send("/readyz")).body).toEqual({ status: "ready", systems: ["readmission"] });
  });

  test("is counted, with few labels, in the format of Prometheus", async () => {
    await decide({ entity: "m", given: { patient: 1, visits: 3 } });
    for (let i = 0; i < 20; i++) await send(`/no/such/${i}`);
    const { body, type } = await send("/metrics");
    expect(type).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(body).toMatch(/^alidade_decisions_total\{system="readmission",arm="champion",action="call"\} [1-9]\d*$/m);
    expect(body).toMatch(/^alidade_outcomes_total\{outcome="readmitted",status="accepted"\} 2$/m);
    expect(body).toMatch(/^alidade_problems_total\{code="wire.not-found"\} \d+$/m);
    expect(body).not.toContain("/no/such");
    const count = /_count\{route="\/v1\/decide"\} (\d+)/.exec(body)?.[1];
    expect(body).toContain(`_bucket{route="/v1/decide",le="+Inf"} ${count}`);
    for (const line of body.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/);
  });
});

test("two hundred questions at once are two hundred decisions in the journal", async () => {
  const questions = Array.from({ length: 200 }, (_, i) => ({
    entity: `many-${i}`,
    given: { patient: i, visits: i % 4 },
  }));
  const answers = await Promise.all(questions.map(decide));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(200);
  for (const [i, { body }] of answers.entries()) {
    expect(body.action).toBe(i % 4 >= 2 ? "call" : "skip");
    expect(await office.state.journal.find("decision", body.id)).toMatchObject({ subject: `many-${i}` });
  }
});
