import { expect, test } from "vitest";
import { contract, csv, flag, number, tableOf, text, time } from "../../../data/index.ts";
import { unstated } from "../../../objective/index.ts";
import { actIf } from "../../../policy/index.ts";
import { on } from "../../../system/index.ts";
import { wordLeftOut } from "./left-out.ts";
import { pastOf } from "./past.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const fields = {
  id: number({ unique: true }),
  seen: time({}),
  visits: number({ missing: 0.5 }),
  bought: flag({ known: "after" }),
};
const h = on(contract(fields));
const common = {
  name: "shop",
  source: csv("rows.csv"),
  entity: "id",
  objective: unstated({ act: "mail", otherwise: "skip" }),
  outcomes: { bought: h.outcome({ within: "1h", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f: { readonly visits: { atLeast(n: number): never } }) => f.visits.atLeast(5),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
} as const;

/** Four customers in the file's order; the file is not in the order of time. */
const raw = tableOf({ id: "number", seen: "time", visits: "number", bought: "flag" }, [
  { id: 1, seen: START + 9 * HOUR, visits: 3, bought: true },
  { id: 2, seen: START, visits: 4, bought: true },
  { id: 3, seen: START + 2 * HOUR, visits: null, bought: false },
  { id: 4, seen: START + 20 * HOUR, visits: 6, bought: true },
]);

const of = (options: object) => h.system({ ...common, ...options } as never);

test("rows are asked about in order of time, and a yes is known within its window, as long as anybody asks", () => {
  const { events, leftOut } = pastOf(of({ time: "seen" }), raw, { start: 0, perDay: 1 });
  const asked = events.filter(({ kind }) => kind === "asked");
  expect(wordLeftOut(leftOut)).toBe("");
  expect(asked.map(({ at, row }) => [at - START, row])).toEqual([
    [0, 1],
    [2 * HOUR, 2],
    [9 * HOUR, 0],
    [20 * HOUR, 3],
  ]);
  // What is not known before is not given, and what is missing is left out.
  expect(asked[1]).toMatchObject({ entity: "3", given: { id: 3, seen: "2026-01-01T02:00:00.000Z" } });
  expect(Object.keys((asked[1] as { readonly given: object }).given)).toEqual(["id", "seen"]);
  const reported = events.filter(({ kind }) => kind === "reported");
  expect(reported.map(({ row }) => row)).toEqual([1, 0]);
  for (const { at, row } of reported) {
    const question = asked.find((one) => one.row === row)?.at ?? 0;
    expect(at - question).toBeGreaterThanOrEqual(0);
    expect(at - question).toBeLessThan(HOUR);
  }
});

test("rows without a time come in their order, so many a day", () => {
  const { events } = pastOf(of({}), raw, { start: START, perDay: 2 });
  const asked = events.filter(({ kind }) => kind === "asked");
  expect(asked.map(({ at, row }) => [(at - START) / HOUR, row])).toEqual([0, 1, 2, 3].map((row) => [row * 12, row]));
});

test("a ranking, and a file without a sound row, are refused", () => {
  const ranking = { ...of({}), policy: { policy: "rank-by" } as never };
  expect(() => pastOf(ranking, raw, { start: START, perDay: 2 })).toThrow(/ranks/);
  const none = tableOf({ id: "number", seen: "time", visits: "number", bought: "flag" }, []);
  expect(() => pastOf(of({}), none, { start: START, perDay: 2 })).toThrow(/The file has no rows/);
  const broken = tableOf({ id: "number", seen: "time", visits: "number", bought: "flag" }, [
    { id: null, seen: START, visits: 1, bought: true },
  ]);
  expect(() => pastOf(of({}), broken, { start: START, perDay: 2 })).toThrow(
    "Of its 1 rows none keeps to the contract: `id` must be a value, and in 1 it is not. Row 1 has null.",
  );
});

test("rows that break the contract, that it excludes, or that have no time are left out, and counted", () => {
  const kinds = { id: "number", seen: "time", visits: "number", bought: "flag", shop: "text" } as const;
  const row = (id: number | null, seen: number | null, shop = "Ulm") => ({ id, seen, visits: 1, bought: true, shop });
  const mixed = tableOf(kinds, [
    row(1, START),
    row(null, START),
    row(1, START + HOUR),
    row(2, null),
    row(3, START + HOUR),
    row(null, START),
    row(4, START, "training"),
  ]);
  const wide = contract(
    { ...fields, seen: time({ missing: 1 }), shop: text() },
    { exclude: [{ field: "shop", in: ["training"], because: "for training staff" }] },
  );
  const system = { ...of({ time: "seen" }), contract: wide } as never;
  const { events, leftOut } = pastOf(system, mixed, { start: 0, perDay: 1 });
  expect(events.filter(({ kind }) => kind === "asked").map(({ at }) => at - START)).toEqual([0, HOUR]);
  expect(wordLeftOut(leftOut)).toBe(
    "5 rows left out: 3 break the contract (most often: `id` must be a value, and in 2 it is not), 1 is excluded by it, 1 has no time",
  );
});
