import type { Stakes } from "../objective/index.ts";
import type { Estimated } from "../stats/index.ts";
import { always, competitor, never } from "./competitors.ts";
import type { Judged } from "./judged.ts";
import { type SliceResult, sliceResults } from "./slices.ts";
import { meansOver, subtractMoney, type Valued, valued } from "./value.ts";
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
}

/** Who earns what on the same unseen decisions, under the same capacity. */
export interface Judgement {
  readonly model: Valued;
  readonly rule: Valued;
  /** The better of acting on nobody and acting on a random share. */
  readonly constant: Valued;
  readonly champion: Valued | null;
  /** What the model earns more, per decision. */
  readonly over: { readonly rule: Estimated; readonly constant: Estimated; readonly champion: Estimated | null };
  readonly slices: readonly SliceResult[];
  readonly curve: { readonly model: readonly CurvePoint[]; readonly rule: readonly CurvePoint[] };
}

/** Runs the race. */
export function judge(judged: Judged, stakes: Stakes, race: Race): Judgement {
  const terms = { capacity: race.capacity };
  const enter = (name: string, score: Float64Array, threshold: number): Valued =>
    valued(judged, stakes, competitor(judged, { name, score, threshold }, terms));
  const model = enter("model", race.model, race.threshold);
  const rule = enter("rule", race.rule, 1);
  const [idle, random] = [never(judged), always(judged, terms)];
  const constant = pickBetter(judged, valued(judged, stakes, idle), valued(judged, stakes, random));
  const champion = race.champion === null ? null : enter("champion", race.champion, race.threshold);
  const mean = meansOver(judged);
  const over = (rival: Valued): Estimated => mean(subtractMoney(model.money, rival.money));
  return {
    model,
    rule,
    constant,
    champion,
    over: { rule: over(rule), constant: over(constant), champion: champion === null ? null : over(champion) },
    slices: sliceResults(judged, { score: race.model, model: model.money, rule: rule.money }),
    curve: { model: valueCurve(judged, stakes, race.model), rule: valueCurve(judged, stakes, race.rule) },
  };
}

/** The one that came to more; by the sums alone, because doing nothing may show no variation to make an interval from. */
function pickBetter({ weight }: Judged, a: Valued, b: Valued): Valued {
  const sum = ({ money }: Valued): number =>
    money.reduce((all, amount, row) => all + amount * (weight[row] as number), 0);
  return sum(b) > sum(a) ? b : a;
}
