import type { CandidateRecord, DecisionRecord, OutcomeRecord } from "../../../records/index.ts";

/** What labels need of a decision: what the heads saw is most of a receipt, and nothing here asks for it. */
export function slimDecision({ v, kind, id, at, body }: DecisionRecord): DecisionRecord {
  const { system, action, answer, acted, propensity, purpose, score, heads, candidates } = body;
  const shown = candidates?.filter(({ position }) => position !== null).map(slimCandidate);
  const slim = {
    ...{ system, acted, propensity, purpose, score, heads },
    ...(action === undefined ? {} : { action }),
    ...(answer === undefined ? {} : { answer }),
    ...(shown === undefined ? {} : { candidates: shown }),
  };
  // Whoever joins and prices decisions asks for these members alone.
  return { v, kind, id, at, body: slim as unknown as DecisionRecord["body"] };
}

function slimCandidate({ id, heads, score, position }: CandidateRecord): CandidateRecord {
  return { id, given: {}, features: {}, heads, score, position, reasons: [] };
}

/** Where one decision ends and its candidate begins. */
const SEAM = "\u0000";

/** Decisions as heads saw them: of a ranking each candidate that was shown, as if it had been decided on by itself. */
export function rowsOf(decisions: readonly DecisionRecord[]): readonly DecisionRecord[] {
  return decisions.flatMap((decision) => {
    const { candidates } = decision.body;
    if (candidates === undefined) return [decision];
    return candidates.map(({ id, heads, score }) => ({
      ...decision,
      id: `${decision.id}${SEAM}${id}`,
      body: { ...decision.body, heads, score },
    }));
  });
}

/** Reports as they are about such rows. */
export function reportsOfRows(outcomes: readonly OutcomeRecord[]): readonly OutcomeRecord[] {
  return outcomes.map((report) => {
    const { decision, candidate } = report.body;
    if (candidate === undefined) return report;
    return { ...report, body: { ...report.body, decision: `${decision}${SEAM}${candidate}` } };
  });
}

/** The id of the decision that a row belongs to. */
export function decisionOf(row: string): string {
  const end = row.indexOf(SEAM);
  return end < 0 ? row : row.slice(0, end);
}
