import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineCompute, openState } from "../../../src/backends/index.ts";
import type { Row } from "../../../src/data/index.ts";
import { loadState, rankOne } from "../../../src/decide/index.ts";
import { rng, wallClock } from "../../../src/kernel/index.ts";
import type { DecisionRecord } from "../../../src/records/index.ts";
import { type Registry, type Release, registryOf } from "../../../src/registry/index.ts";
import { silentProgress } from "../../../src/report/index.ts";
import type { Estimate } from "../../../src/stats/index.ts";
import type { State } from "../../../src/store/index.ts";
import { train } from "../../../src/train/index.ts";
import { inTurn, type Loop, openLoop } from "../../loop.ts";
import system from "./ranked-feed.mts";
import { postOf, simulateRankedFeed, truthOf, visitorOf } from "./simulate.ts";

const SOURCES = ["follows", "trending", "editors"] as const;
/** Posts of one request. */
const POSTS = 60;
const REQUESTS = 40;

interface Request {
  readonly entity: string;
  readonly given: Row;
  readonly interest: string;
  readonly candidates: readonly { readonly id: string; readonly given: Row; readonly source: string }[];
}

/** Requests of visitors to come, each with posts of three sources. */
const draws = rng({ seed: 11, purpose: "ranked-feed.requests" });
const requests = Array.from({ length: REQUESTS }, (_, n): Request => {
  const { visitor, interest } = visitorOf(draws, n);
  const { visitor: entity, ...given } = visitor;
  const candidates = Array.from({ length: POSTS }, (_, i) => ({
    id: `p${i}`,
    given: postOf(draws),
    source: SOURCES[i % 10 === 9 ? 2 : i % 2] as string,
  }));
  return { entity: String(entity), given, interest, candidates };
});

/** What is true of the posts that were shown, by their true expectations and not by luck. */
function truthOfShown(receipts: readonly DecisionRecord[]): Record<"clicked" | "rating" | "violates", number> {
  const sum = { clicked: 0, rating: 0, violates: 0 };
  let count = 0;
  receipts.forEach(({ body }, n) => {
    const { given, interest } = requests[n] as Request;
    for (const one of body.candidates ?? []) {
      if (one.position === null) continue;
      const truth = truthOf({ ...given, ...(one.given as Row) }, interest);
      for (const goal of ["clicked", "rating", "violates"] as const) sum[goal] += truth[goal];
      count++;
    }
  });
  return { clicked: sum.clicked / count, rating: sum.rating / count, violates: sum.violates / count };
}

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop(system, simulateRankedFeed(1_000, 1));
}, 60_000);
afterAll(() => loop.close());

async function askAll(): Promise<readonly DecisionRecord[]> {
  const orders = await inTurn(requests, ({ entity, given, candidates }) =>
    loop.ask.rank({ entity, given: given as never, candidates: candidates as never }),
  );
  return inTurn(orders, ({ id }) => loop.receipt(id));
}

