import { requireEven } from "../policy-log.ts";
import { type WeighedLog, weigh } from "../weigh.ts";

/** One position of logged rankings: row i belongs to ranking i. A ranking that ends above has reward 0, and 1 for each chance. */
export interface SlatePosition {
  /** What came of what stood there. */
  readonly reward: Float64Array;
  /** The chance that it had of standing there, above 0, at most 1; and what it has under the judged policy. */
  readonly propensity: Float64Array;
  readonly target: Float64Array;
  /** The same under the policy that it is compared with. Default: the propensity. */
  readonly base?: Float64Array | undefined;
  /** See `PolicyLog`: of what the judged policy would place there, the part that could not have been logged. */
  readonly unsupported?: Float64Array | undefined;
}

/** Logged rankings, position by position from the top. */
export interface SlateLog {
  readonly positions: readonly SlatePosition[];
  /**
   * What the chances are of: given what stands above, in this ranking; of any ranking that could have been shown; or both at
   * once, because each position is filled whatever stands at the others.
   */
  readonly chances: "given-above" | "marginal" | "independent";
  /** Number of the entity: the rankings of one are one observation. Default: each by itself. */
  readonly entity?: Int32Array | undefined;
}

/** A position with its weights: of itself, and of all down to it together. */
export interface WeighedPosition {
  readonly own: WeighedLog;
  readonly prefix: WeighedLog;
}

/** Weighs every position by itself, and the rankings down to it: the product of the weights. Throws `evaluate.log-uneven`. */
export function weighSlates({ positions, entity }: SlateLog): readonly WeighedPosition[] {
  const found: WeighedPosition[] = [];
  for (const position of positions) {
    requireEven({ ...position, entity });
    const own = weigh(position);
    found.push({ own, prefix: extend(found.at(-1)?.prefix, own) });
  }
  return found;
}

/** What was lost above is lost here, too; of the rest, what cannot stand here. */
function extend(above: WeighedLog | undefined, own: WeighedLog): WeighedLog {
  if (above === undefined) return own;
  const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, row) => value * (b[row] as number));
  const base = product(above.base, own.base);
  return {
    ...own,
    weight: product(above.weight, own.weight),
    base,
    baseReward: product(base, own.reward),
    unsupported: above.unsupported.map(
      (lost, row) => lost + (above.weight[row] as number) * (own.unsupported[row] as number),
    ),
  };
}

/** What a ranking brought at all positions together. */
export function wholeReward(positions: readonly WeighedPosition[]): Float64Array {
  const sum = new Float64Array(positions[0]?.own.reward.length ?? 0);
  for (const { own } of positions)
    for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] as number) + (own.reward[row] as number);
  return sum;
}
