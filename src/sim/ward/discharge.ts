import type { Row } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import type { Case } from "../business.ts";
import { type Arrival, arrivalsOn, type Season } from "../world/arrivals.ts";
import { clamp, drawsFrom, placeOf } from "../world/draws.ts";
import { DAY, type Today } from "../world/world.ts";
import type { Ward } from "./beds.ts";
import { DIAGNOSES, type Patient, preventedBy, riskOf, TRAITS } from "./risk.ts";

/** What nobody sees of a discharge. */
export type DischargeTruth = {
  /** That the patient is back within 30 days if nobody calls, and the share of that which a call prevents. */
  readonly probability: number;
  readonly prevented: number;
  /** It happens where this is below the chance. */
  readonly lot: number;
  /** Milliseconds until the readmission. */
  readonly delay: number;
  /** 1 where somebody is free to call, else 0: a call that nobody makes changes nothing and costs nothing. */
  readonly free: number;
};

const PATIENTS_PER_CASE = 60;
const BY_DIAGNOSIS = [0.18, 0.17, 0.2, 0.2, 0.12, 0.13];

/** Patients go home in the late morning, few at weekends; winters are busier. */
const SEASON: Season = {
  hours: [0, 0, 0, 0, 0, 0, 0, 1, 4, 9, 14, 15, 12, 9, 8, 7, 5, 3, 2, 1, 0, 0, 0, 0],
  weekdays: [0.5, 1.1, 1.1, 1.1, 1.15, 1.35, 0.7],
  year: { by: 0.15, peak: 20 },
};

/** A day's discharges, in order of time. */
export function* dischargesOn(today: Today<Ward>): Generator<Case<DischargeTruth>> {
  for (const arrival of arrivalsOn(today, { name: "ward", season: SEASON })) yield dischargeOf(today, arrival);
}

function dischargeOf(today: Today<Ward>, arrival: Arrival): Case<DischargeTruth> {
  const { draws, dials, at } = arrival;
  const no = Math.floor(today.perDay * PATIENTS_PER_CASE * draws.uniform());
  const patient = patientOf(today, arrival, no);
  const { left } = today.state;
  const truth = {
    probability: riskOf(patient, dials),
    prevented: preventedBy(patient),
    lot: draws.uniform(),
    delay: Math.round((0.5 + 29 * draws.uniform() ** 1.5) * DAY),
    free: left > 0 ? 1 : 0,
  };
  const entity = `p${String(no).padStart(7, "0")}`;
  const given = givenOf(entity, patient, { arrival, left });
  return { id: `stay-${arrival.key}`, at, entity, given, truth };
}

/** The patient of that number as they go home now: some of it is theirs, some of this stay. */
function patientOf({ seed, state }: Today<Ward>, { draws, dials }: Arrival, no: number): Patient {
  const who = drawsFrom(rng({ seed, unit: no, purpose: "ward.patient" }), 0);
  const [stays, emergencies, age] = [who.normal(), who.normal(), who.normal()];
  const [days, medications] = [draws.normal(), draws.normal()];
  const settled = [stays, emergencies, days, age, medications];
  return {
    traits: TRAITS.map((name, j) => (settled[j] as number) + (dials.shift[name] ?? 0)),
    diagnosis: placeOf(BY_DIAGNOSIS, draws.uniform()),
    isAlone: who.uniform() < 0.35,
    frailty: draws.normal(),
    load: state.load,
  };
}

function givenOf(entity: string, patient: Patient, now: { readonly arrival: Arrival; readonly left: number }): Row {
  const [stays = 0, emergencies = 0, days = 0, age = 0, medications = 0] = patient.traits;
  const { draws, weekday } = now.arrival;
  return {
    patient: entity,
    stays_12m: Math.floor(Math.exp(0.9 * stays - 0.3)),
    emergencies_12m: Math.floor(Math.exp(1.1 * emergencies - 0.5)),
    days: 1 + Math.floor(Math.exp(1.3 + 0.6 * days)),
    age: Math.round(clamp(66 + 14 * age, 18, 103)),
    medications: Math.round(clamp(9 + 4 * medications, 0, 40)),
    diagnosis: DIAGNOSES[patient.diagnosis] ?? null,
    lives_alone: draws.uniform() < 0.05 ? null : patient.isAlone,
    ward_load: Math.round(100 * patient.load) / 100,
    calls_left: now.left,
    weekday,
  };
}
