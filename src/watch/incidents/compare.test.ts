import { beforeAll, describe, expect, test } from "vitest";
import type { ServingState } from "../../decide/index.ts";
import type { HistoryEvent } from "../../registry/index.ts";
import {
  BAD,
  changed,
  closeBenches,
  type Given,
  LATER,
  served,
  stretchOf,
  system,
  type Trouble,
} from "./clinic.conformance.ts";
import { type Compared, compareStretches } from "./compare.ts";
import { sameWeekdaysBefore } from "./stretch.ts";

closeBenches();

let usual: ServingState;
beforeAll(async () => {
  usual = (await served()).serving;
});

const good = sameWeekdaysBefore(BAD);

interface Incident {
  readonly state?: (usual: ServingState) => ServingState;
  readonly trouble?: Trouble;
  readonly history?: readonly HistoryEvent[];
  readonly system?: typeof system;
}

async function compared({
  state = (same) => same,
  trouble = {},
  history = [],
  system: of = system,
}: Incident): Promise<Compared> {
  const now = state(usual);
  const parts = good.map((part) => stretchOf(usual, part, { count: 300 }));
  const looked = {
    good: {
      decisions: parts.flatMap(({ decisions }) => decisions),
      outcomes: parts.flatMap(({ outcomes }) => outcomes),
      count: 1_200,
    },
    bad: stretchOf(now, BAD, { trouble }),
  };
  const states = new Map([
    [usual.plan.id, usual],
    [now.plan.id, now],
  ]);
  return await compareStretches({
    system: of,
    bad: BAD,
    good,
    looked,
    now: LATER,
    history,
    stateOf: async (plan) => states.get(plan),
  });
}

const event = (what: string): HistoryEvent => ({
  what,
  subject: "x",
  why: "because",
  system: "clinic",
  number: 1,
  at: BAD.from - 1_000,
  by: "ada",
});
const input = (change: (given: Given, draw: number) => Partial<Given>): Trouble => ({
  given: (given, draw) => ({ ...given, ...change(given, draw) }),
});

/** Each with its culprit: what is named first. */
const incidents: readonly (readonly [what: string, incident: Incident, first: Readonly<Record<string, unknown>>])[] = [
  [
    "other weights",
    {
      state: (now) => changed(now, "pln_2", () => ({ id: "rel_2", weights: { risk: 0.4 }, weightsVersion: "wts_2" })),
      history: [event("weights.changed")],
    },
    { kind: "weights", how: "tried", owner: "ada" },
  ],
  [
    "another policy",
    {
      state: (now) =>
        changed(now, "pln_2", ({ policy }) => ({
          id: "rel_2",
          policyVersion: "p2",
          policy:
            policy?.policy === "act-if"
              ? { ...policy, heads: { ...policy.heads, cutoff: policy.heads.cutoff * 2 } }
              : policy,
        })),
    },
    { kind: "policy", how: "tried" },
  ],
  [
    "another release",
    {
      state: (now) =>
        changed(now, "pln_2", ({ models }) => ({
          id: "rel_2",
          versions: { risk: "mdl_2" },
          weightsVersion: "wts_2",
          models: { risk: { ...models.risk!, calibration: { kind: "platt", slope: 1, intercept: 2 } as never } },
        })),
    },
    { kind: "model", name: "risk", how: "tried" },
  ],
  [
    "a field in another unit",
    { trouble: input(({ age }) => ({ age: (age ?? 0) * 12 })) },
    { kind: "field", name: "age", aspect: "unit", how: "tried" },
  ],
  [
    "a field that stopped coming",
    { trouble: input(() => ({ visits: null })) },
    { kind: "field", name: "visits", aspect: "missing" },
  ],
  [
    "two fields of one source that stopped coming",
    { trouble: input(() => ({ visits: null, age: null })) },
    { kind: "source", name: "visits, age" },
  ],
  ["a sensor that is stuck", { trouble: input(() => ({ age: 79 })) }, { kind: "field", name: "age", aspect: "stuck" }],
  [
    "a category that is written otherwise",
    { trouble: input(({ ward }, draw) => (draw < 0.6 ? { ward: `${ward} wing` } : {})) },
    { kind: "field", name: "ward", aspect: "new-value" },
  ],
  [
    "another crowd",
    { trouble: input(({ age }, draw) => ({ age: draw < 0.7 ? 70 + (age ?? 0) / 8 : age })) },
    { kind: "field", name: "age", aspect: "shifted" },
  ],
  [
    "one slice in which the outcome changed",
    { trouble: { returns: ({ ward }, chance) => (ward === "north" ? Math.min(1, chance + 0.45) : chance) } },
    { kind: "slice", name: "ward = north", how: "seen" },
  ],
  [
    "a head that fails",
    {
      trouble: {
        body: (body) => ({
          ...body,
          score: 0,
          action: "skip",
          acted: false,
          level: "rule",
          reasons: ["fallback.head-failed:risk"],
        }),
      },
    },
    { kind: "fallback" },
  ],
];

describe("a comparison of two stretches", () => {
  test.each(incidents)("names the planted culprit first: %s", async (_, incident, first) => {
    const found = await compared(incident);
    expect(found.differences[0]).toMatchObject(first);
  });

  test("of alike stretches explains nothing", async () => {
    const found = await compared({});
    expect(found).toMatchObject({ explained: null, differences: [] });
  });

  test("says who answers for the field, from where it comes and what reads it", async () => {
    const about = { age: { owner: "data platform" } };
    const found = await compared({
      ...{ trouble: input(({ age }) => ({ age: (age ?? 0) * 12 })) },
      system: { ...system, about },
    });
    expect(found.differences[0]).toMatchObject({
      owner: "data platform",
      component: "the field age, from csv visits.csv",
    });
    expect(found.differences[0]?.evidence.join("; ")).toContain("read by age, sum");
    expect(found.differences[0]?.says).toMatch(/age is about 12 times as large: its median is/);
  });

  test("says how many decisions come out as they were stored", async () => {
    const found = await compared({ trouble: input(({ age }) => ({ age: (age ?? 0) * 12 })) });
    expect(found.remade).toEqual({ decisions: 1_000, same: 1_000 });
  });
});

test("the same weekdays of the weeks before are whole weeks back, and never overlap", () => {
  expect(good.map(({ from }) => new Date(from).getUTCDay())).toEqual([1, 1, 1, 1]);
  const long = { from: BAD.from, to: BAD.from + 10 * 86_400_000 };
  expect(sameWeekdaysBefore(long, 1)[0]!.to).toBeLessThanOrEqual(long.from);
});
