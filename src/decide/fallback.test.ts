import { describe, expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import { reachOf } from "../features/index.ts";
import { canonical } from "../kernel/index.ts";
import type { Model } from "../model/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { closeBenches } from "../train/clinic.conformance.ts";
import { breakersOf, decideOne, type LoadedRelease, type Question, replay, type ServingState } from "./index.ts";
import { entityIn, plain, served, system } from "./served.conformance.ts";

closeBenches();

const question = { id: "dec_1", entity: "e", given: plain };

/** The state with every release changed. */
function withRelease(state: ServingState, change: (release: LoadedRelease) => Partial<LoadedRelease>): ServingState {
  const releases = [...state.releases].map(([id, release]) => [id, { ...release, ...change(release) }] as const);
  return { ...state, releases: new Map(releases) };
}

const broken = ({ models }: LoadedRelease): Record<string, Model> =>
  Object.fromEntries(Object.entries(models).map(([head, model]) => [head, { ...model, format: "gone" }]));

/** The release with a head that fails, and the model that it had as the one before. */
function withPrevious(state: ServingState): ServingState {
  return withRelease(state, (release) => ({
    models: broken(release),
    previous: { risk: { version: "mdl_before", model: release.models.risk! } },
  }));
}

function replayed(state: ServingState, asked: Question): ReturnType<typeof replay> {
  const body = { ...decideOne(state, asked), took: 1 };
  const record: DecisionRecord = { v: 1, kind: "decision", id: asked.id, at: 0, subject: asked.entity, body };
  return replay(JSON.parse(JSON.stringify(record)) as DecisionRecord, state);
}

describe("a head that fails", () => {
  test("is answered for by the version before it, and the receipt says so", async () => {
    const { serving } = await served();
    const asked = { ...question, entity: entityIn(serving, "champion") };
    const [own, stood] = [decideOne(serving, asked), decideOne(withPrevious(serving), asked)];
    expect(own.level).toBeUndefined();
    expect(stood).toMatchObject({ score: own.score, action: own.action, level: "previous" });
    expect(stood.instead).toEqual({ risk: "mdl_before" });
    expect(stood.reasons).toEqual([...own.reasons, "fallback.head-failed:risk", "fallback.previous-version:risk"]);
    expect(replayed(withPrevious(serving), asked)).toEqual({ same: true, differs: [] });
  });

  test("is answered for by the version before it, too, when its own model cannot be opened", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const state = withRelease(withPrevious(serving), () => ({ models: {}, unusable: { risk: "damaged" } }));
    const stood = decideOne(state, { ...question, entity });
    expect(stood).toMatchObject({ level: "previous", heads: { risk: [expect.any(Number)] } });
    expect(stood.reasons).toContain("fallback.model-unusable:risk");
  });

  test("is the rule's where the version before it fails as well", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const state = withRelease(serving, (release) => ({
      models: broken(release),
      previous: { risk: { version: "mdl_before", model: broken(release).risk! } },
    }));
    expect(decideOne(state, { ...question, entity })).toMatchObject({ level: "rule", score: 1, heads: {} });
  });
});

describe("the last way out", () => {
  const nowhere = { op: "field", field: "gone", kind: "flag" } as unknown as typeof system.rule;

  test.each(["call", "skip"] as const)(
    "is the declared default, here %s, where heads and rule cannot say",
    async (last) => {
      const { serving } = await served();
      const entity = entityIn(serving, "champion");
      const lost = { ...withRelease(serving, (release) => ({ models: broken(release) })) };
      const state = { ...lost, system: { ...system, rule: nowhere, default: last } };
      const decided = decideOne(state, { ...question, entity });
      expect(decided).toMatchObject({
        action: last,
        acted: last === "call",
        level: "default",
        propensity: 1,
        score: null,
      });
      expect(decided.reasons).toEqual(["default", "fallback.head-failed:risk"]);
      expect(replayed(state, { ...question, entity }).same).toBe(true);
    },
  );

  test("is not to act where nothing is declared, and never overrides a filter or a holdback", async () => {
    const { serving } = await served();
    const lost = withRelease(serving, (release) => ({ models: broken(release) }));
    const state = { ...lost, system: { ...system, rule: nowhere } };
    const entity = entityIn(serving, "champion");
    expect(decideOne(state, { ...question, entity })).toMatchObject({ action: "skip", level: "rule" });
    const held = { ...state, system: { ...state.system, default: "call" } };
    expect(decideOne(held, { ...question, entity: entityIn(serving, "holdback") })).toMatchObject({
      acted: false,
      reasons: ["holdback", "fallback.head-failed:risk"],
    });
  });
});

