import { logistic } from "../world/draws.ts";

/** The traits of a patient, standard normal: stays and emergencies in the year before, how long this stay was, age, medications. */
export const TRAITS = ["stays_12m", "emergencies_12m", "days", "age", "medications"] as const;

export const DIAGNOSES = ["heart failure", "lung disease", "diabetes", "surgery", "injury", "infection"] as const;

/** What the odds of coming back within 30 days depend on. */
interface Relation {
  readonly base: number;
  /** By trait. */
  readonly traits: readonly number[];
  readonly diagnoses: readonly number[];
  /** Alone at home: by itself, and for each standard deviation of stays before. */
  readonly alone: number;
  readonly aloneAgain: number;
}

const USUAL: Relation = {
  base: -2.35,
  traits: [0.6, 0.35, 0.15, 0.2, 0.2],
  diagnoses: [0.6, 0.45, 0.1, -0.4, -0.6, 0],
  alone: 0.25,
  aloneAgain: 0.35,
};

/** Under another way of discharging: visits at home look after those with many stays, and short stays end too early. */
const HOME_CARE: Relation = {
  base: -2.3,
  traits: [-0.25, 0.2, -0.6, 0.35, 0.5],
  diagnoses: [0, 0.2, 0.5, 0.5, 0.1, 0.3],
  alone: -0.2,
  aloneAgain: 0,
};

/** One patient who goes home. */
export interface Patient {
  readonly traits: readonly number[];
  readonly diagnosis: number;
  readonly isAlone: boolean;
  /** What nobody wrote down, standard normal. */
  readonly frailty: number;
  /** How full the ward is against its beds. */
  readonly load: number;
}

/** A full ward sends people home early. */
const HURRY = 2;
/** How full it is when nothing is out of the ordinary. */
export const USUAL_LOAD = 0.85;

/** The chance of a readmission within 30 days if nobody calls, under that much of the other relation. */
export function riskOf(patient: Patient, world: { readonly base: number; readonly concept: number }): number {
  const { base, concept } = world;
  const old = oddsUnder(USUAL, patient);
  const other = concept === 0 ? old : oddsUnder(HOME_CARE, patient);
  return logistic(base + old + concept * (other - old) + 0.4 * patient.frailty + HURRY * (patient.load - USUAL_LOAD));
}

function oddsUnder(relation: Relation, { traits, diagnosis, isAlone }: Patient): number {
  let odds = relation.base + (relation.diagnoses[diagnosis] ?? 0);
  for (const [j, weight] of relation.traits.entries()) odds += weight * (traits[j] ?? 0);
  return odds + (isAlone ? relation.alone + relation.aloneAgain * (traits[0] ?? 0) : 0);
}

/** The share of readmissions that a call prevents: most among those alone with many medicines, few where the illness decides. */
export function preventedBy({ traits, diagnosis, isAlone }: Patient): number {
  const chronic = diagnosis <= 1 ? -0.5 : 0;
  return 0.5 * logistic(-0.6 + 0.5 * (traits[4] ?? 0) + (isAlone ? 0.9 : 0) + chronic);
}
