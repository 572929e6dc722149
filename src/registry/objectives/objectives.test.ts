import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "./desk.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

describe("the versions of an objective", () => {
  test("are kept when something changes, with the reason, the time and who", async () => {
    const { registry, shop, clock } = desk;
    expect((await registry.declareObjective(shop())).record).toMatchObject({
      version: 1,
      why: "first",
      by: "ada",
      at: 1_000,
    });
    clock.advance(1_000);
    expect((await registry.declareObjective(shop())).known).toBe(true);
    const raised = shop({ miss: -800, why: "a study of what a missed case costs" });
    const { record, known } = await desk.as("bob").declareObjective(raised);
    expect(known).toBe(false);
    expect(record).toMatchObject({ version: 2, why: "a study of what a missed case costs", by: "bob", at: 2_000 });
    expect(record.objective).toEqual(raised.objective);
    expect(await registry.objectives("shop")).toHaveLength(2);
    expect((await registry.history("shop")).map(({ what, why }) => [what, why])).toEqual([
      ["objective.declared", "first"],
      ["objective.changed", "a study of what a missed case costs"],
    ]);
  });

  test("have no reason where the file kept the one of the version before", async () => {
    const { registry, shop } = desk;
    await registry.declareObjective(shop());
    expect((await registry.declareObjective(shop({ miss: -800 }))).record.why).toBeNull();
    expect((await registry.history("shop")).at(-1)?.why).toBe("no reason was given");
  });

  test("are numbered without being kept, for who only looks", async () => {
    const { registry, shop } = desk;
    expect(await registry.objectiveNumber(shop())).toBe(1);
    expect(await registry.objectives("shop")).toEqual([]);
    await registry.declareObjective(shop());
    expect(await registry.objectiveNumber(shop())).toBe(1);
    expect(await registry.objectiveNumber(shop({ miss: -800 }))).toBe(2);
    expect(await registry.objectives("shop")).toHaveLength(1);
    expect(await registry.history("shop")).toHaveLength(1);
  });

  test("are one where two trainings begin at once", async () => {
    const { registry, shop } = desk;
    const found = await Promise.all([registry.declareObjective(shop()), registry.declareObjective(shop())]);
    expect(found.map(({ known }) => known).sort()).toEqual([false, true]);
    expect(await registry.objectives("shop")).toHaveLength(1);
  });
});

describe("a signature", () => {
  test("is kept with its role, its reason and who gave it", async () => {
    const { registry, shop, as } = desk;
    await registry.declareObjective(shop());
    await as("bob").signObjective("shop", { as: "board", why: "agreed" });
    expect(await registry.signatures("shop")).toEqual([
      { system: "shop", version: 1, as: "board", why: "agreed", by: "bob", at: 1_000 },
    ]);
  });

  test("is refused of a role that the objective does not name, and of a version that there is not", async () => {
    const { registry, shop } = desk;
    const sign = (draft: object) => registry.signObjective("shop", { as: "board", why: "x", ...draft });
    await expect(sign({})).rejects.toThrow(/No version of it is kept yet/);
    await registry.declareObjective(shop());
    await expect(sign({ as: "intern" })).rejects.toThrow(/Version 1 names board. Got "intern"/);
    await expect(sign({ version: 7 })).rejects.toThrow(/no version 7/);
  });
});