describe("an input far outside of the training data", () => {
  const reach = {
    risk: reachOf(
      tableOf({ age: "number", ward: "text" }, [
        { age: 20, ward: "north" },
        { age: 79, ward: "south" },
      ]),
    ),
  };

  test("is flagged and scored, or the rule's where that is declared", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const state = withRelease(serving, () => ({ reach }));
    const asked = { ...question, entity, given: { ...plain, age: 400 } };
    const flagged = decideOne(state, asked);
    expect(flagged.heads.risk).toHaveLength(1);
    expect(flagged.reasons).toContain("input.far:age");
    expect(decideOne(state, { ...asked, given: { ...plain, age: 100 } }).reasons).not.toContain("input.far:age");
    const strict = { ...state, system: { ...system, outside: "fallback" as const } };
    const fallen = decideOne(strict, asked);
    expect(fallen).toMatchObject({ level: "rule", heads: {}, score: 1 });
    expect(fallen.reasons).toEqual(expect.arrayContaining(["fallback.outside-training", "input.far:age"]));
    expect(replayed(strict, asked).same).toBe(true);
  });

  test("is known from training: the reach is kept beside the model", async () => {
    const { serving } = await served();
    const [release] = [...serving.releases.values()];
    expect(release?.reach?.risk).toMatchObject({ age: { min: 20, max: 79 }, ward: { levels: ["north", "south"] } });
  });
});

describe("a head with a deadline", () => {
  const risk = { ...system.heads.risk!, deadline: "20ms" };
  const watched = { ...system, heads: { risk } };

  /** A clock that a head moves while it scores. */
  function clockwork() {
    const clock = { now: 0, scoring: 0 };
    const breakers = breakersOf(() => clock.now);
    const ask = (state: ServingState, entity: string) => {
      const watch = breakers.watch(watched)!;
      const timed = <T>(head: string, score: () => T): T =>
        watch.timed(head, () => {
          clock.now += clock.scoring;
          return score();
        });
      return decideOne({ ...state, system: watched }, { ...question, entity, skip: watch.skip, timed });
    };
    return { clock, ask };
  }

  test("is left out after it was late three times in a row, tried again after a while, and taken back when it is in time", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const { clock, ask } = clockwork();
    const isAsked = () => ask(serving, entity).heads.risk !== undefined;
    clock.scoring = 25;
    expect([isAsked(), isAsked()]).toEqual([true, true]);
    clock.scoring = 5;
    expect(isAsked()).toBe(true);
    clock.scoring = 25;
    expect([isAsked(), isAsked(), isAsked(), isAsked(), isAsked()]).toEqual([true, true, true, false, false]);
    clock.now += 30_000;
    expect([isAsked(), isAsked()]).toEqual([true, false]);
    clock.now += 30_000;
    clock.scoring = 5;
    expect([isAsked(), isAsked(), isAsked()]).toEqual([true, true, true]);
  });

  test("is answered for while it is left out, and a replay leaves it out again", async () => {
    const { serving } = await served();
    const asked = { ...question, entity: entityIn(serving, "champion"), skip: ["risk"] };
    const left = decideOne(serving, asked);
    expect(left).toMatchObject({ skipped: ["risk"], level: "rule" });
    expect(left.reasons).toContain("fallback.head-late:risk");
    expect(replayed(serving, asked)).toEqual({ same: true, differs: [] });
    const stood = decideOne(withPrevious(serving), asked);
    expect(stood).toMatchObject({ level: "previous", instead: { risk: "mdl_before" } });
  });

  test("changes nothing of a decision by being watched", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    expect(canonical(clockwork().ask(serving, entity))).toBe(
      canonical({ ...decideOne(serving, { ...question, entity }) }),
    );
    expect(breakersOf(() => 0).watch(system)).toBeUndefined();
  });
});
