import { expect, test } from "vitest";
import { isInsufficient, known, rng } from "../../kernel/index.ts";
import { epsilon, type SettledLabel } from "../../policy/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { championPlan } from "../../registry/index.ts";
import { closeBenches, openBench } from "../../train/clinic.conformance.ts";
import { labelling, simulatedMessages } from "../../train/desk.conformance.ts";
import { decideOne, loadState, previewProposal, type ServingState } from "../index.ts";

closeBenches();

const ROWS = 700;
const LABELS = ["a", "b", "c"] as const;

async function served(): Promise<ServingState> {
  const { answer, registry } = await openBench();
  await answer(labelling, simulatedMessages());
  const release = (await registry.releases(labelling.name)).find(({ kind }) => kind === "model")!;
  const before = (await registry.currentPlan(labelling.name))!;
  await registry.changePlan(labelling.name, before.version, {
    allocations: championPlan({ holdback: 0 }, release.id),
    why: "test",
  });
  const state = await loadState(labelling, (await registry.currentPlan(labelling.name))!, { registry });
  const policy = { ...policyOf(state), explore: epsilon(0.6) };
  return { ...state, releases: new Map([...state.releases].map(([id, one]) => [id, { ...one, policy }])) };
}

const policyOf = (state: ServingState): SettledLabel =>
  known([...state.releases.values()][0]?.policy as SettledLabel, "a policy");

test("another policy over labels is valued by the chances of all of them, and of the true one it is the payoff", async () => {
  const serving = await served();
  const draws = rng({ seed: 6, purpose: "labels" });
  const truths: string[] = [];
  const decisions = Array.from({ length: ROWS }, (_, i): DecisionRecord => {
    const id = `dec_${i}`;
    const given = {
      urgent: draws.integer(11),
      length: 5 + draws.integer(20),
      area: draws.uniform() < 0.5 ? "east" : "west",
    };
    const likely = given.urgent >= 6 ? "a" : given.area === "east" ? "b" : "c";
    truths.push(draws.uniform() < 0.85 ? likely : LABELS[draws.integer(3)]!);
    const body = { ...decideOne(serving, { id, entity: `e${i}`, given: { who: i, ...given } }), took: 1 };
    return { v: 1, kind: "decision", id, at: i, subject: `e${i}`, body };
  });
  const outcomes = truths.map((value, i): OutcomeRecord => {
    const told = { system: labelling.name, decision: `dec_${i}`, outcome: "desk", value, happenedAt: i + 1 };
    return { v: 1, kind: "outcome", id: `out_${i}`, at: i + 1, body: told };
  });
  const { explore: _, ...policy } = policyOf(serving);
  const found = await previewProposal({
    ...{ system: labelling, now: 3 * 86_400_000, serving, decisions, outcomes, proposal: { policy } },
    servedBy: async () => undefined,
  });
  const { proposed, movement } = known(
    found.metrics.find(({ unit }) => unit === "money"),
    "money",
  );
  if (isInsufficient(proposed) || isInsufficient(movement)) throw new Error("refused");
  // Every truth is known here whatever was answered, so that what the policy without chance brings is known as well.
  const sure = { ...serving, releases: new Map([...serving.releases].map(([id, one]) => [id, { ...one, policy }])) };
  const worth = decisions.map(({ id, subject, body: { given } }, i) =>
    decideOne(sure, { id, entity: subject!, given }).answer === truths[i] ? 2 : -1,
  );
  const truth = worth.reduce((a, b) => a + b, 0) / ROWS;
  expect(Math.abs(proposed.value - truth)).toBeLessThan(2 * (proposed.high - proposed.value));
  expect(movement.low).toBeGreaterThan(0);
  // A part of 0.6 is left to chance among three: 0.4 of all answers would be others.
  expect(found.changes.share).toBeCloseTo(0.4, 6);
  expect(found.changes).toMatchObject({ acts: null, untried: 0 });
});
