import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { normalSurvival, proportion } from "../../stats/index.ts";
import type { LabelNoiseCase } from "./label-noise.ts";

/** Of the rows that everything else says are of one class, so many bear another label. */
export interface NoiseFloor {
  readonly class: number;
  /** Share of wrong labels among them. */
  readonly share: Estimate;
  /** Rows that it was read from. */
  readonly rows: number;
}

/** Contradictions in either part that are needed to see whether they thin out. */
const FEWEST = 5;
/** Wrong labels do not thin out as confidence grows; what is left to chance does. At least so much of them must stay. */
const STAYS = 0.7;
/** … and thinning out must not be likelier than this. */
const THINS = 0.1;
/** At the top the other labels must be rarer than this, beside how frequent they are in all; else nothing was learned. */
const RARER = 0.5;

/**
 * Tells wrong labels from chance, which average figures cannot: where classes overlap, contradictions thin out as the
 * model grows more certain; labels that were written down wrong stay as frequent. Looks at the rows of which the class is
 * likeliest, half as many as bear it, in two parts: the surest and the next. Insufficient (`overlap`, `too-few-rows`)
 * where the parts do not show it. Scores as for `labelNoise`.
 */
export function noiseFloor({ label, classes, probabilities }: LabelNoiseCase, of: number): NoiseFloor | Insufficient {
  const own = label.reduce((sum, given) => sum + (given === of ? 1 : 0), 0);
  const part = Math.floor(own / 4);
  const order = Array.from(label.keys()).sort((a, b) => at(b) - at(a));
  function at(row: number): number {
    return probabilities[row * classes + of] as number;
  }
  const contradicted = (from: number): number =>
    order.slice(from, from + part).filter((row) => label[row] !== of).length;
  const [surest, next] = [contradicted(0), contradicted(part)];
  if (Math.min(surest, next) < FEWEST)
    return insufficient("too-few-rows", { need: FEWEST, have: Math.min(surest, next) });
  const others = 1 - own / label.length;
  const share = proportion(surest + next, 2 * part);
  if (isInsufficient(share) || share.high > RARER * others || thinsOut(surest, next, part))
    return insufficient("overlap");
  return { class: of, share, rows: 2 * part };
}

function thinsOut(surest: number, next: number, part: number): boolean {
  if (surest < STAYS * next) return true;
  const all = (surest + next) / (2 * part);
  const error = Math.sqrt((2 * all * (1 - all)) / part);
  return normalSurvival((next - surest) / part / error) < THINS;
}
