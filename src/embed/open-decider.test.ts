import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { virtualClock } from "../kernel/index.ts";
import { beside, clinic, closeAfterEach, feed, folder, open, opened } from "./opened.conformance.ts";
import { gatherCandidates, openDecider } from "./public.ts";

closeAfterEach();

describe("a decider in process", () => {
  test("knows what it is asked and what it answers from the system's file", async () => {
    const { decider } = await opened();
    const decided = await decider.decide(clinic, { entity: 7, given: { visits: 3, admitted: new Date(0) } });
    expectTypeOf(decided.action).toEqualTypeOf<"call" | "skip">();
    expect(decided).toMatchObject({ action: "call", score: 1, heads: {}, arm: "champion" });
    // @ts-expect-error: the contract has no such field.
    const odd = decider.decide(clinic, { entity: 7, given: { visit: 3 } });
    await expect(odd).rejects.toMatchObject({ message: expect.stringContaining("Did you mean `visits`?") });
    // @ts-expect-error: no system of this decider.
    await expect(decider.decide({ ...clinic, name: "other" as never, types: {} }, {})).rejects.toMatchObject({
      code: "decide.system-not-open",
      message: expect.stringContaining("opened for clinic, feed"),
    });
  });

  test("has each decision on disk before it answers, where others on the state find it", async () => {
    const { decider, dir } = await opened();
    const { find } = await beside(dir);
    const asked = Array.from({ length: 40 }, (_, i) => decider.decide(clinic, { entity: i, given: { visits: i % 4 } }));
    for (const { id, action } of await Promise.all(asked)) expect((await find(id)).body.action).toBe(action);
  });

  test("gives a question one decision by its key, and a report one place by what it is of", async () => {
    const { decider, dir } = await opened();
    const ask = (visits: number) => decider.decide(clinic, { entity: "p", given: { visits }, key: "monday" });
    const [first, again] = [await ask(3), await ask(3)];
    expect(again).toEqual(first);
    await expect(ask(1)).rejects.toMatchObject({ code: "decide.key-reused" });
    const decision = first.id;
    expect(await decider.report({ decision, outcome: "back" })).toBe("accepted");
    expect(await decider.report({ decision, outcome: "back" })).toBe("known");
    await expect(decider.report({ decision, outcome: "back", value: false })).rejects.toMatchObject({
      code: "outcomes.key-reused",
    });
    expect(await decider.report({ decision, outcome: "back", value: false, key: "mended", at: new Date() })).toBe(
      "accepted",
    );
    await expect(decider.report({ decision: "dec_none", outcome: "back" })).rejects.toMatchObject({
      code: "outcomes.decision-unknown",
    });
    const { state } = await beside(dir);
    const stored = await state.journal.find("outcome", `clinic/${decision}/back`);
    expect(stored?.body).toMatchObject({ value: true });
  });

  test("orders what several sources offer, and says in the receipt of which there was more", async () => {
    const { decider, dir } = await opened();
    const some = (name: string, count: number) => async () =>
      Array.from({ length: count }, (_, i) => ({ id: `${name}${i}`, given: { age: i } }));
    const candidates = await gatherCandidates(feed, {
      follows: some("f", 400),
      trending: some("t", 210),
      broken: () => Promise.reject(new Error("down")),
    });
    const order = await decider.rank(feed, { entity: 7, candidates });
    expect(order.answer).toEqual(["f0", "t0"]);
    const { body } = await (await beside(dir)).find(order.id);
    expect(body.sources).toEqual({
      follows: { came: 400, over: 100 },
      trending: { came: 210, over: 10 },
      broken: { came: 0, missing: "failed" },
    });
    expect(body.reasons).toContain("source.over:follows");
    const listed = [{ id: "only", given: { age: 3 }, source: "follows" }];
    expect((await decider.rank(feed, { entity: 7, candidates: listed })).answer).toEqual(["only"]);
    for (const candidates of [[], undefined, [null], [{ id: 1 }]])
      await expect(decider.rank(feed, { entity: 7, candidates: candidates as never })).rejects.toMatchObject({
        code: "wire.request-invalid",
      });
    await expect(decider.decide(feed, { entity: 7, given: {} })).rejects.toMatchObject({
      code: "decide.question-unfit",
    });
  });

  test.each([
    [null, "`sources`"],
    [7, "`sources`"],
    [{ x: null }, "`sources.x`"],
    [{ x: {} }, "`sources.x.came`"],
    [{ x: { came: 1n } }, "`sources.x.came`"],
    [{ x: { came: -1 } }, "`sources.x.came`"],
    [{ x: { came: 1, over: Number.NaN } }, "`sources.x.over`"],
    [{ x: { came: 0, missing: "somehow" } }, "`sources.x.missing`"],
    [{ x: { came: 1, came2: 1 } }, "`came2`"],
  ])("refuses %o for what came of the sources", async (sources, named) => {
    const { decider } = await opened();
    const candidates = { candidates: [{ id: "a", given: { age: 1 } }], sources };
    await expect(decider.rank(feed, { entity: 7, candidates: candidates as never })).rejects.toMatchObject({
      code: "wire.request-invalid",
      message: expect.stringContaining(named),
    });
  });

  test("takes what came of the sources as a program without types may tell it", async () => {
    const { decider, dir } = await opened();
    const sources = { x: { came: 1, over: undefined, missing: undefined } };
    const candidates = { candidates: [{ id: "a", given: { age: 1 } }], sources };
    const { id } = await decider.rank(feed, { entity: 7, candidates: candidates as never });
    expect((await (await beside(dir)).find(id)).body.sources).toEqual({ x: { came: 1 } });
  });

  test.each([
    [{ visits: Number.NaN }, "decide.given-not-finite"],
    [{ visits: 1, admitted: new Date(Number.NaN) }, "decide.given-not-finite"],
    [{ visits: "many" }, "data.given-wrong-type"],
  ])("refuses %o with a code", async (given, code) => {
    const { decider } = await opened();
    await expect(decider.decide(clinic, { entity: 1, given: given as never })).rejects.toMatchObject({ code });
    await expect(decider.decide(clinic, { entity: {} as never, given: { visits: 1 } })).rejects.toMatchObject({
      code: "wire.request-invalid",
    });
  });

  test("refuses whatever a program without types may say, with a code, and never by a crash", async () => {
    const { decider } = await opened();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const odd = [
      null,
      10n,
      Symbol("x"),
      circle,
      () => 1,
      Number.NaN,
      "",
      "x".repeat(300),
      [],
      new Map(),
      Number.POSITIVE_INFINITY,
      true,
      "é",
    ];
    const { id: decision } = await decider.decide(clinic, { entity: 1, given: { visits: 1 } });
    const gathered = (one: unknown) => gatherCandidates(feed, { one: one as never, two: async () => [one as never] });
    for (const one of odd as never[]) {
      const candidate = { id: "x", given: { age: 1 } };
      const asked = [
        () => decider.decide(one, { entity: 1, given: {} }),
        () => decider.decide(clinic, one),
        ...["entity", "given", "key"].map(
          (part) => () => decider.decide(clinic, { entity: 1, given: {}, [part]: one }),
        ),
        () => decider.decide(clinic, { entity: 1, given: { visits: one } }),
        () => decider.rank(feed, { entity: 1, candidates: one }),
        ...["id", "given", "source"].map(
          (part) => () => decider.rank(feed, { entity: 1, candidates: [{ ...candidate, [part]: one }] }),
        ),
        async () => decider.rank(feed, { entity: 1, candidates: await gathered(one) }),
        () => decider.report(one),
        ...["decision", "candidate", "outcome", "value", "at", "key"].map(
          (part) => () => decider.report({ decision, outcome: "back", [part]: one }),
        ),
        () => decider.push(clinic, one, one),
      ];
      for (const ask of asked) {
        const thrown: unknown = await ask().then(
          () => undefined,
          (refusal: unknown) => refusal,
        );
        if (thrown !== undefined)
          expect(thrown).toMatchObject({ code: expect.stringMatching(/^(wire|decide|data|outcomes|events)\./) });
      }
    }
  });

  test("takes up by itself what another process changes, and at once when it is told to", async () => {
    const { decider, dir } = await opened({ refreshMs: 20 });
    const { registry } = await beside(dir);
    const before = (await registry.currentPlan("clinic"))!;
    const allocations = before.allocations.map((one) => ({ ...one, arm: "renamed" }));
    const change = async (arm: string) => {
      const { version } = (await registry.currentPlan("clinic"))!;
      const named = allocations.map((one) => ({ ...one, arm }));
      await registry.changePlan("clinic", version, { allocations: named, why: "test" });
    };
    const arm = async () => (await decider.decide(clinic, { entity: 1, given: { visits: 1 } })).arm;
    expect(await arm()).toBe("champion");
    await change("renamed");
    await expect.poll(arm, { timeout: 10_000 }).toBe("renamed");
    await change("once-more");
    await decider.refresh();
    expect(await arm()).toBe("once-more");
  });

  test("finishes what is under way when it is closed, refuses the rest, and can be opened again", async () => {
    const { decider, dir } = await opened();
    const asked = Array.from({ length: 20 }, (_, i) => decider.decide(clinic, { entity: i, given: { visits: 2 } }));
    await Promise.all([decider.close(), decider.close()]);
    const made = await Promise.all(asked);
    await expect(decider.decide(clinic, { entity: 1, given: { visits: 2 } })).rejects.toMatchObject({
      code: "decide.closed",
    });
    await expect(decider.report({ decision: made[0]!.id, outcome: "back" })).rejects.toMatchObject({
      code: "decide.closed",
    });
    const again = await opened({ dir });
    expect(await again.decider.report({ decision: made[19]!.id, outcome: "back" })).toBe("accepted");
  });

  test("of one state works beside another, with one set of limits for both", async () => {
    const limited = { ...clinic, limits: { call: { most: 3, per: "1h" } } } as typeof clinic;
    const dir = join(await folder(), ".alidade");
    const clock = virtualClock(1_700_000_000_000);
    const both = await Promise.all([1, 2].map(() => openDecider([limited], { dir, clock })));
    open.push(() => Promise.all(both.map((one) => one.close())));
    const asked = Array.from({ length: 12 }, (_, i) =>
      both[i % 2]!.decide(limited, { entity: i, given: { visits: 2 } }),
    );
    const actions = (await Promise.all(asked)).map(({ action }) => action);
    expect(actions.filter((action) => action === "call")).toHaveLength(3);
  });

  test.each([
    ["no system", [], "decide.systems-unfit"],
    ["the same name twice", [clinic, clinic], "decide.systems-unfit"],
    ["something else", [{ name: "x" }], "decide.systems-unfit"],
  ])("is not opened for %s", async (_, systems, code) => {
    const dir = join(await folder(), ".alidade");
    await expect(openDecider(systems as never, { dir })).rejects.toMatchObject({ code });
    await expect(readdir(dir)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
