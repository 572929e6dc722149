import { beforeAll, describe, expect, test } from "vitest";
import type { ServingState } from "../../decide/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { shadowOf } from "../drills/shadow.ts";
import { streamOf } from "../drills/stream-of.ts";
import { DAY, START, ward, wardJournal, wardState } from "../drills/ward-stream.conformance.ts";
import { monitors } from "../monitors/_catalogue.ts";
import { type FaultName, faults } from "./_catalogue.ts";
import { type Fault, type FaultPlan, type FaultSite, isNamed } from "./fault.ts";
import type { Asked, Reported, Stream } from "./happening.ts";

let state: ServingState;
let site: FaultSite;
beforeAll(() => {
  state = wardState();
  const stream = streamOf(wardJournal(state, { days: 4, perHour: 12, seed: 5 }), "ward");
  const importance = { visits: 0.5, age: 0.3, pressure: 0.1, ward: 0.1 };
  site = { system: ward, state, stream, from: START + 2 * DAY, strength: 1, seed: 3, trial: 0, importance };
});

const all = Object.entries(faults) as readonly (readonly [FaultName, Fault])[];
const planOf = (name: FaultName, change: Partial<FaultSite> = {}): FaultPlan => {
  const plan = faults[name].plan({ ...site, ...change });
  if ("unfit" in plan) throw new Error(plan.unfit);
  return plan;
};
const asked = (stream: Stream): readonly Asked[] => stream.filter((one) => one.kind === "asked");
const reports = (stream: Stream): readonly Reported[] => stream.filter((one) => one.kind === "reported");
const after = (stream: Stream): Stream => stream.filter(({ at }) => at >= site.from);
const given = (stream: Stream, field: string): readonly unknown[] =>
  asked(after(stream)).map((one) => one.given[field]);
const decided = (plan: FaultPlan): readonly DecisionRecord[] =>
  [
    ...shadowOf(plan.stream ?? site.stream, {
      stateFor: ({ at }) => (at >= site.from ? (plan.state ?? state) : state),
      ...(plan.receipt === undefined ? {} : { receipt: plan.receipt }),
    }),
  ].filter((entry): entry is DecisionRecord => entry.kind === "decision");

describe.each(all)("%s", (name, fault) => {
  test("leaves everything as it was before its time, in order, and is the same each time", () => {
    const plan = fault.plan(site);
    if ("unfit" in plan) return expect(plan.unfit).toMatch(/^\S.*[^.]$/);
    expect(plan.says).toMatch(/^\S.*[^.]$/);
    const { stream = site.stream } = plan;
    expect(fault.plan(site)).toEqual({ ...plan, ...(plan.receipt && { receipt: expect.any(Function) }) });
    expect(stream.map(({ at }) => at)).toEqual(stream.map(({ at }) => at).toSorted((a, b) => a - b));
    if (fault.of === "none") return;
    const earlier = (of: Stream) => asked(of).filter(({ at }) => at < site.from);
    expect(earlier(stream)).toEqual(earlier(site.stream));
    expect(plan.stream === undefined && plan.state === undefined && plan.receipt === undefined).toBe(false);
  });

  test("can be called by a name, unless nothing is wrong", () => {
    expect(fault.noticedBy.length > 0).toBe(fault.of !== "none");
    expect(name).not.toContain("-");
    const kinds = Object.values(monitors).flatMap((monitor) => monitor.kinds as readonly string[]);
    for (const one of fault.noticedBy)
      expect({ one, found: kinds.some((kind) => isNamed({ noticedBy: [one] }, kind)) }).toEqual({ one, found: true });
  });
});

test("the strength is the share of what passes by that is hit", () => {
  const hit = given(planOf("fieldMissing", { strength: 0.3 }).stream!, "visits").map((value) => value === null);
  const share = hit.filter(Boolean).length / hit.length;
  // Five standard errors of a share of 0.3.
  expect(Math.abs(share - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / hit.length));
});

describe("inputs", () => {
  test("come in another unit, another one and another field each time", () => {
    const was = given(site.stream, "visits");
    expect(given(planOf("unitChanged").stream!, "visits")).toEqual(was.map((value) => (value as number) * 100));
    const second = planOf("unitChanged", { trial: 1 });
    expect(second.names).toEqual(["age"]);
    expect(given(second.stream!, "age")).toEqual(given(site.stream, "age").map((value) => (value as number) / 1_000));
    expect(planOf("unitChanged", { trial: 2 }).says).toContain("pressure is in °F");
  });

  test("stay what they last were", () => {
    expect(new Set(given(planOf("inputStuck").stream!, "visits")).size).toBe(1);
  });

  test("come as a code that nobody knows", () => {
    expect(new Set(given(planOf("categoryRecoded").stream!, "ward"))).toEqual(
      new Set(["v2:north", "v2:south", "v2:east"]),
    );
  });

  test("come of other people, with what came of these", () => {
    const { stream = [] } = planOf("inputShifted");
    const mean = (values: readonly unknown[]) =>
      values.reduce((sum: number, one) => sum + (one as number), 0) / values.length;
    expect(mean(given(stream, "visits"))).toBeGreaterThan(1.5 * mean(given(site.stream, "visits")));
    const ids = new Set(asked(after(stream)).map(({ id }) => id));
    const came = reports(stream).filter(({ body }) => ids.has(body.decision)).length;
    const cameBefore = reports(site.stream).filter(({ body }) => ids.has(body.decision)).length;
    expect(came).toBeGreaterThan(1.5 * cameBefore);
  });

  test.each(["fieldRetyped", "fieldRenamed"] as const)(
    "that are no longer what the contract names are refused (%s)",
    (name) => {
      expect(decided(planOf(name)).every(({ at }) => at < site.from)).toBe(true);
      expect(decided({ says: "" }).some(({ at }) => at >= site.from)).toBe(true);
    },
  );
});

