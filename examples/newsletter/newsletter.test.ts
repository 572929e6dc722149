import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OutcomeRecord } from "../../src/records/index.ts";
import type { Estimate } from "../../src/stats/index.ts";
import { knownBefore, type Loop, openLoop, rowsOf } from "../loop.ts";
import { CANDIDATES, minutesExpected, simulateNewsletter } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop(system, simulateNewsletter(1_200, 1));
}, 60_000);
afterAll(() => loop.close());

const ARTICLE = ["topic", "age_hours", "length", "clicks"] as const;
const letter = rowsOf(simulateNewsletter(50, 2)).slice(0, CANDIDATES);
const candidates = letter.map((row, i) => ({ id: `${row.article}-${i}`, given: knownBefore(row, ARTICLE) as object }));
const given = knownBefore(letter[0]!, ["interest", "opened_30d"]) as object;

describe("the order of a newsletter", () => {
  test("earns more than the most clicked first and than a random order; a list is one decision", () => {
    const { judgement, gate } = loop.run.result;
    expect(gate.verdict).toBe("pass");
    expect((judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    expect((judgement.over.constant as Estimate).low).toBeGreaterThan(0);
    expect(judgement.model.money.length).toBe(loop.run.rows.length / CANDIDATES);
  });

  test("comes over HTTP, best first, without what is stale, and is replayed bit for bit", async () => {
    const order = await loop.ask.rank({ entity: "r1", given, candidates });
    expect(order.answer).toHaveLength(4);
    const shown = order.answer.map((id) => order.candidates.find((one) => one.id === id)!);
    expect(shown.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    const scores = shown.map(({ score }) => score ?? Number.NaN);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const [i, row] of letter.entries())
      expect(order.candidates[i]?.reasons.includes("filter.stale")).toBe(Number(row.age_hours) > 72);
    expect(await loop.again(order.id)).toEqual({ same: true, differs: [] });
  });

  test("shows what is worth reading: nearly what the best order would", async () => {
    const letters = rowsOf(simulateNewsletter(60, 3));
    let [shown, best] = [0, 0];
    for (let first = 0; first < letters.length; first += CANDIDATES) {
      const rows = letters.slice(first, first + CANDIDATES).filter((row) => Number(row.age_hours) <= 72);
      const asked = rows.map((row, i) => ({ id: String(i), given: knownBefore(row, ARTICLE) as object }));
      const reader = knownBefore(rows[0]!, ["interest", "opened_30d"]) as object;
      const { answer } = await loop.ask.rank({ entity: String(rows[0]?.reader), given: reader, candidates: asked });
      const minutes = rows.map(minutesExpected);
      shown += answer.reduce((sum, id) => sum + (minutes[Number(id)] ?? 0), 0);
      best += [...minutes]
        .sort((a, b) => b - a)
        .slice(0, 4)
        .reduce((sum, one) => sum + one, 0);
    }
    expect(shown / best).toBeGreaterThan(0.9);
    expect(shown / best).toBeLessThanOrEqual(1);
  });

  test("is followed by how long each article was read", async () => {
    const { id, answer } = await loop.ask.rank({ entity: "r2", given, candidates });
    const report = { decision: id, outcome: "minutes", value: 2.5, at: new Date(), key: "m1" };
    expect(await loop.ask.outcome({ ...report, candidate: answer[0] })).toBe("accepted");
    await expect(loop.ask.outcome({ ...report, key: "m2" })).rejects.toThrow(/`candidate` must be one of those/);
    await expect(loop.ask.outcome({ ...report, key: "m3", candidate: "other" })).rejects.toThrow(/"other"/);
    const told = (await loop.journal()).filter(({ kind }) => kind === "outcome") as readonly OutcomeRecord[];
    expect(told.map(({ body }) => body.candidate)).toEqual([answer[0]]);
  });

  test.each([
    ["no candidates", [], /at least one candidate/],
    ["one id twice", [candidates[0]!, candidates[0]!], /twice/],
    ["too many", Array.from({ length: 501 }, (_, i) => ({ id: String(i), given: {} })), /at most 500/],
  ])("refuses %s", async (_, few, words) => {
    await expect(loop.ask.rank({ entity: "r1", given, candidates: few })).rejects.toThrow(words);
  });

  test("is no answer about one entity", async () => {
    await expect(loop.ask.decide({ entity: "r1", given })).rejects.toMatchObject({ code: "decide.question-unfit" });
  });
});
