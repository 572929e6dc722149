import { type DecisionLabel, joinOutcomes } from "../../../data/index.ts";
import type { Instant } from "../../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../records/index.ts";
import type { LabelSeen } from "../seen.ts";
import { decisionOf, reportsOfRows, rowsOf } from "./label-rows.ts";
import type { LabelledHead } from "./labelled-heads.ts";
import { classLoss, labelsLoss, logLoss, type ScoredLabel } from "./scored-label.ts";
import { summariseLabels } from "./summarise-labels.ts";
import { untreatedWeights } from "./untreated-weights.ts";

/** Decisions whose window has closed, and what was reported of them. */
export interface Closing {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** As of when: what was reported later is not seen. */
  readonly now: Instant;
}

/** What a closing says of one head, but for how many decisions there were in all. */
export type ClosedLabels = Omit<LabelSeen, "closed" | "share" | "late" | "news">;

/**
 * Joins what closes with what was reported, and judges a head by it. `edges`: bins of the policy's score, within which those held
 * back stand for those acted on.
 */
export function closeLabels(head: LabelledHead, closing: Closing, edges: readonly number[]): ClosedLabels {
  const rows = [...rowsOf(closing.decisions)].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const outcomes = reportsOfRows(closing.outcomes);
  const labels = [...head.outcomes].map(([outcome, within]) => {
    const options = { outcome, within, now: closing.now, absent: absentOf(head) };
    return new Map(joinOutcomes(rows, outcomes, options).labels.map((label) => [label.decision, label]));
  });
  const told = rows.map(({ id }) => labels.flatMap((of) => of.get(id) ?? []));
  const reported = new Set(rows.flatMap(({ id }, i) => (told[i]?.some(isReported) ? [decisionOf(id)] : [])));
  const { weights, unheard } = weightsOf(head, rows, edges);
  const cases = rows.flatMap((row, i) => {
    const scored = scoredCase(head, row.body.heads[head.name], told[i] ?? []);
    const weight = weights[i] as number;
    return scored === undefined || weight === 0 ? [] : [{ ...scored, weight }];
  });
  return {
    reported: reported.size,
    contradicted: contradictedIn(head, rows, outcomes),
    ...(unheard === 0 ? {} : { unheard }),
    ...summariseLabels(cases, head.bins),
  };
}

const isReported = ({ reportedAt }: DecisionLabel): boolean => reportedAt !== undefined;

/** Silence is a no of what happens or does not; of a class or a number it says nothing. */
function absentOf({ task }: LabelledHead): false | null {
  return task === "binary" || task === "multilabel" ? false : null;
}

function weightsOf(
  { changedByActing, cap }: LabelledHead,
  rows: readonly DecisionRecord[],
  edges: readonly number[],
): { readonly weights: Float64Array; readonly unheard: number } {
  if (changedByActing) return untreatedWeights(rows, { edges, cap });
  return { weights: new Float64Array(rows.length).fill(1), unheard: 0 };
}

type Scored = Omit<ScoredLabel, "weight">;

/** Undefined where the head did not answer, nothing is known, or what it says has no unit to be judged in. */
function scoredCase(
  { task, classes }: LabelledHead,
  outputs: readonly number[] | undefined,
  told: readonly DecisionLabel[],
): Scored | undefined {
  const [predicted] = outputs ?? [];
  const [first] = told;
  if (outputs === undefined || predicted === undefined || first === undefined || first.label === null) return undefined;
  const { label } = first;
  switch (task) {
    case "binary":
      return { predicted, label: Number(label === true), loss: logLoss(label === true ? predicted : 1 - predicted) };
    case "regression":
      return typeof label === "string" ? undefined : squared(predicted, Number(label));
    case "multilabel": {
      const truths = told.map((one) => Number(one.label === true));
      return { predicted, label: truths[0] as number, loss: labelsLoss(outputs, truths) };
    }
    case "multiclass":
    case "hierarchical": {
      const truth = classes.indexOf(String(label));
      return classes.length === 0
        ? undefined
        : { predicted, label: Number(truth === 0), loss: classLoss(outputs, truth) };
    }
    default:
      return undefined;
  }
}

function squared(predicted: number, label: number): Scored {
  return { predicted, label, loss: (predicted - label) ** 2 };
}

/** Decisions of which reports within the window say different things; a correction does, too. */
function contradictedIn(
  { outcomes: windows }: LabelledHead,
  rows: readonly DecisionRecord[],
  outcomes: readonly OutcomeRecord[],
): number {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const first = new Map<string, OutcomeRecord["body"]["value"]>();
  const found = new Set<string>();
  for (const { body } of outcomes) {
    const [row, within] = [byId.get(body.decision), windows.get(body.outcome)];
    if (row === undefined || within === undefined) continue;
    if (body.happenedAt < row.at || body.happenedAt > row.at + within) continue;
    const key = `${body.outcome}\u0000${body.decision}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, body.value);
    else if (before !== body.value) found.add(decisionOf(body.decision));
  }
  return found.size;
}
