import { afterEach, beforeEach, expect, test } from "vitest";
import { inlineCompute } from "../backends/index.ts";
import { headAnswers } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { championPlan } from "../registry/index.ts";
import { silentProgress } from "../report/index.ts";
import { labelling, simulatedMessages } from "../train/desk.conformance.ts";
import { train } from "../train/index.ts";
import { type Office, openOffice } from "./office.conformance.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice([labelling]);
});
afterEach(() => office.close());

const { name } = labelling;

async function trained(rows: number): Promise<string> {
  const { registry, state } = office;
  const read = async () => simulatedMessages(rows);
  const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0" };
  const known = new Set((await registry.releases(name)).map(({ id }) => id));
  await train(labelling, { ...deps, read, stopwatch: () => 0 });
  return (await registry.releases(name)).find(({ id, kind }) => kind === "model" && !known.has(id))!.id;
}

async function release(id: string): Promise<void> {
  const { registry, decider } = office;
  const before = (await registry.currentPlan(name))!;
  await registry.changePlan(name, before.version, { allocations: championPlan({ holdback: 0 }, id), why: "test" });
  await decider.refresh();
}

const question = { system: name, entity: 1, given: { urgent: 9, length: 10, area: "east" } };
const letters = { a: expect.any(Number), b: expect.any(Number), c: expect.any(Number) };

async function ask(key: string, body: object | readonly object[] = question) {
  const lines = Array.isArray(body) ? body.map((one) => JSON.stringify(one)).join("\n") : JSON.stringify(body);
  const headers = {
    "content-type": Array.isArray(body) ? "application/x-ndjson" : "application/json",
    "idempotency-key": key,
  };
  const response = await fetch(`${office.server.url}/v1/decide`, { method: "POST", headers, body: lines });
  return JSON.parse((await response.text()).trim().split("\n").at(-1)!);
}

test("the same question again, after another release, is answered by the classes of the model that decided", async () => {
  await release(await trained(1_500));
  const [first, batch] = [await ask("k"), await ask("b", [question])];
  expect(first.heads.desk).toEqual(letters);
  await release((await office.registry.releases(name)).find(({ kind }) => kind === "rule")!.id);
  expect(await ask("k")).toEqual(first);
  expect(await ask("b", [question])).toEqual(batch);
  expect(batch.heads).toEqual(first.heads);
});

test("an answer for which the version before stood in is told by its classes, also in the receipt", async () => {
  const id = await trained(1_500);
  await release(id);
  await release(await trained(1_200));
  const serving = office.decider.serving(name)!;
  const { desk } = serving.releases.get(serving.plan.allocations[0]!.release)!.models;
  (serving.releases.get(serving.plan.allocations[0]!.release) as { models: object }).models = {
    desk: { ...desk, format: "gone" },
  };
  const answered = await ask("stood");
  expect(answered.reasons).toContain("fallback.previous-version:desk");
  expect(answered.heads.desk).toEqual(letters);
  const response = await fetch(`${office.server.url}/v1/decisions/${answered.id}`);
  const receipt = (await response.json()) as DecisionRecord;
  expect(receipt.body).toMatchObject({
    classes: { desk: ["a", "b", "c"] },
    heads: { desk: Object.values(answered.heads.desk) },
  });
});

test("a receipt without names is told by what serves of the same model, and not at all where nothing does", async () => {
  await release(await trained(1_500));
  const { id, heads } = await ask("old");
  const { body } = (await office.state.journal.find("decision", id)) as DecisionRecord;
  const { classes, ...older } = body;
  expect(classes).toEqual({ desk: ["a", "b", "c"] });
  expect(headAnswers(older, office.decider.serving(name))).toEqual(heads);
  expect(headAnswers(older, undefined)).toEqual({});
  expect(headAnswers({ ...older, heads: { desk: [0.4] } }, undefined)).toEqual({ desk: 0.4 });
});
