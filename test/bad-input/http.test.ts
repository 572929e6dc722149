import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contract, csv, flag, number } from "../../src/data/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import { hospital, type Office, openOffice } from "../../src/server/office.conformance.ts";
import { on } from "../../src/system/index.ts";
import { PROBLEM_TYPE, problem as problemShape } from "../../src/wire/problem.ts";

const h = on(contract({ basket: number(), paid: flag({ known: "after" }) }));
const shop = h.system({
  name: "shop",
  source: csv("shop.csv"),
  objective: unstated({ act: "offer", otherwise: "wait" }),
  outcomes: { paid: h.outcome({ within: "7d", history: (r) => r.paid, changedByActing: false }) },
  features: h.features((r) => ({ basket: r.basket })),
  rule: (f) => f.basket.atLeast(50),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

let office: Office;
beforeAll(async () => {
  office = await openOffice([hospital, shop]);
});
afterAll(() => office.close());

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

async function post(path: string, body: string | Uint8Array): Promise<Reply> {
  const answer = await fetch(office.server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : new Blob([body.slice()]),
    signal: AbortSignal.timeout(5_000),
  });
  const type = answer.headers.get("content-type") ?? "";
  return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
}

/** A good answer, or a problem document that says what, with the status that it came with. */
function expectAnswer({ status, type, body }: Reply): void {
  if (status === 200) return;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(type).toContain(PROBLEM_TYPE);
  expect(problemShape.parse(body)).toMatchObject({ status, detail: expect.stringMatching(/\S/) });
}

async function decided(system: string, given: object): Promise<string> {
  const { body } = await post("/v1/decide", JSON.stringify({ system, entity: "7", given }));
  return String(body.id);
}

const anything = fc.json({ maxDepth: 4 });
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, "", "young", "2026-01-01", "NaN", "1,000", 1e308, -1e308, 5e-324, 2 ** 53, -0),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const name = fc.constantFrom(
  "patient",
  "visits",
  "age",
  "insured",
  "admitted",
  "readmitted",
  "__proto__",
  "constructor",
  "x",
);
const given = fc.array(fc.tuple(name, scalar), { maxLength: 6 }).map((entries) => JSON.stringify(fromEntries(entries)));
const at = fc.oneof(fc.constantFrom("2026-01-01", "yesterday", "", 0, -1, 1e300, 9e15, null), fc.date().map(String));

/** `JSON.parse` gives an own property even to `__proto__`. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

describe("whatever arrives is answered, and never with a fault of the server's own", () => {
  const runs = { numRuns: 150 };
  test("any JSON at all", async () => {
    const path = fc.constantFrom("/v1/decide", "/v1/outcomes");
    await fc.assert(
      fc.asyncProperty(path, anything, async (where, body) => expectAnswer(await post(where, body))),
      runs,
    );
  });

  test("questions that are nearly right", async () => {
    const question = fc.tuple(fc.constantFrom('"readmission"', '"shop"', '"toString"', "7", "null"), scalar, given);
    await fc.assert(
      fc.asyncProperty(question, async ([system, entity, values]) => {
        expectAnswer(
          await post("/v1/decide", `{"system":${system},"entity":${JSON.stringify(entity)},"given":${values}}`),
        );
      }),
      runs,
    );
  });

  test("outcomes that are nearly right", async () => {
    const decision = await decided("readmission", { visits: 3 });
    const report = fc.record(
      {
        decision: fc.constantFrom(decision, "dec_0", "", "../../etc", "a".repeat(129)),
        outcome: fc.constantFrom("readmitted", "paid", "constructor", "__proto__", "toString", ""),
        value: scalar,
        at,
        key: fc.string({ unit: "binary", maxLength: 300 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(report, async (body) => expectAnswer(await post("/v1/outcomes", JSON.stringify(body)))),
      runs,
    );
  });

  test("bytes that are no JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) =>
        expectAnswer(await post("/v1/decide", bytes)),
      ),
      runs,
    );
    expectAnswer(await post("/v1/decide", "[".repeat(100_000)));
    expectAnswer(await post("/v1/decide", `{"entity":"7","given":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`));
  });

  test("a body past the limit", async () => {
    const { status, body } = await post("/v1/decide", JSON.stringify({ entity: "7", given: { age: "x".repeat(2e6) } }));
    expect([status, body.code]).toEqual([413, "wire.body-too-large"]);
  });
});

test("after all that the server is alive, and has logged no fault", async () => {
  expect((await fetch(`${office.server.url}/healthz`)).status).toBe(200);
  expect(
    (await post("/v1/decide", JSON.stringify({ system: "shop", entity: "1", given: { basket: 60 } }))).status,
  ).toBe(200);
  expect(office.lines.filter(({ level }) => level === "error")).toEqual([]);
});

describe("an outcome", () => {
  const now = (): string => new Date(Date.now() + 1_000).toISOString();
  const send = async (report: object): Promise<Reply> => {
    const reply = await post("/v1/outcomes", JSON.stringify({ outcome: "readmitted", at: now(), ...report }));
    expectAnswer(reply);
    return reply;
  };
  const stored = async (): Promise<readonly unknown[]> => {
    const entries: unknown[] = [];
    let from: string | null = null;
    for (;;) {
      const page = await office.state.journal.read(from, 1_000);
      if (page.entries.length === 0) return entries;
      entries.push(...page.entries.filter(({ kind }) => kind === "outcome"));
      from = page.next;
    }
  };

  test("of a known decision is stored once, however often it is sent", async () => {
    const decision = await decided("readmission", { visits: 3 });
    const before = (await stored()).length;
    expect((await send({ decision, key: "once" })).body).toEqual({ status: "accepted" });
    expect((await send({ decision, key: "once" })).body).toEqual({ status: "known" });
    expect((await stored()).length).toBe(before + 1);
  });

  test.each([
    ["of an unknown decision", { decision: "dec_nowhere" }, 404, "outcomes.decision-unknown"],
    ["from before its decision", { at: "2020-01-01T00:00:00Z" }, 400, "outcomes.invalid"],
    ["at no time", { at: "yesterday" }, 400, "outcomes.invalid"],
    ["of another system", { outcome: "paid" }, 400, "outcomes.invalid"],
    ["with a text for a yes or no", { value: "yes" }, 400, "outcomes.invalid"],
    ["with a number for a yes or no", { value: 1 }, 400, "outcomes.invalid"],
    ["with nothing for a value", { value: null }, 400, "wire.request-invalid"],
    ["that is called after what every object has", { outcome: "constructor" }, 400, "outcomes.invalid"],
  ])("%s is refused, and nothing is stored", async (...[, change, status, code]) => {
    const decision = await decided("readmission", { visits: 3 });
    const before = await stored();
    const reply = await send({ decision, key: `bad ${code} ${status}`, ...change });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(await stored()).toEqual(before);
  });
});
