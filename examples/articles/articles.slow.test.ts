import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { inlineCompute, openState } from "../../src/backends/index.ts";
import { chain, gbdt, logistic, multilabel } from "../../src/index.ts";
import { isInsufficient, wallClock } from "../../src/kernel/index.ts";
import { type HitOrMiss, labelPayoff, priceOneLabel } from "../../src/objective/index.ts";
import { chooseLabels, type Extract, pickLabels, settleLabels } from "../../src/policy/index.ts";
import type { OutcomeRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { silentProgress, toTerminal } from "../../src/report/index.ts";
import type { Estimate, Estimated } from "../../src/stats/index.ts";
import { candidatesDocument, compareCandidates } from "../../src/train/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import compared from "./compared.mts";
import { simulateArticles } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop(system, simulateArticles(6_000, 1));
}, 60_000);
afterAll(() => loop.close());

const both = { headline: "new chip shares deal", words: 500, numbers: 12 };

describe("articles with any number of topics", () => {
  test("earn more than the rule and than the topics that are best for all", () => {
    const { judgement, gate } = loop.run.result;
    expect(gate.verdict).toBe("pass");
    expect((judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect((judgement.over.constant as Estimate).low).toBeGreaterThan(0);
  });

  test("get a label from the probability on that makes it worth its price: chosen by the objective", () => {
    // p · 1 − 2 · (1 − p) = −0.5 · p at p = 2 / 3.5; sport: 0.5 · p = 0.25 · (1 − p) at p = 1 / 3.
    const { settled } = loop.run.result;
    expect(settled).toMatchObject({ thresholds: { tech: 2 / 3.5, finance: 2 / 3.5, sport: 0.25 / 0.75 }, most: null });
  });

  test("earn most when extracted by expected value, not by a threshold of a half or a number of labels", () => {
    const labels = ["tech", "finance", "sport"];
    const payoff = system.objective.payoff as HitOrMiss;
    const { heads, dataset, rows } = loop.run;
    const unseen = heads[0]!.unseen;
    const moneyOf = (extract: Extract): number => {
      const settled = settleLabels(pickLabels({ head: "topics", extract }), labels, payoff);
      const perRow = Array.from(rows, (row, i) => {
        const given = chooseLabels(settled, labels, unseen.subarray(i * 3, i * 3 + 3));
        const worth = labels.map((label) => {
          const isTrue = dataset.labels[label]?.values[row] === 1;
          return priceOneLabel(labelPayoff(payoff, label), given.includes(label), isTrue);
        });
        return worth.reduce((sum, money) => sum + money, 0);
      });
      return perRow.reduce((sum, money) => sum + money, 0) / rows.length;
    };
    const served = (loop.run.result.judgement.model.perDecision as Estimate).value;
    const best = moneyOf("expected-value");
    expect(best).toBeCloseTo(served, 9);
    for (const other of [{ threshold: 0.5 }, { top: 1 }, { top: 2 }] as const)
      expect(best).toBeGreaterThan(moneyOf(other));
  });

  test.each([
    [
      "a chain, in which a label knows of those before it",
      chain(gbdt({ rounds: 50, numLeaves: 8, minDataInLeaf: 30 })),
    ],
    ["one model of the whole vector", logistic()],
  ] as const)(
    "earn about as much with %s as with a classifier for each label",
    async (_, learner) => {
      const heads = { topics: multilabel({ labels: ["tech", "finance", "sport"], learner }) };
      const other = await openLoop({ ...system, heads }, simulateArticles(6_000, 1));
      const [mine, theirs] = [loop, other].map(({ run }) => run.result.judgement.model.perDecision as Estimate);
      // The same rows and payoff: each lies in the other's 95 % interval, where they are equally good.
      expect(theirs!.value).toBeGreaterThan(mine!.low);
      expect(theirs!.value).toBeLessThan(mine!.high);
      expect((await other.ask.decide({ entity: "w3", given: both })).answer).toEqual(["tech", "finance"]);
      await other.close();
    },
    60_000,
  );

  test("can be tech and finance at once, over HTTP, and replayed bit for bit", async () => {
    const decision = await loop.ask.decide({ entity: "w1", given: both });
    expectTypeOf(decision.answer).toEqualTypeOf<readonly ("tech" | "finance" | "sport")[] | null>();
    expect(decision.answer).toEqual(["tech", "finance"]);
    expect(await loop.again(decision.id)).toEqual({ same: true, differs: [] });
  });

  test("are told of with one list of the true labels, or label by label", async () => {
    const { id } = await loop.ask.decide({ entity: "w2", given: both });
    const at = new Date();
    expect(await loop.ask.outcome({ decision: id, outcome: "topics", value: ["tech"], at, key: "a1" })).toBe(
      "accepted",
    );
    expect(await loop.ask.outcome({ decision: id, outcome: "topics", value: ["tech"], at, key: "a1" })).toBe("known");
    expect(await loop.ask.outcome({ decision: id, outcome: "sport", value: false, at, key: "a2" })).toBe("accepted");
    const reported = (await loop.journal()).filter(({ kind }) => kind === "outcome") as readonly OutcomeRecord[];
    const told = reported.filter(({ body }) => body.decision === id).map(({ body }) => [body.outcome, body.value]);
    expect(told).toEqual([
      ["tech", true],
      ["finance", false],
      ["sport", false],
      ["sport", false],
    ]);
    const wrong = loop.ask.outcome({ decision: id, outcome: "topics", value: ["art"], at, key: "a3" });
    await expect(wrong).rejects.toThrow(/tech, finance, sport/);
  });
});

describe("the ways to learn several topics at once", () => {
  test("are put side by side on unseen rows: by loss, by money under every way to give labels, by time", async () => {
    const folder = await mkdtemp(join(tmpdir(), "alidade-articles-"));
    const state = await openState(join(folder, ".alidade"), { create: true });
    const registry = registryOf({ state, clock: wallClock, who: "test" });
    const found = await compareCandidates(
      compared,
      {},
      {
        ...{ registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0.0.0" },
        ...{ stopwatch: () => performance.now(), read: async () => simulateArticles(3_000, 1) },
      },
    );
    await state.close();
    await rm(folder, { recursive: true, force: true });
    expect(found.candidates.map(({ learner }) => learner.learner)).toEqual(["perLabel", "chain", "gbdt", "logistic"]);
    const value = (one: Estimated | null): number => (one === null || isInsufficient(one) ? Number.NaN : one.value);
    for (const { loss, ways, took } of found.candidates) {
      expect(took).toBeGreaterThan(0);
      // Three topics that are true of a fifth to two fifths of the articles: shares alone would come to 0.58 nats a topic.
      expect(value(loss)).toBeLessThan(0.45);
      expect(ways).toHaveLength(5);
      const [worth, half, one, two, own] = ways.map(({ perDecision }) => value(perDecision)) as [number, ...number[]];
      // Where probabilities can be believed, nothing beats giving what is worth giving; thresholds of one's own come near.
      for (const other of [half, one, two]) expect(worth).toBeGreaterThan(other as number);
      expect(Math.abs(worth - (own as number))).toBeLessThan(0.03);
    }
    const text = toTerminal(candidatesDocument(found), { width: 120, colour: false });
    expect(text).toContain("gbdt of the whole vector");
    expect(text).toContain("by a threshold of each label's own");
    expect(text).toMatch(
      found.lead?.isClear === true ? /It wins: it is ahead/ : /There is no winner: on the same rows/,
    );
    expect(found.lead?.closest?.candidate).not.toBe(found.lead?.candidate);
  }, 60_000);

  test("are chosen among by the head itself", async () => {
    const other = await openLoop(compared as unknown as typeof system, simulateArticles(3_000, 1));
    expect(other.run.curves["topics: candidates"]).toHaveLength(4);
    expect(other.run.result.gate.verdict).toBe("pass");
    expect((await other.ask.decide({ entity: "w4", given: both })).answer).toEqual(["tech", "finance"]);
    await other.close();
  }, 60_000);

  test("need candidates to be compared", async () => {
    const deps = { stopwatch: () => 0 } as Parameters<typeof compareCandidates>[2];
    await expect(compareCandidates(system, {}, deps)).rejects.toThrow(/whose learner is bestOf\(\): it declares none/);
  });
});