describe("a feed that three heads order together, over HTTP", () => {
  let receipts: readonly DecisionRecord[];
  beforeAll(async () => {
    receipts = await askAll();
  }, 60_000);
  const shown = (receipt: DecisionRecord) =>
    [...(receipt.body.candidates ?? [])]
      .filter(({ position }) => position !== null)
      .sort((a, b) => a.position! - b.position!);

  test("earns more than the newest first, with a model for each goal", () => {
    expect(loop.run.result.gate.verdict).toBe("pass");
    expect((loop.run.result.judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect(loop.run.result.models.map(({ head }) => head)).toEqual(["engagement", "quality", "violations"]);
  });

  test("shows five posts, at most two of a topic, the second from the editors, and one at least of whom the visitor follows", () => {
    for (const receipt of receipts) {
      const posts = shown(receipt);
      expect(posts).toHaveLength(5);
      const topics = posts.map(({ given }) => given.topic);
      for (const topic of topics) expect(topics.filter((one) => one === topic).length).toBeLessThanOrEqual(2);
      if (posts[1]?.slot === "slot:editors") expect(posts[1].source).toBe("editors");
      expect(posts.some(({ source }) => source === "follows")).toBe(true);
    }
    const second = receipts.filter((receipt) => shown(receipt)[1]?.source === "editors").length;
    expect(second).toBeGreaterThan(0.9 * REQUESTS);
  });

  test("never shows what a moderator took down, and says so", () => {
    const removed = receipts.flatMap(({ body }) =>
      (body.candidates ?? []).filter(({ given }) => given.removed === true),
    );
    expect(removed.length).toBeGreaterThan(0);
    for (const { position, score, reasons } of removed) {
      expect({ position, score }).toEqual({ position: null, score: null });
      expect(reasons).toContain("filter.removed");
    }
  });

  test("notes with every place what put it there, how likely that was, and how many look there", () => {
    for (const { body } of receipts) {
      const posts = (body.candidates ?? []).filter(({ position }) => position !== null);
      expect(body.propensity).toBeCloseTo(
        posts.reduce((product, { propensity }) => product * propensity!, 1),
        12,
      );
      for (const { position, slot, examined, propensity, source } of posts) {
        expect(examined).toBe([1, 0.8, 0.6, 0.5, 0.4][position! - 1]);
        expect(slot).toMatch(/^(score|diversity|explored|slot:editors|least:follows)$/);
        expect(propensity).toBeGreaterThan(0);
        expect(SOURCES).toContain(source);
      }
    }
  });

  test("is replayed bit for bit", async () => {
    for (const { id } of receipts.slice(0, 10)) expect(await loop.again(id)).toEqual({ same: true, differs: [] });
  });

  test("shows more that is clicked and good and less that breaks the rules than any order at all, by the truth", () => {
    const truth = truthOfShown(receipts);
    const all = requests.flatMap(({ given, interest, candidates }) =>
      candidates.map((one) => truthOf({ ...given, ...one.given }, interest)),
    );
    const mean = (of: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
    expect(truth.clicked).toBeGreaterThan(1.3 * mean(({ clicked }) => clicked));
    expect(truth.rating).toBeGreaterThan(mean(({ rating }) => rating));
    expect(truth.violates).toBeLessThan(0.7 * mean(({ violates }) => violates));
  });
});

describe("three heads", () => {
  let folder: string;
  let state: State;
  let registry: Registry;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alidade-ranked-feed-"));
    state = await openState(folder, { create: true });
    registry = registryOf({ state, clock: wallClock, who: "test" });
  });
  afterAll(async () => {
    await state.close();
    await rm(folder, { recursive: true, force: true });
  });

  const learnedFrom = async (
    requestsBefore: number,
    only?: readonly string[],
  ): Promise<Readonly<Record<string, string>>> => {
    const table = simulateRankedFeed(requestsBefore, 1);
    const deps = { registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0.0.0" };
    const run = await train(system, { ...deps, only, read: async () => table, stopwatch: () => performance.now() });
    return Object.fromEntries(run.result.models.map(({ head, id }) => [head, id]));
  };
  /** The receipts of what a release serves everybody. */
  const servedBy = async (draft: Pick<Release, "models" | "weights" | "policy">) => {
    const { record } = await registry.addRelease({ system: system.name, kind: "model", why: "test", ...draft });
    const plan = (await registry.currentPlan(system.name))!;
    const allocations = [{ arm: "champion", release: record.id, share: 1, purpose: "champion" as const }];
    const serving = await loadState(system, { ...plan, allocations }, { registry });
    return requests.map((asked, i) => rankOne(serving, { id: `d${i}`, ...asked }));
  };

  test("are learned again one by one, and weighed without learning", async () => {
    const first = await learnedFrom(1_000);
    const { weights, policy } = (await registry.releases(system.name)).find(({ kind }) => kind === "model")!;
    const more = await learnedFrom(1_300, ["quality"]);
    expect(more).toEqual({ ...first, quality: more.quality });
    const [before, after] = [
      await servedBy({ models: first, weights, policy }),
      await servedBy({ models: more, weights, policy }),
    ];
    const of = (bodies: typeof before, head: string) =>
      bodies.map(({ candidates }) => candidates?.map(({ heads }) => heads[head]?.[0]));
    // The one that was learned again says something else, the others the same to the last bit.
    expect(of(after, "engagement")).toEqual(of(before, "engagement"));
    expect(of(after, "violations")).toEqual(of(before, "violations"));
    expect(of(after, "quality")).not.toEqual(of(before, "quality"));
    expect(after[0]?.versions.models).toEqual(more);
    const current = (await registry.currentWeights(system.name))!;
    const strict = await registry.changeWeights(system.name, current.version, {
      values: { ...current.values, violations: -5 },
      why: "fewer posts that break the rules",
    });
    const weighed = await servedBy({ models: first, weights: strict.id, policy });
    expect(of(weighed, "violations")).toEqual(of(before, "violations"));
    const broken = (bodies: typeof before): number => {
      const records = bodies.map((body) => ({ body: { ...body, took: 0 } }) as DecisionRecord);
      return truthOfShown(records).violates;
    };
    expect(broken(weighed)).toBeLessThan(broken(before));
  }, 120_000);
});
