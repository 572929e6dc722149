import { isInsufficient } from "../../kernel/index.ts";
import { detectableDistance, jensenShannon, kolmogorovSmirnov } from "../../stats/index.ts";
import type { ColumnProfile, NumberProfile } from "../profile/profile.ts";
import { BARS } from "./measures.ts";
import { unitChange } from "./unit-change.ts";
import { categoriesOf, isIdentifier } from "./value-finding.ts";

/** A column that seems to have gone on under another name. */
export interface Renamed {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

interface Likeness extends Renamed {
  /** 0 is the same distribution. */
  readonly distance: number;
  /** Only in another unit. */
  readonly rescaled: boolean;
}

const SMALL = BARS["kolmogorov-smirnov"]?.small ?? 0;

/**
 * Pairs of a removed and an added column that hold the same: of one kind, distributed alike, as they are or in another unit, as
 * strongly tied to the label, and no third column would fit as well.
 */
export function renamedColumns(removed: readonly ColumnProfile[], added: readonly ColumnProfile[]): readonly Renamed[] {
  const likely = removed
    .flatMap((before) => added.map((after) => ({ before, after, ...likenessOf(before, after) })))
    .filter(({ distance }) => distance < SMALL)
    .sort((a, b) => a.distance - b.distance);
  return likely.filter((pair) => likely.every((other) => other === pair || !rivals(pair, other)));
}

/** Whether another pair claims one of the two columns with nearly as good a likeness; one that needs no conversion is better. */
function rivals(pair: Likeness, other: Likeness): boolean {
  if (other.before !== pair.before && other.after !== pair.after) return false;
  if (other.rescaled !== pair.rescaled) return pair.rescaled;
  return other.distance < pair.distance + SMALL / 2;
}

type Measured = Pick<Likeness, "distance" | "rescaled">;

const UNLIKE: Measured = { distance: 1, rescaled: false };

function likenessOf(before: ColumnProfile, after: ColumnProfile): Measured {
  if (before.kind !== after.kind || before.constant || after.constant || !tiedAlike(before, after)) return UNLIKE;
  if (before.kind === "number" || before.kind === "time")
    return after.kind === "text" ? UNLIKE : numbersAlike(before, after);
  if (isIdentifier(before) || isIdentifier(after)) return UNLIKE;
  const { before: p, after: q } = categoriesOf(before, after);
  return { distance: jensenShannon(p, q), rescaled: false };
}

function numbersAlike(before: NumberProfile, after: NumberProfile): Measured {
  if (detectableDistance(before.sample.length, after.sample.length) > SMALL * 2) return UNLIKE;
  const test = kolmogorovSmirnov(before.sample, after.sample);
  const distance = isInsufficient(test) ? 1 : test.statistic;
  if (distance < SMALL || before.kind === "time") return { distance, rescaled: false };
  const found = unitChange(before, after);
  return found === undefined ? UNLIKE : { distance: found.distance, rescaled: true };
}

/** Neither a new name nor another unit changes how strongly a column goes along with the label. */
const TIED = 0.15;

function tiedAlike({ label: p }: ColumnProfile, { label: q }: ColumnProfile): boolean {
  if (p === undefined || q === undefined || isInsufficient(p) || isInsufficient(q)) return true;
  return p.measure === q.measure && Math.abs(p.value - q.value) < TIED;
}
