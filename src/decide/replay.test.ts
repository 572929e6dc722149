import { describe, expect, test } from "vitest";
import { contractId, rowEnforcer } from "../data/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { championPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { labelling, ordering, simulatedMessages } from "../train/desk.conformance.ts";
import {
  decideOne,
  explainDecision,
  type LoadedRelease,
  loadState,
  type RankQuestion,
  rankOne,
  replay,
  type ServingState,
} from "./index.ts";
import { entityIn, plain, served, system } from "./served.conformance.ts";

closeBenches();

const stored = (id: string, entity: string, body: ReturnType<typeof decideOne>): DecisionRecord =>
  JSON.parse(JSON.stringify({ v: 1, kind: "decision", id, at: 0, subject: entity, body: { ...body, took: 1 } }));

function decided(state: ServingState, given: object = plain, entity = entityIn(state, "champion")): DecisionRecord {
  return stored("dec_1", entity, decideOne(state, { id: "dec_1", entity, given }));
}

/** The state as it is opened once the system file is another one. */
function under(state: ServingState, changed: object): ServingState {
  const next = { ...state.system, ...changed } as SystemDefinition;
  return { ...state, system: next, enforce: rowEnforcer(next.contract), contractVersion: contractId(next.contract) };
}

function without(of: SystemDefinition, field: string): object {
  const { [field]: _, ...fields } = of.contract.fields;
  const features = Object.entries(of.features).filter(
    ([, node]) => JSON.stringify(node).includes(`"${field}"`) === false,
  );
  return { contract: { ...of.contract, fields }, features: Object.fromEntries(features) };
}

describe("a decision of an earlier system file", () => {
  test("comes out the same where features were added since, and is told that they took no part", async () => {
    const { serving } = await served();
    const again = under(serving, { features: { ...system.features, twice: Object.values(system.features)[0] } });
    expect(replay(decided(serving), again)).toEqual({ same: true, differs: [], added: ["twice"] });
  });

  test("is made of the features as they were stored where a field is gone, and this is said", async () => {
    const { serving } = await served();
    const record = decided(serving);
    const later = under(serving, without(system, "ward"));
    const found = replay(record, later);
    expect(found).toMatchObject({ same: true, differs: [], contract: "changed" });
    expect(found.gone).toContain("ward");
    const bent = { ...record, body: { ...record.body, score: 0.123 } };
    expect(replay(bent, later)).toMatchObject({ same: false, differs: ["score"] });
  });

  test("repeats where the given broke the contract, though the field is gone", async () => {
    const { serving } = await served();
    const record = decided(serving, { ...plain, visits: -7 });
    expect(record.body.reasons).toEqual(expect.arrayContaining(["fallback.outside-contract", "input.range:visits"]));
    expect(replay(record, under(serving, without(system, "ward"))).same).toBe(true);
  });

  test("is not the same where a feature of the same name means something else", async () => {
    const { serving } = await served();
    const [[name], [, other]] = Object.entries(system.features) as [[string, object], [string, object]];
    const later = under(serving, { features: { ...system.features, [name]: other } });
    expect(replay(decided(serving), later).differs).toContain("features");
  });

  test("is made of the features as they were stored where one is of another type by now, and this is said", async () => {
    const { serving } = await served();
    const record = decided(serving);
    const [name, first] = Object.entries(system.features)[0]!;
    const other = Object.values(system.features).find(({ kind }) => kind !== first.kind)!;
    const later = under(serving, { features: { ...system.features, [name]: other } });
    expect(replay(record, later)).toEqual({ same: true, differs: [], gone: [name] });
    const missing = { ...record, body: { ...record.body, features: { ...record.body.features, [name]: null } } };
    expect(replay(missing, later).gone).toBeUndefined();
  });

  test("that is an order is made again from what was seen of each candidate", async () => {
    const { answer, registry } = await openBench();
    await answer(ordering, simulatedMessages());
    const release = (await registry.releases(ordering.name)).find(({ kind }) => kind === "model")!;
    const before = (await registry.currentPlan(ordering.name))!;
    await registry.changePlan(ordering.name, before.version, {
      allocations: championPlan({ holdback: 0 }, release.id),
      why: "t",
    });
    const state = await loadState(ordering, (await registry.currentPlan(ordering.name))!, { registry });
    const given = (i: number): object => ({
      urgent: i === 3 ? 99 : 1 + i,
      length: 5 + 2 * i,
      area: i % 2 ? "east" : "west",
    });
    const candidates = Array.from({ length: 6 }, (_, i) => ({ id: `m${i}`, given: given(i) }));
    const question: RankQuestion = { id: "d", entity: "e", given: { who: 3 }, candidates };
    const record = stored("d", "e", rankOne(state, question));
    const found = replay(record, under(state, without(ordering, "area")));
    expect(found).toEqual({ same: true, differs: [], gone: ["area"], contract: "changed" });
    // A feature that no model reads, which was a text and is a number.
    const { area, length } = ordering.features;
    const then = under(state, { features: { ...ordering.features, near: area } });
    const told = stored("d", "e", rankOne(then, question));
    expect(replay(told, under(state, { features: { ...ordering.features, near: length } }))).toEqual({
      ...{ same: true, differs: [], gone: ["near"] },
    });
    expect(
      replay(record, under(state, { features: { ...ordering.features, more: ordering.features.length } })).added,
    ).toEqual(["more"]);
  });
});