describe("outcomes", () => {
  test("that are flipped are reported of everybody else", () => {
    const { stream = [] } = planOf("labelsFlipped");
    const told = new Set(reports(site.stream).map(({ body }) => body.decision));
    const now = new Set(reports(stream).map(({ body }) => body.decision));
    for (const { id } of asked(after(stream))) expect(now.has(id)).toBe(!told.has(id));
  });

  test("that are dealt anew are as many as before, of other people", () => {
    const { stream = [] } = planOf("conceptChanged");
    expect(reports(stream)).toHaveLength(reports(site.stream).length);
    const told = new Set(reports(site.stream).map(({ body }) => body.decision));
    const now = reports(stream).filter(({ body }) => told.has(body.decision)).length;
    expect(now).toBeLessThan(0.85 * told.size);
  });

  test("that are late are reported when their window is over", () => {
    const late = reports(planOf("labelsLate").stream!).filter(({ at }) => at >= site.from + DAY);
    expect(late.length).toBeGreaterThan(20);
    for (const { at, body } of late) expect(at).toBeGreaterThan(body.happenedAt);
  });
});

describe("a model", () => {
  const scores = (plan: FaultPlan) =>
    decided(plan)
      .filter(({ at }) => at >= site.from)
      .map(({ body }) => body.score);

  test("that is constant says one thing", () => {
    expect(new Set(scores(planOf("modelConstant"))).size).toBe(1);
  });

  test("that is gone is stood in for", () => {
    const found = decided(planOf("modelGone")).filter(({ at }) => at >= site.from);
    for (const { body } of found) expect(body).toMatchObject({ level: "rule", heads: {} });
  });

  test("of a wrong file, and weights of the wrong sign, score otherwise", () => {
    const usual = scores({ says: "" });
    expect(scores(planOf("wrongFile"))).not.toEqual(usual);
    expect(scores(planOf("weightsNegated"))).toEqual(usual.map((score) => -score!));
  });

  test("is acted on far more often under a price that is ten times too high", () => {
    const share = (plan: FaultPlan) => {
      const found = decided(plan).filter(({ at }) => at >= site.from);
      return found.filter(({ body }) => body.acted).length / found.length;
    };
    const plan = planOf("priceMisplaced");
    expect(plan.system!.objective.payoff).toMatchObject({ call: { yes: 1_000 } });
    expect(share(plan)).toBeGreaterThan(2 * share({ says: "" }));
  });
});

test("traffic stops, floods, comes twice, and loses a group", () => {
  expect(asked(after(planOf("trafficStopped").stream!))).toEqual([]);
  const usual = asked(after(site.stream)).length;
  expect(asked(after(planOf("trafficBots").stream!))).toHaveLength(6 * usual);
  expect(asked(after(planOf("questionsRepeated").stream!))).toHaveLength(2 * usual);
  expect(new Set(given(planOf("sliceLost").stream!, "ward"))).toEqual(new Set(["north", "east"]));
});

test("a stream of events that stops is gone, and what windows say of it goes stale, then is nothing", () => {
  const online = { at: 0, version: "v", windows: { clicks: 3 }, ages: { clicks: 1_000, calls: 5 } };
  const pushed = (at: number, stream: string) =>
    ({ kind: "pushed", id: `${stream} ${at}`, at, body: { system: "ward", stream, row: {} } }) as const;
  const asks = asked(site.stream).map((one) => ({ ...one, online }));
  const events = [pushed(START, "clicks"), pushed(site.from + 1, "clicks"), pushed(site.from + 1, "calls")];
  const stream = [...asks, ...events].sort((a, b) => a.at - b.at);
  const { stream: without = [] } = planOf("feedMissing", { stream });
  expect(without.filter(({ kind }) => kind === "pushed").map(({ id }) => id)).toEqual([
    `clicks ${START}`,
    `calls ${site.from + 1}`,
  ]);
  const last = asked(without).at(-1)!;
  expect(last.online).toMatchObject({
    windows: { clicks: null },
    ages: { clicks: 1_000 + last.at - site.from, calls: 5 },
  });
});

test("a loop that feeds on itself offers what was shown often", () => {
  const candidates = Array.from({ length: 20 }, (_, i) => ({ id: `c${i}`, given: {} }));
  const shown = candidates.map(({ id }, i) => ({ id, position: i < 2 ? i + 1 : null }));
  const stream = asked(site.stream).map((one) => ({
    ...one,
    candidates,
    served: { ...one.served, body: { ...one.served.body, candidates: shown as never } },
  }));
  const { stream: narrowed = [] } = planOf("exposureNarrowed", { stream });
  expect(
    asked(after(narrowed))
      .at(-1)!
      .candidates!.map(({ id }) => id),
  ).toEqual(["c0", "c1"]);
});

test("weights that are mixed up are those of the next head", () => {
  const [id, release] = [...state.releases][0]!;
  const two = { ...state, releases: new Map([[id, { ...release, weights: { risk: 1, money: 0.2 } }]]) };
  const found = planOf("weightsSwapped", { state: two }).state!.releases.get(id)!;
  expect(found.weights).toEqual({ risk: 0.2, money: 1 });
});

test("a fault is called by its name, or by the beginning of it", () => {
  expect(isNamed({ noticedBy: ["input.stuck"] }, "input.stuck")).toBe(true);
  expect(isNamed({ noticedBy: ["input.stuck"] }, "input.stuck.twice")).toBe(false);
  expect(isNamed({ noticedBy: ["score.*"] }, "score.shifted")).toBe(true);
});
