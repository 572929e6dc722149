import { afterEach, expect, test } from "vitest";
import { hospital, type Office, openOffice } from "../office.conformance.ts";
import { answeredIn, answeredMemory } from "./answered.ts";

let office: Office;
afterEach(() => office.close());

async function send(path: string, body?: string, type = "application/json"): Promise<number> {
  const asked = body === undefined ? {} : { method: "POST", headers: { "content-type": type }, body };
  const response = await fetch(office.server.url + path, asked);
  await response.text();
  return response.status;
}

const about = (visits: unknown, system?: string): object => ({ system, entity: "a", given: { patient: 1, visits } });
const question = (visits: unknown, system?: string): string => JSON.stringify(about(visits, system));
const clinic = { ...hospital, name: "clinic" };
/** Of both systems, and of what is neither's. */
const counted = () => [hospital.name, clinic.name, null].map((system) => office.server.answers(system));

test("what is answered counts, a batch by its lines; probes and what has no route do not", async () => {
  office = await openOffice();
  expect(await send("/v1/decide", question(3))).toBe(200);
  expect(await send("/v1/decide", question("three"))).toBe(400);
  expect(await send("/v1/decisions/dec_none")).toBe(404);
  for (const path of ["/healthz", "/readyz", "/v2/health/live", "/nowhere"]) await send(path);
  await expect.poll(office.server.answers).toEqual({ requests: 3, failed: 0, refused: 1 });
  const lines = [question(1), "", "{", question(2)].join("\n");
  expect(await send("/v1/decide", lines, "application/x-ndjson")).toBe(200);
  await expect.poll(office.server.answers).toEqual({ requests: 6, failed: 0, refused: 2 });
  expect(await office.server.unready()).toBeNull();
});

test("what is answered with 500 or more has failed, also a line of a batch, also what is turned away", async () => {
  office = await openOffice();
  const { journal } = office.state;
  await journal.close();
  expect(await send("/v1/decide", question(3))).toBe(503);
  expect(await send("/v1/decide", [question(1), question(2), "{"].join("\n"), "application/x-ndjson")).toBe(200);
  await expect.poll(office.server.answers).toEqual({ requests: 4, failed: 3, refused: 1 });
  expect(await office.server.unready()).toMatch(/journal/);
  await office.close();
  office = await openOffice(undefined, { http: { load: { mostUnderWay: 0 } } });
  expect(await send("/v1/decide", question(3))).toBe(503);
  await expect.poll(office.server.answers).toEqual({ requests: 1, failed: 1, refused: 0 });
});

test("what is answered counts for the system that it is about, and for no other; what names none that is served, for none", async () => {
  office = await openOffice([hospital, clinic]);
  expect(await send("/v1/decide", question(3, "readmission"))).toBe(200);
  expect(await send("/v1/decide", question("three", "readmission"))).toBe(400);
  const decided = await fetch(`${office.server.url}/v1/decide`, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: question(3, "clinic") },
  });
  const { id } = (await decided.json()) as { readonly id: string };
  const report = { decision: id, outcome: "readmitted", at: Date.now() + 1_000, key: "k" };
  expect(await send("/v1/outcomes", JSON.stringify(report))).toBe(200);
  expect(await send("/v1/outcomes", JSON.stringify({ ...report, key: "l", outcome: "no such" }))).toBe(400);
  expect(await send(`/v1/decisions/${id}`)).toBe(200);
  expect(await send("/v1/systems/clinic/weights")).toBe(200);
  for (const name of ["", "elsewhere", "__proto__"])
    expect(await send("/v1/decide", question(3, name))).toBeLessThan(500);
  expect(await send("/v1/decide", "{")).toBe(400);
  expect(await send("/v1/systems")).toBe(200);
  expect(await send("/v1/systems/elsewhere/weights")).toBe(404);
  const lines = [
    question(1, "clinic"),
    question(2, "readmission"),
    "{",
    question(3, "elsewhere"),
    question("x", "clinic"),
  ];
  expect(await send("/v1/decide", lines.join("\n"), "application/x-ndjson")).toBe(200);
  const well = (requests: number, refused: number) => ({ requests, failed: 0, refused });
  await expect.poll(counted).toEqual([well(3, 1), well(7, 2), well(8, 3)]);
  expect(office.server.answers()).toEqual(well(18, 6));
});

test("a failure counts for the system whose question it was; one before anybody knew whose, for none", async () => {
  office = await openOffice([hospital, clinic]);
  await office.state.journal.close();
  expect(await send("/v1/decide", question(3, "clinic"))).toBe(503);
  const lines = [question(1, "clinic"), question(2, "readmission"), question(3, "clinic")].join("\n");
  expect(await send("/v1/decide", lines, "application/x-ndjson")).toBe(200);
  expect(await send("/v1/outcomes", JSON.stringify({ decision: "dec_1", outcome: "o", at: 0, key: "k" }))).toBe(503);
  const failed = (requests: number) => ({ requests, failed: requests, refused: 0 });
  await expect.poll(counted).toEqual([failed(1), failed(3), failed(1)]);
});

test("there are as many counts as systems, whatever is named; those who share the memory count together", () => {
  const memory = answeredMemory(["a", "b"]);
  const [one, other] = [answeredIn(memory), answeredIn(structuredClone(memory))];
  for (let i = 0; i < 100; i++) one.count(200, { system: `name ${i}` });
  one.count(200, { system: "a" });
  other.count(500, { system: "a" });
  other.count(400, { system: "a" });
  other.count(503);
  expect(memory.counts.byteLength).toBe(3 * 3 * 8);
  expect([one.read("a"), one.read("b"), one.read(null), one.read()]).toEqual([
    { requests: 3, failed: 1, refused: 1 },
    { requests: 0, failed: 0, refused: 0 },
    { requests: 101, failed: 1, refused: 0 },
    { requests: 104, failed: 2, refused: 1 },
  ]);
  expect(() => one.read("name 1")).toThrow(/name 1/);
});
