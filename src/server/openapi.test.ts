import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenApi, openApi } from "../wire/index.ts";
import { hospital, type Office, openOffice } from "./office.conformance.ts";

let office: Office;
let document: OpenApi;
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
beforeAll(async () => {
  office = await openOffice([hospital, { ...hospital, name: "ward-two" }]);
  document = (await (await fetch(`${office.server.url}/openapi.json`)).json()) as OpenApi;
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(schema, `#/components/schemas/${name}`);
});
afterAll(() => office.close());

const schema = (name: string): ValidateFunction => ajv.getSchema(`#/components/schemas/${name}`)!;
const expectFits = (name: string, value: unknown): void => {
  const check = schema(name);
  check(value);
  expect(check.errors ?? []).toEqual([]);
};
const ask = async (path: string, body?: unknown): Promise<unknown> => {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return await (await fetch(office.server.url + path, body === undefined ? {} : post)).json();
};

describe("the document of the interface", () => {
  test("is OpenAPI 3.1: every schema compiles, every reference leads somewhere, every part of a path is declared", () => {
    expect(document.openapi).toBe("3.1.0");
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(schema(name!)).toBeTypeOf("function");
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...(operation as Record<string, unknown>) })),
    ) as { path: string; operationId: string; parameters?: { name: string; in: string }[]; responses: object }[];
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, parameters = [], responses } of operations) {
      expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(
        parameters.filter((one) => one.in === "path").map(({ name }) => name),
      );
      for (const status of Object.keys(responses)) expect(status).toMatch(/^([1-5]\d\d|default)$/);
    }
  });

  test("describes what the server really answers", async () => {
    const question = { system: "ward-two", entity: 1, given: { visits: 3, admitted: "2026-01-01", age: "young" } };
    expectFits("DecideRequest", question);
    const decided = (await ask("/v1/decide", question)) as { id: string };
    expectFits("DecideResponse", decided);
    expectFits("DecisionResponse", await ask(`/v1/decisions/${decided.id}`));
    expectFits("SystemsResponse", await ask("/v1/systems"));
    expectFits("AliveResponse", await ask("/healthz"));
    expectFits("ReadyResponse", await ask("/readyz"));
    expectFits("Problem", await ask("/v1/decide", { entity: [], given: { vists: 1 } }));
    const report = { decision: decided.id, outcome: "readmitted", at: Date.now() + 1_000, key: "k" };
    expectFits("OutcomesRequest", report);
    expectFits("OutcomesResponse", await ask("/v1/outcomes", report));
  });

  test("knows the systems, their fields and their actions", () => {
    const check = schema("DecideRequest");
    expect(check({ entity: 1, given: {} })).toBe(false);
    expect(check({ system: "ward-three", entity: 1, given: {} })).toBe(false);
    expect(check({ system: "ward-two", entity: 1, given: { vists: 1 } })).toBe(false);
    expect(check({ system: "ward-two", entity: 1, given: { readmitted: true } })).toBe(false);
    expect(document.components.schemas.DecideResponse).toMatchObject({
      properties: { action: { enum: ["call", "skip"] } },
    });
  });

  test("of no system at all is one too", () => {
    for (const given of Object.values(openApi([], "1").components.schemas))
      expect(ajv.validateSchema(given)).toBe(true);
  });
});

test("the list of systems says what each is for, takes, answers and serves", async () => {
  const { systems } = (await ask("/v1/systems")) as { systems: unknown[] };
  expect(systems).toHaveLength(2);
  expect(systems[0]).toMatchObject({
    name: "readmission",
    objective: { stated: false, words: expect.stringContaining("Nobody has stated"), currency: "points" },
    fields: [
      { name: "patient", kind: "number", integer: true },
      { name: "visits", kind: "number", min: 0, max: 40, missing: 0.5 },
      { name: "age", kind: "text", values: ["young", "old"] },
      { name: "insured", kind: "flag" },
      { name: "admitted", kind: "time" },
    ],
    actions: ["call", "skip"],
    heads: [],
    outcomes: [{ name: "readmitted", kind: "flag", within: "30d" }],
    serving: { version: 1, allocations: [{ arm: "champion", share: 1, purpose: "champion" }] },
  });
});
