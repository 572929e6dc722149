import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { type Loop, openLoop, rowsOf } from "../loop.ts";
import { likeliestDepartment, simulateTickets } from "./simulate.ts";
import system from "./system.mts";

type Department = "billing" | "technical" | "sales" | "account";

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop(system, simulateTickets(6_000, 1));
}, 60_000);
afterAll(() => loop.close());

const factOf = (facts: readonly { readonly name: string; readonly value: number | null }[], name: string): number =>
  facts.find((fact) => fact.name === name)?.value ?? Number.NaN;

describe("tickets to four departments", () => {
  test("earn more than the rule and than one department for all, so the model takes over", () => {
    const { judgement, gate, adoption } = loop.run.result;
    expect(gate.verdict).toBe("pass");
    expect(adoption.kind).toBe("champion");
    expect(judgement.constant.name).toMatch(/^always “(technical|account)”$/);
    for (const rival of ["rule", "constant"] as const)
      expect(judgement.over[rival]).toMatchObject({ low: expect.any(Number) });
  });

  test("are right nearly as often as whoever knows how the messages are made", () => {
    const fresh = rowsOf(simulateTickets(20_000, 2));
    const best = fresh.filter((row) => likeliestDepartment(row) === row.solved_by).length / fresh.length;
    const { facts, money } = loop.run.result.judgement.model;
    const right = factOf(facts, "Right");
    // Two standard errors of the share on the judged rows, and five points: the features do not count repeated words, and
    // 4,500 rows do not teach everything.
    expect(right).toBeGreaterThan(best - 0.05 - 2 * Math.sqrt((best * (1 - best)) / money.length));
    expect(right).toBeLessThan(best + 2 * Math.sqrt((best * (1 - best)) / money.length));
  });

  test("are decided over HTTP by the typed client, followed by what was true, and replayed bit for bit", async () => {
    const given = { plan: "free", channel: "mail", subject: "invoice refund help", words: 60 } as const;
    const decision = await loop.ask.decide({ entity: "c1", given });
    expectTypeOf(decision.answer).toEqualTypeOf<Department | null>();
    expect(decision.answer).toBe("billing");
    expect(decision.reasons).toEqual(["policy.most-expected-money"]);
    const { department } = decision.heads;
    const probabilities = department as Readonly<Record<Department, number>>;
    expect(Object.values(probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(decision.score).toBeCloseTo(6 * probabilities.billing - 4 * (1 - probabilities.billing), 9);

    const report = { decision: decision.id, outcome: "department", at: new Date(), key: "t1" };
    expect(await loop.ask.outcome({ ...report, value: "sales" })).toBe("accepted");
    expect(await loop.ask.outcome({ ...report, value: "sales" })).toBe("known");
    await expect(loop.ask.outcome({ ...report, value: "legal", key: "t2" })).rejects.toThrow(
      /one of billing, technical/,
    );
    expect(await loop.again(decision.id)).toEqual({ same: true, differs: [] });
  });

  test("are answered by the rule where the given is outside the contract", async () => {
    const given = { plan: "platinum" as "free", channel: "mail", subject: "quote please", words: 60 } as const;
    const { answer, reasons, score } = await loop.ask.decide({ entity: "c2", given });
    expect({ answer, score }).toEqual({ answer: "sales", score: null });
    expect(reasons[0]).toBe("fallback.outside-contract");
  });

  test("are no candidates", async () => {
    const candidates = [{ id: "a", given: { words: 1 } }];
    await expect(loop.ask.rank({ entity: "c1", candidates })).rejects.toMatchObject({ code: "decide.question-unfit" });
  });
});