/** The release without its own model, and the one that was before in its place. */
function hurt(state: ServingState, heads: readonly string[]): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    if (release.kind === "rule") return [id, release] as const;
    const previous = Object.fromEntries(heads.map((head) => [head, earlier(release, head)]));
    const unusable = Object.fromEntries(heads.map((head) => [head, "damaged"]));
    const lost = heads.map((head) => release.versions[head]!);
    return [id, { ...release, models: {}, previous, unusable, lost }] as const;
  });
  return { ...state, releases: new Map(releases) };
}

function earlier({ models }: LoadedRelease, head: string): { readonly version: string; readonly model: never } {
  const model = { ...models[head]!, calibration: { kind: "platt", slope: 1, intercept: -0.5 } };
  return { version: "mdl_before", model: model as never };
}

/** The same release once its own model was restored. */
function restored(state: ServingState, from: ServingState): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    const { models } = from.releases.get(id)!;
    return [id, { ...release, models, unusable: {}, lost: [] }] as const;
  });
  return { ...state, releases: new Map(releases) };
}

describe("a decision for which the version before stood in", () => {
  test("notes which model could not be used, and comes out the same once it was restored", async () => {
    const { serving } = await served();
    const broken = hurt(serving, ["risk"]);
    const record = decided(broken, plain, entityIn(serving, "champion"));
    expect(record.body.unusable).toEqual([Object.values(record.body.versions.models)[0]]);
    expect(record.body).toMatchObject({ level: "previous", instead: { risk: "mdl_before" } });
    expect(replay(record, broken)).toEqual({ same: true, differs: [] });
    expect(replay(record, restored(broken, serving))).toEqual({ same: true, differs: [] });
    const { unusable: _, ...older } = record.body;
    expect(replay({ ...record, body: older }, restored(broken, serving))).toEqual({ same: true, differs: [] });
  });

  test("is explained by the model that answered, and was not the rule's", async () => {
    const { serving } = await served();
    const broken = hurt(serving, ["risk"]);
    const record = decided(broken, plain, entityIn(serving, "champion"));
    for (const state of [broken, restored(broken, serving)]) {
      const { heads, settled, stood } = explainDecision(record, state);
      expect(heads.map(({ head, output }) => [head, output])).toEqual([["risk", record.body.heads.risk![0]]]);
      expect(settled).toEqual([]);
      expect(stood).toEqual(["fallback.model-unusable:risk", "fallback.previous-version:risk"]);
    }
  });

  test("is noted also of a head that the answer does not go by", async () => {
    const { answer, registry } = await openBench();
    await answer(labelling, simulatedMessages());
    const release = (await registry.releases(labelling.name)).find(({ kind }) => kind === "model")!;
    const before = (await registry.currentPlan(labelling.name))!;
    await registry.changePlan(labelling.name, before.version, {
      allocations: championPlan({ holdback: 0 }, release.id),
      why: "t",
    });
    const state = await loadState(labelling, (await registry.currentPlan(labelling.name))!, { registry });
    const id = [...state.releases.keys()][0]!;
    const own = state.releases.get(id)!;
    const two = {
      ...own,
      versions: { ...own.versions, other: "mdl_o" },
      models: { ...own.models, other: own.models.desk! },
    };
    const lost = { ...two, models: own.models, unusable: { other: "gone" }, lost: ["mdl_o"] };
    const at = (of: LoadedRelease): ServingState => ({ ...state, releases: new Map([[id, of]]) });
    const record = decided(at(lost), { who: 1, urgent: 9, length: 10, area: "east" }, "e");
    expect(record.body).toMatchObject({ unusable: ["mdl_o"], answer: "a" });
    expect(record.body.heads).not.toHaveProperty("other");
    expect(replay(record, at(two))).toEqual({ same: true, differs: [] });
  });

  test("comes out the same where one of several such heads was restored", async () => {
    const { serving } = await served();
    const [id, own] = [...serving.releases].find(([, { kind }]) => kind === "model")!;
    const versions = { first: "mdl_1", risk: own.versions.risk! };
    const both = { ...own, versions, models: { first: own.models.risk!, ...own.models } };
    const why = Object.fromEntries(Object.keys(versions).map((head) => [head, "damaged"]));
    const broken = { ...both, models: {}, unusable: why, lost: Object.values(versions) };
    const { risk } = why;
    const mended = { ...both, models: { first: both.models.first }, unusable: { risk: risk! }, lost: [versions.risk] };
    const at = (release: LoadedRelease): ServingState => ({
      ...serving,
      releases: new Map([...serving.releases, [id, release]]),
    });
    const record = decided(at(broken), plain, entityIn(serving, "champion"));
    expect(record.body.reasons.filter((code) => code.startsWith("fallback.model-unusable"))).toEqual([
      "fallback.model-unusable:first",
      "fallback.model-unusable:risk",
    ]);
    for (const state of [broken, mended, both]) expect(replay(record, at(state))).toEqual({ same: true, differs: [] });
  });
});
