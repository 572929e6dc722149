import { rng } from "../../kernel/index.ts";
import { realisedMoney } from "../../objective/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { decideOne } from "../pipeline.ts";
import { system } from "../served.conformance.ts";
import type { ServingState } from "../serving-state.ts";
import { armsOf } from "./arms.ts";
import { decideIn, mixture } from "./chances.ts";

/** Patients of sixty kinds, as they may come to the clinic. */
const kinds = Array.from({ length: 60 }, (_, i) => ({
  patient: i,
  visits: i % 6,
  age: 25 + ((i * 7) % 60),
  ward: i % 2 === 0 ? "north" : "south",
}));

/** What is true: how likely a patient comes back, and that a call keeps one in five of them. */
const returns = ({ visits, age }: (typeof kinds)[number], called: boolean): number =>
  (called ? 0.8 : 1) / (1 + Math.exp(3 - 0.5 * visits - 0.02 * age));

const money = realisedMoney(system.objective, true);

/** Money per decision of what a state does, exactly: kinds are equally frequent, arms have their shares. */
export function trueMoney(state: ServingState): number {
  const worths = kinds.map((given) => {
    const question = { id: "d", entity: "e", given };
    const chances = mixture(armsOf(state).map((arm) => [arm.share, decideIn(arm, question).chances] as const));
    return [...chances].reduce((sum, [action, chance]) => {
      const p = returns(given, action === "call");
      return sum + chance * (p * money(action, true) + (1 - p) * money(action, false));
    }, 0);
  });
  return worths.reduce((a, b) => a + b, 0) / kinds.length;
}

const DAY = 86_400_000;

/** After this, every outcome of a log is known. */
export const LATER: number = 40 * DAY;

export interface ClinicLog {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

/** Logs what a state decides on patients who come by chance, and what then happens. */
export function clinicLog(
  state: ServingState,
  { count, run = 0 }: { readonly count: number; readonly run?: number },
): ClinicLog {
  const draws = rng({ seed: 3, unit: run, purpose: "preview.log" });
  const decisions: DecisionRecord[] = [];
  const outcomes: OutcomeRecord[] = [];
  for (let i = 0; i < count; i++) {
    const given = kinds[draws.integer(kinds.length)]!;
    const [id, entity] = [`dec_${run}_${i}`, `patient ${run} ${i}`];
    const body = { ...decideOne(state, { id, entity, given }), took: 1 };
    decisions.push({ v: 1, kind: "decision", id, at: i, subject: entity, body });
    if (draws.uniform() >= returns(given, body.acted)) continue;
    const told = { system: system.name, decision: id, outcome: "back", value: true, happenedAt: i + DAY };
    outcomes.push({ v: 1, kind: "outcome", id: `out_${id}`, at: i + DAY, body: told });
  }
  return { decisions, outcomes };
}

/** The state with part of its decisions left to chance. */
export function exploring(state: ServingState, share: number): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    const { policy } = release;
    if (policy?.policy !== "act-if") return [id, release] as const;
    const heads = { ...policy.heads, atCutoff: 1, mix: { share, acts: 0.5 } };
    return [id, { ...release, policy: { ...policy, heads } }] as const;
  });
  return { ...state, releases: new Map(releases) };
}
