import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineCompute } from "../backends/index.ts";
import { championPlan } from "../registry/index.ts";
import { silentProgress } from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { labelling, ordering, simulatedMessages, timing } from "../train/desk.conformance.ts";
import { train } from "../train/index.ts";
import type { OpenApi } from "../wire/index.ts";
import { hospital, type Office, openOffice } from "./office.conformance.ts";

let office: Office;
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
beforeAll(async () => {
  office = await openOffice([hospital, labelling, timing, ordering]);
  const document = (await (await fetch(`${office.server.url}/openapi.json`)).json()) as OpenApi;
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(schema, `#/components/schemas/${name}`);
});
afterAll(() => office.close());

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(office.server.url + path, options);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const get = async (path: string): Promise<unknown> => (await fetch(office.server.url + path)).json();
const expectFits = (name: string, value: unknown): void => {
  const check = ajv.getSchema(`#/components/schemas/${name}`)!;
  check(value);
  expect(check.errors ?? []).toEqual([]);
};

const candidates = [
  { id: "x", given: { length: 5, urgent: 3 } },
  { id: "y", given: { length: 20, urgent: 3 } },
];

describe("answers over HTTP, by the rule of systems that were never trained", () => {
  test("are a label, which a report is held against", async () => {
    const question = { system: "desks", entity: 1, given: { urgent: 9, area: "east" } };
    expectFits("DecideRequest", question);
    const { body } = await post("/v1/decide", question);
    expect(body).toMatchObject({ answer: "a", score: null, reasons: expect.arrayContaining(["rule"]) });
    expect(body).not.toHaveProperty("action");
    expectFits("DecideResponse", body);
    expectFits("DecisionResponse", await get(`/v1/decisions/${body.id}`));
    const report = { decision: body.id, outcome: "desk", at: Date.now() + 1_000, key: "k" };
    expect(await post("/v1/outcomes", { ...report, value: "b" })).toMatchObject({ body: { status: "accepted" } });
    const wrong = await post("/v1/outcomes", { ...report, value: "z", key: "l" });
    expect(wrong).toMatchObject({ status: 400, body: { code: "outcomes.invalid" } });
  });

  test("are a value", async () => {
    const { body } = await post("/v1/decide", { system: "times", entity: 1, given: { length: 7 } });
    expect(body).toMatchObject({ answer: 14 });
    expectFits("DecideResponse", body);
  });

  test("are an order", async () => {
    const question = { system: "orders", entity: 1, given: { who: 1 }, candidates };
    expectFits("RankRequest", question);
    const { body } = await post("/v1/rank", question);
    expect(body).toMatchObject({
      answer: ["y", "x"],
      candidates: [
        { id: "x", position: 2 },
        { id: "y", position: 1 },
      ],
    });
    expectFits("RankResponse", body);
    expectFits("DecisionResponse", await get(`/v1/decisions/${body.id}`));
    const report = {
      decision: body.id,
      outcome: "minutes",
      value: 3,
      candidate: "y",
      at: Date.now() + 1_000,
      key: "o",
    };
    expectFits("OutcomesRequest", report);
    expect(await post("/v1/outcomes", report)).toMatchObject({ body: { status: "accepted" } });
  });

  const orders = { system: "orders", entity: 1 };
  test.each([
    {
      what: "an order of a system that answers",
      path: "/v1/rank",
      question: { ...orders, system: "desks", candidates },
      code: "decide.question-unfit",
    },
    {
      what: "an answer of a system that orders",
      path: "/v1/decide",
      question: { ...orders, given: {} },
      code: "decide.question-unfit",
    },
    {
      what: "one candidate twice",
      path: "/v1/rank",
      question: { ...orders, candidates: [candidates[0], candidates[0]] },
      code: "decide.candidates-invalid",
    },
    {
      what: "a field that no contract names",
      path: "/v1/rank",
      question: { ...orders, candidates: [{ id: "x", given: { lenght: 5 } }] },
      code: "data.given-wrong-type",
    },
    {
      what: "candidates that are none",
      path: "/v1/rank",
      question: { ...orders, candidates: 7 },
      code: "wire.request-invalid",
    },
  ])("refuse $what with 400", async ({ path, question, code }) => {
    expect(await post(path, question)).toMatchObject({ status: 400, body: { code } });
  });

  test("are described to whoever asks what is served", async () => {
    const systems = await get("/v1/systems");
    expectFits("SystemsResponse", systems);
    expect(systems).toMatchObject({
      systems: [
        { name: "readmission", policy: "act-if", actions: ["call", "skip"], labels: [] },
        { name: "desks", policy: "pick-label", actions: [], labels: ["a", "b", "c"], heads: [{ labels: ["desk"] }] },
        { name: "times", policy: "pick-value", labels: [] },
        { name: "orders", policy: "rank-by", labels: [] },
      ],
    });
  });
});

describe("answers over HTTP, by models", () => {
  async function serve(system: SystemDefinition): Promise<void> {
    const { registry, state, decider } = office;
    const read = async () => simulatedMessages();
    const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0" };
    await train(system, { ...deps, read, stopwatch: () => 0 });
    const release = (await registry.releases(system.name)).find(({ kind }) => kind === "model")!;
    const before = (await registry.currentPlan(system.name))!;
    const allocations = championPlan({ holdback: 0 }, release.id);
    await registry.changePlan(system.name, before.version, { allocations, why: "test" });
    await decider.refresh();
  }

  test.each([
    ["desks", labelling, "set"],
    ["times", timing, "interval"],
  ])("of %s come with what is to hold the truth, in the response and in the receipt", async (name, system, part) => {
    await serve(system);
    const { body } = await post("/v1/decide", {
      system: name,
      entity: 1,
      given: { urgent: 9, length: 10, area: "east" },
    });
    expect(body).toHaveProperty(part);
    expectFits("DecideResponse", body);
    const receipt = (await get(`/v1/decisions/${body.id}`)) as { body: Record<string, unknown> };
    expectFits("DecisionResponse", receipt);
    expect(receipt.body[part]).toEqual(body[part]);
    const answer = body.answer as string & number;
    if (part === "set") expect(body.set).toContain(answer);
    else expect((body.interval as number[])[0]).toBeLessThan(answer);
    const described = (await get("/v1/systems")) as { systems: { name: string; coverage?: number }[] };
    expect(described.systems.find((one) => one.name === name)?.coverage).toBe(part === "set" ? 0.9 : 0.8);
  });
});
