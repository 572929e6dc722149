import { decideOne, type ServingState } from "../../decide/index.ts";
import { served, system } from "../../decide/served.conformance.ts";
import { rng } from "../../kernel/index.ts";
import type { DecisionBody, DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { closeBenches } from "../../train/clinic.conformance.ts";
import type { Stretch } from "./stretch.ts";

export { closeBenches, served, system };

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;
/** A Monday. */
export const BAD: Stretch = { from: Date.UTC(2026, 5, 8), to: Date.UTC(2026, 5, 9) };
export const LATER: number = BAD.to + 60 * DAY;

/** A patient who comes. */
export interface Given {
  readonly patient: number;
  readonly visits: number | null;
  readonly age: number | null;
  readonly ward: string | null;
}

/** What goes wrong in a stretch; everything that is left out is as ever. */
export interface Trouble {
  readonly given?: (given: Given, draw: number) => Given;
  readonly body?: (body: DecisionBody) => DecisionBody;
  /** How likely a patient comes back, against what it usually is. */
  readonly returns?: (given: Given, usual: number) => number;
}

/** What was decided in a stretch on patients who come by chance, and what then happened. */
export function stretchOf(
  state: ServingState,
  { from, to }: Stretch,
  {
    count = 1_200,
    trouble = {},
    seed = 1,
  }: { readonly count?: number; readonly trouble?: Trouble; readonly seed?: number },
): {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  readonly count: number;
} {
  const draws = rng({ seed, unit: from, purpose: "incident.log" });
  const decisions: DecisionRecord[] = [];
  const outcomes: OutcomeRecord[] = [];
  for (let i = 0; i < count; i++) {
    const usual: Given = {
      patient: i,
      visits: draws.integer(6),
      age: 20 + draws.integer(60),
      ward: draws.uniform() < 0.5 ? "north" : "south",
    };
    const given = trouble.given?.(usual, draws.uniform()) ?? usual;
    const [id, at] = [`dec_${from}_${i}`, from + Math.floor(((to - from) * i) / count)];
    const entity = `patient ${from} ${i}`;
    const made = { ...decideOne(state, { id, entity, given }), took: 1 + draws.uniform() };
    const body = trouble.body?.(made) ?? made;
    decisions.push({ v: 1, kind: "decision", id, at, subject: entity, body });
    const chance = (body.acted ? 0.8 : 1) / (1 + Math.exp(5.2 - 0.6 * (usual.visits ?? 0) - 0.04 * (usual.age ?? 0)));
    if (draws.uniform() >= (trouble.returns?.(usual, chance) ?? chance)) continue;
    const told = { system: system.name, decision: id, outcome: "back", value: true, happenedAt: at + HOUR };
    outcomes.push({ v: 1, kind: "outcome", id: `out_${id}`, at: at + HOUR, body: told });
  }
  return { decisions, outcomes, count };
}

/** The state with something changed about the release that serves, under a plan of its own. */
export function changed(
  state: ServingState,
  id: string,
  change: (
    release: NonNullable<ReturnType<ServingState["releases"]["get"]>>,
  ) => Partial<NonNullable<ReturnType<ServingState["releases"]["get"]>>>,
): ServingState {
  const releases = [...state.releases].map(([key, release]) => [key, { ...release, ...change(release) }] as const);
  return { ...state, plan: { ...state.plan, id }, releases: new Map(releases) };
}
