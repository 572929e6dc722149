import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Bivariate, independence, mergeBivariate, noBivariate } from "../../stats/index.ts";
import {
  type AssociationState,
  type GroupSums,
  type JointCounts,
  MOST_GROUPS,
  type PairSums,
} from "./association-state.ts";

/** How strongly a column goes along with the label, and by which measure. */
export interface Association {
  /**
   * `correlation`: Pearson's, −1 to 1, point-biserial for a flag. `ratio`: the correlation ratio, 0 to 1, of a number over the
   * groups of a text. `cramers-v`: 0 to 1, of two texts. The last two are less what chance gives by itself to many groups
   * of few rows: an identifier, of which every row has its own, says nothing.
   */
  readonly measure: "correlation" | "ratio" | "cramers-v";
  readonly value: number;
  /** Rows that have both. */
  readonly rows: number;
}

/** The association that the sums amount to; insufficient where a side never varies, or has too many groups. */
export function associationOf(state: AssociationState): Association | Insufficient {
  if (state.kind === "pair") return correlation(state);
  return state.kind === "groups" ? ratio(state) : cramersV(state);
}

function correlation({ parts }: PairSums): Association | Insufficient {
  const { n, m2X, m2Y, comoment } = parts.map(bivariate).reduce(mergeBivariate, noBivariate);
  if (n < 3) return insufficient("too-few-rows", { need: 3, have: n });
  if (!(m2X > 0 && m2Y > 0)) return insufficient("zero-variance");
  const value = comoment / Math.sqrt(m2X * m2Y);
  return { measure: "correlation", value: Math.max(-1, Math.min(1, value)), rows: n };
}

function bivariate(part: Float64Array): Bivariate {
  const [n = 0, x0 = 0, y0 = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0] = part;
  if (n === 0) return noBivariate;
  return {
    n,
    meanX: x0 + x / n,
    meanY: y0 + y / n,
    m2X: Math.max(0, xx - (x * x) / n),
    m2Y: Math.max(0, yy - (y * y) / n),
    comoment: xy - (x * y) / n,
  };
}

/**
 * ε: the square root of the share of the variance that lies between the groups, without bias. Kelley. An unbiased correlation
 * ratio measure. PNAS 1935.
 */
function ratio({ groups }: GroupSums): Association | Insufficient {
  if (groups === null) return insufficient("too-many-groups", { need: MOST_GROUPS });
  let [n, sum, squares, between] = [0, 0, 0, 0];
  for (const [count, total, square] of groups.values()) {
    n += count;
    sum += total;
    squares += square;
    between += total ** 2 / count;
  }
  const all = squares - sum ** 2 / n;
  if (n < 3) return insufficient("too-few-rows", { need: 3, have: n });
  if (!(all > 0)) return insufficient("zero-variance");
  if (n === groups.size) return { measure: "ratio", value: 0, rows: n };
  const share = (between - sum ** 2 / n) / all;
  const unbiased = 1 - ((1 - share) * (n - 1)) / (n - groups.size);
  return { measure: "ratio", value: Math.sqrt(Math.max(0, Math.min(1, unbiased))), rows: n };
}

/** Without bias. Bergsma. A bias-correction for Cramér's V and Tschuprow's T. Journal of the Korean Statistical Society, 2013. */
function cramersV({ cells }: JointCounts): Association | Insufficient {
  if (cells === null) return insufficient("too-many-groups", { need: MOST_GROUPS });
  const labels = [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))];
  const counts = [...cells.values()].map((row) => labels.map((label) => row.get(label) ?? 0));
  const found = independence(counts);
  if (isInsufficient(found)) return found;
  const rows = counts.flat().reduce((sum, count) => sum + count, 0);
  const chance = (sides: number): number => (sides - 1) / (rows - 1);
  const excess = Math.max(0, found.statistic / rows - chance(counts.length) * (labels.length - 1));
  const least = Math.min(...[counts.length, labels.length].map((k) => k - 1 - (k - 1) * chance(k)));
  return { measure: "cramers-v", value: least > 0 ? Math.min(1, Math.sqrt(excess / least)) : 0, rows };
}
