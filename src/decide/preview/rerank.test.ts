import { describe, expect, test } from "vitest";
import { isInsufficient, known, rng } from "../../kernel/index.ts";
import { type SettledRanking, softmax } from "../../policy/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { championPlan } from "../../registry/index.ts";
import { closeBenches, openBench } from "../../train/clinic.conformance.ts";
import { ordering, simulatedMessages } from "../../train/desk.conformance.ts";
import { loadState, type Proposal, previewProposal, proposedState, rankOne, type ServingState } from "../index.ts";

closeBenches();

const MINUTE = 60_000;

async function served(): Promise<ServingState> {
  const { answer, registry } = await openBench();
  await answer(ordering, simulatedMessages());
  const release = (await registry.releases(ordering.name)).find(({ kind }) => kind === "model")!;
  const before = (await registry.currentPlan(ordering.name))!;
  await registry.changePlan(ordering.name, before.version, {
    allocations: championPlan({ holdback: 0 }, release.id),
    why: "test",
  });
  return await loadState(ordering, (await registry.currentPlan(ordering.name))!, { registry });
}

/** The state with its order left to chance: the better, the likelier. */
function exploring(state: ServingState, temperature: number): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    const policy = { ...(release.policy as SettledRanking), explore: softmax({ temperature }) };
    return [id, { ...release, policy }] as const;
  });
  return { ...state, releases: new Map(releases) };
}

interface Log {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** Minutes of what was shown, on average over the orders. */
  readonly mean: number;
}

/** Logs orders of four messages; what a shown one takes is told, and is a little less below its like. */
function logOf(state: ServingState, count: number, run: string): Log {
  const draws = rng({ seed: 8, unit: run, purpose: "rerank" });
  const decisions: DecisionRecord[] = [];
  const outcomes: OutcomeRecord[] = [];
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const id = `dec_${run}_${i}`;
    const candidates = Array.from({ length: 4 }, (_, n) => ({
      id: `m${n}`,
      given: { urgent: 1 + draws.integer(9), length: 5 + draws.integer(20), area: n % 2 === 0 ? "east" : "west" },
    }));
    const body = { ...rankOne(state, { id, entity: `e${i}`, given: { who: i }, candidates }), took: 1 };
    decisions.push({ v: 1, kind: "decision", id, at: i, subject: `e${i}`, body });
    for (const { position, given, id: candidate } of body.candidates!) {
      if (position === null) continue;
      const { length, urgent } = given as { length: number; urgent: number };
      const value = (2 * length + 3 * urgent) / position + draws.normal();
      sum += value / count;
      const told = {
        system: ordering.name,
        decision: id,
        candidate,
        outcome: "minutes",
        value,
        happenedAt: i + MINUTE,
      };
      outcomes.push({ v: 1, kind: "outcome", id: `${id}/${candidate}`, at: i + MINUTE, body: told });
    }
  }
  return { decisions, outcomes, mean: sum };
}

const look = (serving: ServingState, log: Log, proposal: Proposal) =>
  previewProposal({
    ...{ system: ordering, now: 3 * 86_400_000, serving, proposal, ...log },
    servedBy: async () => undefined,
  });

describe("a preview of an order", () => {
  test("estimates what other weights bring, position by position, from orders that chance had a part in", async () => {
    const serving = exploring(await served(), 30);
    const log = logOf(serving, 800, "log");
    // Half the weight at the same temperature leaves more to chance.
    const proposal = { weights: { minutes: 0.5 } };
    const found = await look(serving, log, proposal);
    const money = known(
      found.metrics.find(({ unit }) => unit === "money"),
      "money",
    );
    const { now, proposed, movement } = money;
    if (isInsufficient(now) || isInsufficient(proposed) || isInsufficient(movement)) throw new Error("refused");
    expect(now.value).toBeCloseTo(log.mean, 8);
    const truth = logOf(proposedState(serving, proposal), 800, "truth").mean;
    // Both means are of 800 orders: an interval each, twice over.
    const half = (proposed.high - proposed.low) / 2;
    expect(Math.abs(proposed.value - truth)).toBeLessThan(2 * Math.SQRT2 * half);
    expect(movement.value).toBeCloseTo(proposed.value - now.value, 8);
    expect(found.changes).toMatchObject({ decisions: 800, acts: null, untried: 0 });
    expect(found.evidence).toBeUndefined();
  });

  test("is refused where orders were never left to chance and another would be shown", async () => {
    const serving = await served();
    const log = logOf(serving, 300, "sure");
    const policy = {
      ...([...serving.releases.values()][0]!.policy as SettledRanking),
      diversity: [{ by: "area", most: 1 }],
    };
    const found = await look(serving, log, { policy });
    expect(found.changes.changed).toBeGreaterThan(50);
    expect(found.changes.untried).toBe(1);
    expect(found.metrics[0]?.movement).toMatchObject({ kind: "insufficient", reason: "no-overlap" });
  });

  test("of older receipts, without the chances of positions, is refused by name", async () => {
    const serving = exploring(await served(), 30);
    const log = logOf(serving, 200, "old");
    const decisions = log.decisions.map((one) => {
      const candidates = one.body.candidates!.map(({ propensity: _, ...rest }) => rest);
      return { ...one, body: { ...one.body, candidates } };
    });
    const found = await look(serving, { ...log, decisions }, { weights: { minutes: 0.5 } });
    expect(found.metrics[0]?.movement).toMatchObject({ kind: "insufficient", reason: "propensity-missing" });
  });
});
