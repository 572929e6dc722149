import { afterEach, expect, test } from "vitest";
import { type Office, openOffice } from "../office.conformance.ts";

let office: Office;
afterEach(() => office.close());

async function send(path: string, body?: string, type = "application/json"): Promise<number> {
  const asked = body === undefined ? {} : { method: "POST", headers: { "content-type": type }, body };
  const response = await fetch(office.server.url + path, asked);
  await response.text();
  return response.status;
}

const question = (visits: unknown): string => JSON.stringify({ entity: "a", given: { patient: 1, visits } });

test("what is answered counts, a batch by its lines; probes and what has no route do not", async () => {
  office = await openOffice();
  expect(await send("/v1/decide", question(3))).toBe(200);
  expect(await send("/v1/decide", question("three"))).toBe(400);
  expect(await send("/v1/decisions/dec_none")).toBe(404);
  for (const path of ["/healthz", "/readyz", "/v2/health/live", "/nowhere"]) await send(path);
  await expect.poll(office.server.answers).toEqual({ requests: 3, failed: 0 });
  const lines = [question(1), "", "{", question(2)].join("\n");
  expect(await send("/v1/decide", lines, "application/x-ndjson")).toBe(200);
  await expect.poll(office.server.answers).toEqual({ requests: 6, failed: 0 });
  expect(await office.server.unready()).toBeNull();
});

test("what is answered with 500 or more has failed, also a line of a batch, also what is turned away", async () => {
  office = await openOffice();
  const { journal } = office.state;
  await journal.close();
  expect(await send("/v1/decide", question(3))).toBe(503);
  expect(await send("/v1/decide", [question(1), question(2), "{"].join("\n"), "application/x-ndjson")).toBe(200);
  await expect.poll(office.server.answers).toEqual({ requests: 4, failed: 3 });
  expect(await office.server.unready()).toMatch(/journal/);
  await office.close();
  office = await openOffice(undefined, { http: { load: { mostUnderWay: 0 } } });
  expect(await send("/v1/decide", question(3))).toBe(503);
  await expect.poll(office.server.answers).toEqual({ requests: 1, failed: 1 });
});
