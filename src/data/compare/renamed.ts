import { isInsufficient } from "../../kernel/index.ts";
import { detectableDistance, jensenShannon, kolmogorovSmirnov } from "../../stats/index.ts";
import type { ColumnProfile } from "../profile/profile.ts";
import { BARS } from "./measures.ts";
import { categoriesOf, isIdentifier } from "./value-finding.ts";

/** A column that seems to have gone on under another name. */
export interface Renamed {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

interface Likeness extends Renamed {
  /** 0 is the same distribution. */
  readonly distance: number;
}

const SMALL = BARS["kolmogorov-smirnov"]?.small ?? 0;

/**
 * Pairs of a removed and an added column that hold the same: of one kind, distributed alike, and no third column would fit as well.
 */
export function renamedColumns(removed: readonly ColumnProfile[], added: readonly ColumnProfile[]): readonly Renamed[] {
  const likely = removed
    .flatMap((before) => added.map((after) => ({ before, after, distance: distanceOf(before, after) })))
    .filter(({ distance }) => distance < SMALL)
    .sort((a, b) => a.distance - b.distance);
  return likely.filter((pair) => likely.every((other) => other === pair || !rivals(pair, other)));
}

/** Whether another pair claims one of the two columns with nearly as good a likeness. */
function rivals(pair: Likeness, other: Likeness): boolean {
  return (other.before === pair.before || other.after === pair.after) && other.distance < pair.distance + SMALL / 2;
}

function distanceOf(before: ColumnProfile, after: ColumnProfile): number {
  if (before.kind !== after.kind || before.constant || after.constant) return 1;
  if (before.kind === "number" || before.kind === "time") {
    if (after.kind === "text" || detectableDistance(before.sample.length, after.sample.length) > SMALL * 2) return 1;
    const test = kolmogorovSmirnov(before.sample, after.sample);
    return isInsufficient(test) ? 1 : test.statistic;
  }
  if (isIdentifier(before) || isIdentifier(after)) return 1;
  const { before: p, after: q } = categoriesOf(before, after);
  return jensenShannon(p, q);
}
