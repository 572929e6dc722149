import { type Contract, contract, csv, flag, number, type RawTable, tableOf, text } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { assumed, moneySaved } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { type ActingSystem, binary, gbdt, logistic, on } from "../../system/index.ts";

const rows = contract({
  patient: number({ integer: true }),
  visits: number({ missing: 1 }),
  age: number({ missing: 1 }),
  noise: number({ missing: 1 }),
  ward: text({ values: ["north", "south", "west"] }),
  back: flag({ known: "after", missing: 1 }),
}) satisfies Contract;

const h = on(rows);

interface Options {
  readonly threshold?: number | "from-payoff";
  readonly learner?: "logistic" | "gbdt";
  /** Whether the effect of acting is believed to lie in a wide range. Default: it is known as good as surely. */
  readonly unsure?: boolean;
}

/** A clinic that calls patients who may come back; a call costs 60, and keeps half of those who would. */
export function clinicOf({
  threshold = "from-payoff",
  learner = "logistic",
  unsure = false,
}: Options = {}): ActingSystem {
  return h.system({
    name: "clinic",
    source: csv("visits.csv"),
    entity: "patient",
    objective: {
      metric: moneySaved,
      direction: "increase",
      baseline: 0,
      target: 250_000,
      by: "2027-06-30",
      currency: "USD",
      payoff: { call: { yes: 400, no: 0 }, skip: { yes: 0, no: 0 } },
      cost: { call: 60 },
      effect: unsure ? assumed(0.5, [0.02, 0.98]) : assumed(0.5, [0.499, 0.501]),
      perYear: 10_000,
      asked: "care management",
      approves: [],
    },
    outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: true }) },
    features: h.features((r) => ({ visits: r.visits, age: r.age, noise: r.noise, ward: r.ward })),
    rule: (f) => f.visits.atLeast(3),
    heads: {
      risk: binary({
        label: "back",
        learner: learner === "gbdt" ? gbdt({ rounds: 30, numLeaves: 15, minDataInLeaf: 5 }) : logistic({}),
      }),
    },
    weights: { risk: { start: 1, min: 0, max: 2 } },
    policy: actIf({ threshold }),
    slices: ["ward"],
    evaluation: { folds: 3 },
    holdback: 0,
  }) as ActingSystem;
}

/** What is wrong with a clinic's data; everything that is left out is well. */
export interface Weakness {
  readonly rows?: number;
  /** In the south more visits mean that a patient stays away: a learner without interactions cannot know. */
  readonly oddSouth?: boolean;
  /** Share of rows without visits, by chance. */
  readonly missing?: number;
  /** How much the three numbers say together. Default 1. */
  readonly signal?: number;
}

/** Patients who come back the likelier the more visits they had. */
export function patients(
  { rows: count = 3_000, oddSouth = false, missing = 0, signal = 1 }: Weakness,
  seed = 5,
): RawTable {
  const draws = rng({ seed, purpose: "opportunities" });
  const kinds = {
    patient: "number",
    visits: "number",
    age: "number",
    noise: "number",
    ward: "text",
    back: "flag",
  } as const;
  const { columns } = tableOf(
    kinds,
    Array.from({ length: count }, (_, patient) => {
      const [visits, age] = [draws.integer(7), 20 + draws.integer(60)];
      const ward = ["north", "south", "west"][draws.integer(3)] as string;
      const push = oddSouth && ward === "south" ? 3 - visits : visits - 3;
      const back = draws.uniform() < 1 / (1 + Math.exp(0.9 - signal * push));
      return { patient, visits: draws.uniform() < missing ? null : visits, age, noise: draws.normal(), ward, back };
    }),
  );
  return { rows: count, columns };
}
