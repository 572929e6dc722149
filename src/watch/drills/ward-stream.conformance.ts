import { contract, csv, flag, number, rowEnforcer, tableOf, text } from "../../data/index.ts";
import { decideOne, type LoadedRelease, type ServingState } from "../../decide/index.ts";
import { fieldsOf } from "../../features/index.ts";
import { rng } from "../../kernel/index.ts";
import { fitRows } from "../../learn/index.ts";
import { scoreRow } from "../../model/index.ts";
import { moneySaved } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { type ActingSystem, binary, logistic, on } from "../../system/index.ts";
import { referenceOf } from "../seen/reference.ts";
import type { Reference } from "../seen/seen.ts";

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;
/** Midnight, Monday the fifth of January 2026. */
export const START: number = Date.UTC(2026, 0, 5);

const h = on(
  contract({
    patient: text(),
    visits: number({ min: 0, max: 1_000_000 }),
    age: number(),
    pressure: number(),
    ward: text(),
    back: flag({ known: "after" }),
  }),
);

/** A ward that calls patients who are likely to come back; whether they do is known after a day. */
export const ward: ActingSystem = h.system({
  name: "ward",
  source: csv("ward.csv"),
  entity: "patient",
  objective: {
    ...{ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2027-06-30", currency: "USD" },
    payoff: { call: { yes: 100, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { call: 40 },
    ...{ asked: "us", approves: ["lead"] },
  },
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits, age: r.age, pressure: r.pressure, ward: r.ward })),
  rule: (f) => f.visits.atLeast(4),
  heads: { risk: binary({ label: "back", learner: logistic() }) },
  weights: { risk: { start: 1, min: 0, max: 2 } },
  policy: actIf({ threshold: "from-payoff" }),
  slices: ["ward"],
}) as ActingSystem;

const WARDS = ["north", "north", "north", "south", "south", "east"] as const;

interface Patient {
  readonly visits: number;
  readonly age: number;
  readonly pressure: number;
  readonly ward: string;
}

/** One patient, and whether that one comes back. */
function patientOf(unit: string, seed: number): { readonly patient: Patient; readonly back: boolean } {
  const draws = rng({ seed, unit, purpose: "ward" });
  const patient = {
    visits: Math.floor(-2.5 * Math.log(1 - draws.uniform())),
    age: 55 + 15 * draws.normal(),
    pressure: 120 + 12 * draws.normal(),
    ward: WARDS[draws.integer(WARDS.length)] as string,
  };
  const risk = 1 / (1 + Math.exp(6 - 0.6 * patient.visits - 0.05 * patient.age - 0.005 * patient.pressure));
  return { patient, back: draws.uniform() < risk };
}

/** What serves the ward: one model that learned from patients like those who come. */
export function wardState(): ServingState {
  const rows = Array.from({ length: 2_000 }, (_, i) => {
    const { patient, back } = patientOf(`past ${i}`, 1);
    return { ...patient, back };
  });
  const model = fitRows(logistic(), rows, { label: "back" });
  const cutoff = { cutoff: 0.4, atCutoff: 1 };
  const release: LoadedRelease = {
    ...{ id: "rel_1", models: { risk: model }, unusable: {}, versions: { risk: "mdl_1" } },
    kind: "model",
    ...{ weights: { risk: 1 }, weightsVersion: "wgt_1", policyVersion: "pol_1" },
    policy: { policy: "act-if", heads: cutoff, rule: cutoff },
  };
  const allocations = [{ arm: "champion", release: "rel_1", share: 1, purpose: "champion" }] as const;
  return {
    ...{ system: ward, epoch: 1, contractVersion: "c", enforce: rowEnforcer(ward.contract) },
    plan: { id: "pln_1", system: "ward", version: 1, salt: "s", allocations, by: "ada", at: 0, why: "test" },
    read: new Set(Object.values(ward.features).flatMap(fieldsOf)),
    releases: new Map([["rel_1", release]]),
  };
}

/** What the ward is held against: other patients of the kind that the model learned from, and what it says of them. */
export function wardReference(state: ServingState): Reference {
  const past = Array.from({ length: 4_000 }, (_, i) => patientOf(`held ${i}`, 1));
  const { risk } = [...state.releases.values()][0]!.models;
  const outputs = Float64Array.from(past, ({ patient }) => scoreRow(risk!, { ...patient })[0]!);
  const kinds = { visits: "number", age: "number", pressure: "number", ward: "text" } as const;
  const table = tableOf(
    kinds,
    past.map(({ patient }) => ({ ...patient })),
  );
  const labels = Float64Array.from(past, ({ back }) => Number(back));
  return referenceOf({
    ...{ system: "ward", models: { risk: "mdl_1" }, at: START, fields: table, features: table, score: outputs },
    heads: { risk: { outputs, classes: [], isProbability: true, labels } },
    importance: [{ visits: 0.5, age: 0.35, pressure: 0.05, ward: 0.1 }],
    nodes: ward.features,
  });
}

/** How patients come. */
export interface WardDays {
  readonly days: number;
  readonly perHour: number;
  readonly seed: number;
}

/** What the ward's journal holds: fewer patients at night and at the weekend, a report some hours after those who come back. */
export function wardJournal(state: ServingState, { days, perHour, seed }: WardDays): readonly Envelope[] {
  const entries: Envelope[] = [];
  for (let hour = 0; hour < 24 * days; hour++) {
    const count = arrivals(hour, perHour, rng({ seed, unit: hour, purpose: "ward.hours" }).uniform());
    for (let i = 0; i < count; i++) {
      const id = `dec_${seed}_${hour}_${i}`;
      const at = START + hour * HOUR + Math.floor((i * HOUR) / count);
      const { patient, back } = patientOf(id, seed);
      const question = { id, at, entity: `patient ${id}`, given: { ...patient, patient: id } };
      const body = { ...decideOne(state, question), took: 2 + (i % 5) };
      entries.push({ v: 1, kind: "decision", id, at, subject: question.entity, body } satisfies DecisionRecord);
      if (back) entries.push(reportOf(id, at + 6 * HOUR));
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}

function reportOf(decision: string, at: number): OutcomeRecord {
  const body = { system: "ward", decision, outcome: "back", value: true, happenedAt: at };
  return { v: 1, kind: "outcome", id: `out_${decision}`, at, body };
}

/** As many as usual at that time, with as much noise as a count has. */
function arrivals(hour: number, perHour: number, draw: number): number {
  const wave = 1 - 0.5 * Math.cos((2 * Math.PI * (hour % 24)) / 24);
  const weekend = Math.floor(hour / 24) % 7 >= 5 ? 0.7 : 1;
  const usual = perHour * wave * weekend;
  return Math.max(1, Math.round(usual + Math.sqrt(usual) * 3.4 * (draw - 0.5)));
}
