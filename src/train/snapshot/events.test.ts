import { describe, expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import {
  type Cell,
  contract,
  csv,
  enforce,
  flag,
  number,
  numbers,
  type RawTable,
  type SourceRef,
  tableOf,
  time,
} from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { silentProgress } from "../../report/index.ts";
import { type ActingSystem, binary, on, stream } from "../../system/index.ts";
import { closeBenches, openBench } from "../clinic.conformance.ts";
import { datasetOf, reproduce } from "../index.ts";

closeBenches();

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const visit = contract({
  patient: number({ integer: true }),
  at: time({ format: "milliseconds" }),
  loaded: time({ format: "milliseconds" }),
  cost: number(),
});
const visits = stream({ contract: visit, source: csv("visits.csv"), entity: "patient", time: "at", knownAt: "loaded" });
const rows = contract({
  patient: number({ integer: true }),
  day: time({ format: "milliseconds" }),
  back: flag({ known: "after", missing: 1 }),
});
const h = on(rows, { streams: { visits } });
const features = h.features((r, from) => ({
  count: from.visits.count({ within: "30d" }),
  spend: from.visits.sum((e) => e.cost, { within: "30d" }).per(from.visits.sum((e) => e.cost)),
  hour: r.day.hour(),
}));

const system = h.system({
  name: "streamed",
  source: csv("rows.csv"),
  entity: "patient",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features,
  rule: (f) => f.count.atLeast(3),
  heads: { risk: binary({ label: "back", learner: { learner: "logistic", params: {} } }) },
  weights: { risk: { start: 1, min: 0, max: 2 } },
  filters: [{ name: "quiet", when: (f) => f.count.equals(0) }],
  policy: actIf({ threshold: 0.5 }),
}) as ActingSystem;

/** The more visits in the month before, the likelier a patient comes back; `cost` is that of every visit. */
function simulated(cost = 1): {
  readonly rows: RawTable;
  readonly visits: RawTable;
  readonly counts: readonly number[];
} {
  const draws = rng({ seed: 5, purpose: "streamed" });
  const told: Record<string, Cell>[] = [];
  const counts: number[] = [];
  const decided = Array.from({ length: 600 }, (_, patient) => {
    const day = START + (40 + draws.integer(300)) * DAY;
    const count = draws.integer(6);
    counts.push(count);
    for (let i = 0; i < count; i++)
      told.push({ patient, at: day - (1 + draws.integer(29)) * DAY, loaded: day - DAY / 2, cost });
    // What is loaded after the decision, or happened long before it, is not counted.
    told.push(
      { patient, at: day - DAY, loaded: day + 1, cost },
      { patient, at: day - 31 * DAY, loaded: day - 30 * DAY, cost },
    );
    return { patient, day, back: draws.uniform() < count / 6 };
  });
  const kinds = { patient: "number", at: "number", loaded: "number", cost: "number" } as const;
  return {
    rows: tableOf({ patient: "number", day: "number", back: "flag" }, decided),
    visits: tableOf(kinds, told),
    counts,
  };
}

const reader = (given: { rows: RawTable; visits: RawTable }) => async (ref: SourceRef) =>
  ref.path === "visits.csv" ? given.visits : given.rows;

describe("a system with a stream", () => {
  const given = simulated();

  test("learns from what each row could see at its time", () => {
    const events = { visits: enforce(given.visits, visit).table };
    const data = datasetOf(system, enforce(given.rows, rows).table, events);
    expect([...numbers(data.features, "count")]).toEqual(given.counts);
    expect(numbers(data.features, "spend")[0]).toBe((given.counts[0] ?? 0) / ((given.counts[0] ?? 0) + 1));
    expect([...data.rule]).toEqual(given.counts.map((count) => Number(count >= 3)));
    expect([...data.blocked]).toEqual(given.counts.map((count) => Number(count === 0)));
  });

  test("says so where nobody gave it the events", () => {
    expect(() => datasetOf(system, enforce(given.rows, rows).table)).toThrow("the row does not come with the answer");
  });

  test("is trained, and made again from the snapshot alone", async () => {
    const bench = await openBench();
    const { result } = await bench.run(system, given.rows, { read: reader(given) });
    expect(result.models).toHaveLength(1);
    const again = await reproduce(system, result.models[0]!.id, {
      registry: bench.registry,
      blobs: bench.state.blobs,
      compute: inlineCompute,
      progress: silentProgress,
    });
    expect(again.same).toBe(true);
  });

  test("has another snapshot when an event is another, and the same when nothing is", async () => {
    const ids: string[] = [];
    for (const cost of [1, 1, 2]) {
      const bench = await openBench();
      const made = simulated(cost);
      const { result } = await bench.run(system, made.rows, { read: reader(made) });
      ids.push(result.snapshot.id);
    }
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
