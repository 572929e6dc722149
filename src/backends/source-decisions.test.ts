import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Batch, type DecisionsOptions, decisions, rowOf } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord, OutcomeRecord } from "../records/index.ts";
import type { Journal } from "../store/index.ts";
import { emptyDirectory, type Place } from "./places.conformance.ts";
import { decisionsSource } from "./source-decisions.ts";
import { sqliteJournal } from "./sqlite-journal.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);

const body: DecisionBody = {
  ...{ system: "shop", plan: "p1", arm: "a", purpose: "champion", eligible: false, release: "r1" },
  versions: { models: {}, weights: "w", policy: "p", contract: "c" },
  ...{ given: { visits: 3, city: "Łódź" }, features: { many: true }, heads: {}, score: 0.5, action: "call" },
  ...{ propensity: 0.25, acted: true, reasons: [], took: 1 },
};

const decided = (id: string, day: number, more: Partial<DecisionBody> = {}): DecisionRecord => ({
  ...{ v: 1, kind: "decision", id, at: start + day * DAY, subject: `of ${id}` },
  body: { ...body, ...more },
});

/** A report of a decision `by` so many days. */
const reported = (id: string, [decision, day]: readonly [string, number], more: object = {}): OutcomeRecord => ({
  ...{ v: 1, kind: "outcome", id, at: start + day * DAY },
  body: { system: "shop", decision, outcome: "bought", value: true, happenedAt: start + day * DAY, ...more },
});

let place: Place;
let journal: Journal;
beforeEach(async () => {
  place = await emptyDirectory();
  journal = await sqliteJournal(place.path("journal"));
});
afterEach(async () => {
  await journal.close();
  await place.remove();
});

const week = decisions("shop", { outcomes: { bought: "7d" } }).options;

async function pull(day: number, from?: string, options: DecisionsOptions = week): Promise<readonly Batch[]> {
  const context = { file: "shop", journal: async () => journal, clock: { now: () => start + day * DAY }, batchRows: 3 };
  const found: Batch[] = [];
  for await (const batch of decisionsSource.batches(options, context, from)) found.push(batch);
  return found;
}

const rowsIn = (batches: readonly Batch[]) =>
  batches.flatMap(({ table }) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row)));
const labels = (batches: readonly Batch[]) => rowsIn(batches).map((row) => [row["decision.id"], row["outcome.bought"]]);

describe("the decisions of a system as rows", () => {
  test("hold the fields as they came, the features as seen, the action, its propensity and what came of it", async () => {
    await journal.append([decided("d1", 0), reported("o1", ["d1", 2])]);
    expect(rowsIn(await pull(30))).toEqual([
      {
        ...{ visits: 3, city: "Łódź", "feature.many": true, "outcome.bought": true },
        ...{ "decision.id": "d1", "decision.at": "2026-01-01T00:00:00.000Z", "decision.entity": "of d1" },
        ...{ "decision.arm": "a", "decision.purpose": "champion", "decision.release": "r1", "decision.action": "call" },
        ...{ "decision.propensity": 0.25, "decision.acted": true, "decision.eligible": false, "decision.score": 0.5 },
      },
    ]);
  });

  test("come when their window has closed, once, with what was reported by then", async () => {
    const other = decided("x", 0, { system: "other" });
    await journal.append([decided("d1", 0), other, decided("d2", 1), reported("o2", ["d2", 3]), decided("d3", 5)]);
    const first = await pull(8.5);
    expect(labels(first)).toEqual([
      ["d1", false],
      ["d2", true],
    ]);
    await journal.append([
      reported("late", ["d1", 9]),
      reported("o3", ["d3", 10]),
      reported("o3b", ["d3", 11], { value: false }),
      decided("d4", 20),
    ]);
    const second = await pull(13, first.at(-1)?.cursor);
    expect(labels(second)).toEqual([["d3", false]]);
    expect(await pull(14, second.at(-1)?.cursor)).toEqual([]);
    expect(labels(await pull(40, second.at(-1)?.cursor))).toEqual([["d4", false]]);
  });

  test("go on exactly after any batch, whatever lies between them in the journal", async () => {
    const entries = Array.from({ length: 5_000 }, (_, i) =>
      i % 3 === 0
        ? reported(`o${i}`, [`d${i - 2}`, i / 1_000])
        : decided(`d${i}`, i / 1_000, i % 5 === 0 ? { system: "other" } : {}),
    );
    for (let i = 0; i < entries.length; i += 500) await journal.append(entries.slice(i, i + 500));
    const batches = await pull(100);
    const all = labels(batches);
    expect(all.length).toBe(
      entries.filter(({ kind, body: { system } }) => kind === "decision" && system === "shop").length,
    );
    expect(batches.length).toBeGreaterThan(3);
    for (const [i, { cursor }] of batches.entries())
      expect([...labels(batches.slice(0, i + 1)), ...labels(await pull(100, cursor))]).toEqual(all);
  });

  test("are one for each candidate of a ranking, each with its own outcome", async () => {
    const candidate = (id: string) => ({
      id,
      given: { price: 1 },
      features: { cheap: true },
      heads: {},
      score: 1,
      position: 1,
      reasons: [],
    });
    const { action: _, ...ranked } = { ...body, answer: ["b", "a"], candidates: [candidate("a"), candidate("b")] };
    await journal.append([{ ...decided("d1", 0), body: ranked }, reported("o", ["d1", 1], { candidate: "b" })]);
    expect(rowsIn(await pull(30)).map((row) => [row["candidate.id"], row.price, row["outcome.bought"]])).toEqual([
      ["a", 1, false],
      ["b", 1, true],
    ]);
  });

  test("have the declared columns when there is none yet, and say what silence means", async () => {
    expect((await pull(1)).map(({ table }) => table.columns.map(({ name }) => name))).toEqual([
      ["decision.id", "decision.at", "outcome.bought"],
    ]);
    await journal.append([
      decided("d1", 0),
      decided("d2", 0),
      reported("o", ["d2", 1], { outcome: "spent", value: 12.5 }),
    ]);
    const spent = decisions("shop", { outcomes: { spent: { within: "7d", absent: 0 } } }).options;
    expect(rowsIn(await pull(30, undefined, spent)).map((row) => row["outcome.spent"])).toEqual([0, 12.5]);
  });

  test("need a state", async () => {
    const thrown = await decisionsSource.read(week, { file: "shop" }).catch((error: unknown) => error);
    expect(isAlidadeError(thrown, "data.source-refused")).toBe(true);
    expect(() => decisions("shop", { outcomes: {} })).toThrow("needs `outcomes`");
    expect(() => decisions("shop", { outcomes: { a: "soon" } })).toThrow("duration");
  });
});
