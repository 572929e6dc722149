import type { FeatureValue } from "../catalogue/catalogue.ts";
import { type Asked, inputsFor, shuffledMoney } from "../catalogue/shuffled-money.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import type { FeatureMoney } from "./look.ts";
import { modelOf } from "./witness.ts";

/** Rows that are decided again, and how often each feature is shuffled. */
const ROWS = 2_000;
const REPEATS = 2;

/** Whom the money is asked of. */
export interface MoneyAsked {
  /** All heads, which decide together. */
  readonly heads: readonly FittedHead[];
  /** Rows that the shown head had not seen. */
  readonly unseen: Int32Array;
  /** Columns that the shown model uses, the most used first. */
  readonly used: readonly string[];
  readonly most: number;
}

/**
 * What decisions would lose without each feature, the dearest first; null where it cannot be told: a list is decided as a whole,
 * and heads that were kept or learned outside have no model that has not seen the rows.
 */
export function featureMoney(
  { system, dataset }: Pick<Asked, "system" | "dataset">,
  { heads, unseen, used, most }: MoneyAsked,
): readonly FeatureMoney[] | null {
  if (system.policy.policy === "rank-by") return null;
  const models = heads.flatMap(({ name, witness }) =>
    witness === null || !isSame(witness.unseen, unseen) ? [] : [[name, modelOf(witness)] as const],
  );
  if (models.length < heads.length || unseen.length === 0) return null;
  const size = Math.min(unseen.length, ROWS);
  const rows = Int32Array.from({ length: size }, (_, i) => unseen[Math.floor((i * unseen.length) / size)] as number);
  const features = Object.keys(system.features)
    .map((name) => ({ name, place: Math.min(...[...inputsFor(system, name)].map((input) => placeIn(used, input))) }))
    .filter(({ place }) => place < used.length)
    .sort((a, b) => a.place - b.place)
    .slice(0, most)
    .map(({ name }) => name);
  const asked = { system, dataset, models: Object.fromEntries(models), rows };
  const worths = shuffledMoney(asked, { features, repeats: REPEATS });
  return features
    .flatMap((feature) => {
      const value = worths[feature];
      return value === undefined || !("how" in value) ? [] : [{ feature, value }];
    })
    .sort((a, b) => pointOf(b.value) - pointOf(a.value));
}

function placeIn(used: readonly string[], input: string): number {
  const place = used.indexOf(input);
  return place < 0 ? Infinity : place;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

/** What changes no decision stands behind what earns, and before what costs. */
function pointOf({ perDecision }: FeatureValue): number {
  return "value" in perDecision ? perDecision.value : 0;
}
