import { type AssessmentVerdict, decideBy, type TableRow } from "../decision-table.ts";
import { earns, moneyRows } from "../gain-rows.ts";
import { ENOUGH_EXAMPLES, FEWEST_EXAMPLES } from "../thresholds.ts";
import { wordCount, wordGain, wordNames, wordShare } from "../words.ts";
import {
  type AnswerEvidence,
  type AnswerFindings,
  ENOUGH_EXPLAINED,
  ENOUGH_KEPT,
  hasSkill,
  keptByLookup,
} from "./answer-evidence.ts";
import { wordExamples, wordSkill } from "./answer-words.ts";

/**
 * The decision table for answers. The first row that applies decides; later rows that come to the same kind are given as
 * further reasons.
 *
 * | row | applies when | verdict |
 * |---|---|---|
 * | examples.too-few | fewer than 30 examples to learn from | collect-first |
 * | leak.suspected | a field declared known before knows too much of a label | collect-first |
 * | lookup.enough | looking up one or two features keeps 98 % of the model's gain over looking at nothing | use-rule |
 * | signal.unclear | no skill is shown, on fewer than 100 examples | collect-first |
 * | signal.none | no skill is shown | use-rule when the declared rule earns, else dont |
 * | lookup.transparent | answers must be explainable, and a lookup keeps 95 % of the gain | use-rule |
 * | points.no-better | the objective is unstated, and the declared rule scores as well | use-rule |
 * | objective.unstated | the objective is unstated, and the model scores better | use-ml, its worth open |
 * | gain.unproven, gain.none, gain.below-cost, gain.shown | as for systems that act, against the best answer that looks at nothing | |
 */
export function answerVerdict(evidence: AnswerEvidence): AssessmentVerdict {
  const { found } = evidence;
  if (found === null) return decideBy([tooFew(evidence)]);
  return decideBy([
    tooFew(evidence),
    leakRow(evidence),
    lookupRow(found, { code: "lookup.enough", share: ENOUGH_KEPT, applies: true }),
    ...signalRows(evidence, found),
    lookupRow(found, {
      code: "lookup.transparent",
      share: ENOUGH_EXPLAINED,
      applies: evidence.objective.transparency === "explainable",
    }),
    ...(evidence.objective.stated ? moneyRowsOf(evidence, found) : pointRows(found)),
  ]);
}

function tooFew({ data }: AnswerEvidence): TableRow {
  return {
    code: "examples.too-few",
    kind: "collect-first",
    applies: data.examples < FEWEST_EXAMPLES,
    message: `There are ${wordExamples(data)}; below ${FEWEST_EXAMPLES} nothing can be learned or judged. Collect more first.`,
  };
}

function leakRow({ leaks }: AnswerEvidence): TableRow {
  const more = leaks.length > 1 ? ` Suspected in the same way: ${wordCount(leaks.length - 1)} more.` : "";
  return {
    code: "leak.suspected",
    kind: "collect-first",
    applies: leaks.length > 0,
    message: `Fix the data first: ${leaks[0]?.message ?? ""}${more}`,
  };
}

interface Enough {
  readonly code: string;
  readonly share: number;
  readonly applies: boolean;
}

function lookupRow(found: AnswerFindings, { code, share, applies }: Enough): TableRow {
  const kept = keptByLookup(found);
  return {
    code,
    kind: "use-rule",
    applies: applies && kept !== null && kept >= share,
    message: `Looking up ${wordNames(found.lookup ?? [])} keeps ${wordShare(Math.min(1, kept ?? 0))} of what a model gains over the best answer that looks at nothing (${wordGain(found.worth.overConstant, found.worth.currency)}). Use the lookup.`,
  };
}

function signalRows({ data, objective }: AnswerEvidence, { signal, worth }: AnswerFindings): readonly TableRow[] {
  const silent = !hasSkill(signal);
  const few = data.examples < ENOUGH_EXAMPLES;
  const skill = wordSkill(signal.skill);
  return [
    {
      code: "signal.unclear",
      kind: "collect-first",
      applies: silent && few,
      message: `No skill is shown (${skill}), and ${wordExamples(data)} are too few to rule it out. Collect at least ${ENOUGH_EXAMPLES}.`,
    },
    {
      code: "signal.none",
      kind: objective.stated && earns(worth.ruleOverConstant) ? "use-rule" : "dont",
      applies: silent && !few,
      message: `These features say nothing about ${wordNames(data.outcomes)}: skill ${skill} on unseen rows, where looking at nothing has 0 and the same fit on a shuffled truth ${wordSkill(signal.permuted)}.`,
    },
  ];
}

/** Without a stated objective the payoff counts in points: they order the answers, and are worth nothing yet. */
function pointRows({ worth }: AnswerFindings): readonly TableRow[] {
  const better = earns(worth.overRule);
  const gain = wordGain(worth.overRule, worth.currency);
  return [
    {
      code: "points.no-better",
      kind: "use-rule",
      applies: !better,
      message: `A model does not score better than the declared rule (${gain}).`,
    },
    {
      code: "objective.unstated",
      kind: "use-ml",
      applies: better,
      message: `A model scores better than the declared rule (${gain}). What that is worth is not known: nobody has stated the objective.`,
    },
  ];
}

function moneyRowsOf({ data }: AnswerEvidence, { signal, worth }: AnswerFindings): readonly TableRow[] {
  return moneyRows(worth, { all: data.rows, judged: signal.judgedRows, sampled: signal.sampledRows });
}
