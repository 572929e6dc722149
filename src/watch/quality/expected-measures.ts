import type { Stakes } from "../../objective/index.ts";
import { expectedMoney } from "../../objective/index.ts";
import type { Cell } from "./score-cells.ts";

/** How good probabilities are, and the actions that follow from them. */
export type MeasureName =
  | "labelRate"
  | "logLoss"
  | "brier"
  | "accuracy"
  | "precision"
  | "recall"
  | "rocAuc"
  | "moneyPerDecision";

/** What a measure comes to where labels are as the cells say; NaN where it does not exist, such as precision of nothing acted on. */
export type ExpectedMeasure = (cells: readonly Cell[]) => number;

/** No probability is taken to be surer than this: one that is wrong would be infinitely so. */
const SUREST = 1e-9;

const surest = (score: number): number => Math.min(1 - SUREST, Math.max(SUREST, score));

/** Σ n f / Σ n. */
function meanOf(cells: readonly Cell[], f: (cell: Cell) => number): number {
  let [sum, n] = [0, 0];
  for (const cell of cells) {
    sum += cell.n * f(cell);
    n += cell.n;
  }
  return sum / n;
}

/** −c ln s − (1 − c) ln(1 − s) with c the share of yes at s: of scores that vary within a cell, to the second order. */
function logLoss({ score, yes, variance, slope, low, high }: Cell): number {
  const s = surest(score);
  const plain = -yes * Math.log(s) - (1 - yes) * Math.log1p(-s);
  const curvature = yes / s ** 2 + (1 - yes) / (1 - s) ** 2 - 2 * slope * (1 / s + 1 / (1 - s));
  // A series is of no use where the cell is wide beside its distance from 0 or 1.
  const isNarrow = variance < Math.min(s, 1 - s) ** 2 / 4 && high > low;
  return isNarrow ? plain + (variance / 2) * curvature : plain;
}

function brier({ score, yes, variance, slope }: Cell): number {
  return (score - yes) ** 2 + yes * (1 - yes) + variance * (1 - 2 * slope);
}

/** Pairs of a yes and a no, ordered right; within a cell as evenly lying scores are, by their slope. */
function rocAuc(cells: readonly Cell[]): number {
  let [right, yesBelow, noBelow] = [0, 0, 0];
  for (const { n, yes, slope, low, high } of cells) {
    const own = yes * (1 - yes);
    const within = own > 0 ? Math.min(1, Math.max(0, 0.5 + (slope * (high - low)) / (12 * own))) : 0.5;
    right += n * yes * noBelow + n * yes * n * (1 - yes) * within;
    yesBelow += n * yes;
    noBelow += n * (1 - yes);
  }
  return right / (yesBelow * noBelow);
}

const isRight = ({ isActed, yes }: Cell): number => (isActed ? yes : 1 - yes);

/** Every measure; money where the objective prices the decision as acting or not. */
export function expectedMeasures(stakes: Stakes | undefined): Readonly<Partial<Record<MeasureName, ExpectedMeasure>>> {
  const measures: Partial<Record<MeasureName, ExpectedMeasure>> = {
    labelRate: (cells) => meanOf(cells, ({ yes }) => yes),
    logLoss: (cells) => meanOf(cells, logLoss),
    brier: (cells) => meanOf(cells, brier),
    accuracy: (cells) => meanOf(cells, isRight),
    precision: (cells) =>
      meanOf(
        cells.filter(({ isActed }) => isActed),
        ({ yes }) => yes,
      ),
    recall: (cells) => meanOf(cells, ({ isActed, yes }) => (isActed ? yes : 0)) / meanOf(cells, ({ yes }) => yes),
    rocAuc,
  };
  if (stakes === undefined) return measures;
  return {
    ...measures,
    moneyPerDecision: (cells) => meanOf(cells, ({ yes, isActed }) => expectedMoney(stakes, yes, isActed ? 1 : 0)),
  };
}
