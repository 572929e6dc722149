import type { Stakes } from "../objective/index.ts";
import type { Belief, Explore } from "../policy/index.ts";
import { always, competitor, never } from "./competitors.ts";
import type { Judged } from "./judged.ts";
import { rocAuc } from "./metrics/index.ts";
import { pickNumbers } from "./slices.ts";
import { compare, pickBetter, type Standings } from "./standings.ts";
import { type Valued, valued } from "./value.ts";
import { type CurvePoint, valueCurve } from "./value-curve.ts";

/** The scores of everyone in the race, on the same rows. */
export interface Race {
  readonly model: Float64Array;
  /** 1 where the rule says act. */
  readonly rule: Float64Array;
  /** The champion's scores on these rows, when there is one that differs from the candidate. */
  readonly champion: Float64Array | null;
  readonly threshold: number;
  readonly capacity: number;
  /** How the candidate and the champion explore, which takes from what they earn. Default: not at all. */
  readonly explore?: Explore | undefined;
  /** Of Thompson sampling: how far a score may be off. */
  readonly belief?: Belief | undefined;
}

/** Who earns what by acting or not, under the same capacity. The constant acts on nobody, or on a random share. */
export interface Judgement extends Standings<Valued> {
  readonly curve: { readonly model: readonly CurvePoint[]; readonly rule: readonly CurvePoint[] };
}

/** Runs the race. */
export function judge(judged: Judged, stakes: Stakes, race: Race): Judgement {
  const terms = { capacity: race.capacity };
  const enter = (name: string, score: Float64Array, threshold: number): Valued =>
    valued(judged, stakes, competitor(judged, { name, score, threshold }, terms));
  const { threshold, explore, belief } = race;
  const enterModel = (name: string, score: Float64Array): Valued =>
    valued(judged, stakes, competitor(judged, { name, score, threshold, explore, belief }, terms));
  const [idle, random] = [never(judged), always(judged, terms)];
  const entrants = {
    model: enterModel("model", race.model),
    rule: enter("rule", race.rule, 1),
    constant: pickBetter(judged, valued(judged, stakes, idle), valued(judged, stakes, random)),
    champion: race.champion === null ? null : enterModel("champion", race.champion),
  };
  return {
    ...compare(judged, entrants, { of: (rows) => tellPart(judged, race.model, rows) }),
    curve: { model: valueCurve(judged, stakes, race.model), rule: valueCurve(judged, stakes, race.rule) },
  };
}

/** How many of the rows were a yes, and how well the scores tell them apart. */
function tellPart({ truth, entity, weight }: Judged, score: Float64Array, rows: Int32Array) {
  const labels = pickNumbers(truth, rows);
  const clusters = rows.map((row) => entity[row] as number);
  return {
    positives: labels.reduce((sum, yes) => sum + yes, 0),
    rocAuc: () =>
      rocAuc.compute({ scores: pickNumbers(score, rows), labels, clusters, weights: pickNumbers(weight, rows) }),
  };
}
