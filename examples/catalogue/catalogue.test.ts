import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import type { Estimate } from "../../src/stats/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import { simulateCatalogue } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop(system, simulateCatalogue(4_000, 1));
}, 60_000);
afterAll(() => loop.close());

describe("products on shelves", () => {
  test("earn more than the rule, on the right shelf or at least in the right department", () => {
    const { judgement, gate } = loop.run.result;
    expect(gate.verdict).toBe("pass");
    expect((judgement.over.rule as Estimate).low).toBeGreaterThan(0);
    const [right, partly] = judgement.model.facts;
    expect([right?.name, partly?.name]).toEqual(["Right", "Right branch"]);
    expect(partly?.value ?? 0).toBeGreaterThan(right?.value ?? 1);
  });

  test("have probabilities that agree: those of a department's shelves sum to the department's", async () => {
    const given = { title: "new leather heel", price: 75, weight: 0.9 };
    const decision = await loop.ask.decide({ entity: "s1", given });
    expectTypeOf(decision.answer).toEqualTypeOf<string | null>();
    expect(decision.answer).toBe("fashion > shoes");
    const paths = decision.heads.shelf as Readonly<Record<string, number>>;
    expect(Object.values(paths).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    const fashion = Object.keys(paths).filter((path) => path.startsWith("fashion > "));
    const department = fashion.reduce((sum, path) => sum + (paths[path] ?? 0), 0);
    const own = paths["fashion > shoes"] ?? 0;
    expect(decision.score).toBeCloseTo(3 * own + 0.5 * (department - own) - 2 * (1 - department), 9);
  });

  test("are followed by the shelf that was true, and replayed bit for bit", async () => {
    const { id } = await loop.ask.decide({ entity: "s2", given: { title: "new oak seat", price: 110, weight: 6 } });
    const report = { decision: id, outcome: "shelf", value: "home > chairs", at: new Date(), key: "p1" };
    expect(await loop.ask.outcome(report)).toBe("accepted");
    expect(await loop.again(id)).toEqual({ same: true, differs: [] });
  });
});
