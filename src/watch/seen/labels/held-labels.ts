import type { LabelSeen } from "../seen.ts";
import { classLoss, labelsLoss, logLoss, type ScoredLabel } from "./scored-label.ts";
import { CURVE_BINS, summariseLabels } from "./summarise-labels.ts";

/** What a head said of rows that it had not seen, and what became of these. */
export interface HeldHead {
  /** Row by row, one number for each of its outputs. */
  readonly outputs: Float64Array;
  /** What several outputs stand for; empty for one. */
  readonly classes: readonly string[];
  /** Whether its outputs are probabilities. */
  readonly isProbability: boolean;
  /** 0 or 1, the number of a class, or a value; of several labels row by row. NaN where it is not known. Absent: nobody knows. */
  readonly labels?: Float64Array;
  /** How many rows each stands for. Default 1. */
  readonly weights?: Float64Array;
}

/** How a head did on rows that it had not seen, as if their windows had all closed in one period. */
export function labelsOfHeld(head: HeldHead, edges: readonly number[]): LabelSeen {
  const { outputs, classes, isProbability } = head;
  const rows = outputs.length / Math.max(1, classes.length);
  const cases = Array.from({ length: rows }, (_, row) => heldCase(head, row)).filter((one) => one !== undefined);
  return {
    ...{ closed: rows, share: 1, reported: cases.length, contradicted: 0, late: 0 },
    ...summariseLabels(cases, isProbability ? { bins: CURVE_BINS } : { edges }),
  };
}

function heldCase(
  { outputs, classes, isProbability, labels, weights }: HeldHead,
  row: number,
): ScoredLabel | undefined {
  const width = Math.max(1, classes.length);
  const own = outputs.subarray(row * width, (row + 1) * width);
  const predicted = own[0] as number;
  const perRow = labels === undefined ? 0 : Math.round((labels.length * width) / outputs.length);
  const truths = labels?.subarray(row * perRow, (row + 1) * perRow) ?? new Float64Array(0);
  const [truth = Number.NaN] = truths;
  if (truths.some(Number.isNaN) || truths.length === 0) return undefined;
  const weight = weights?.[row] ?? 1;
  if (perRow > 1) return { predicted, label: truth, loss: labelsLoss(own, truths), weight };
  if (width > 1) return { predicted, label: Number(truth === 0), loss: classLoss(own, truth), weight };
  const loss = isProbability ? logLoss(truth === 1 ? predicted : 1 - predicted) : (predicted - truth) ** 2;
  return { predicted, label: truth, loss, weight };
}
