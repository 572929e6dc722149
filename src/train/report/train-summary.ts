import { type Document, list, type Section } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { TrainRun } from "../run/train-run.ts";
import { shortCompetitorsTable } from "./competitors.ts";
import { type Facts, factsOf } from "./facts.ts";
import { headOf } from "./model-report.ts";
import { recalibratedSentences } from "./recalibrated-words.ts";
import { groundSentence, rankSentence } from "./summary.ts";
import { verdictOf } from "./verdict.ts";
import { clause } from "./wording.ts";

export interface TrainSummaryOptions {
  /** Where the full report was written. */
  readonly report: string;
  /** Commands that a person may want to run now. */
  readonly next: readonly string[];
}

/** The report on one screen of a terminal (about 35 lines of 100 columns): what came out, and what to do now. */
export function trainSummary(run: TrainRun, system: SystemDefinition, options: TrainSummaryOptions): Document {
  const facts = factsOf(run, system);
  return {
    ...headOf(facts),
    verdict: verdictOf(facts),
    summary: [
      ...recalibratedSentences(facts.result),
      [groundSentence(facts), rankSentence(facts)].filter((sentence) => sentence !== "").join(" "),
    ],
    sections: [
      { title: "In money", blocks: [shortCompetitorsTable(facts)] },
      ...remarkSections(facts),
      nextSection(facts, options),
    ],
  };
}

/** Room for remarks, in lines of {@link COLUMNS} letters. */
const ROOM = 6;
const COLUMNS = 84;

interface Remark {
  readonly code: string;
  readonly message: string;
}

/** What the gate did not pass and what there is to warn of, as far as there is room. */
function remarkSections(facts: Facts): readonly Section[] {
  const { gate, warnings } = facts.result;
  const open = gate.reasons.filter(({ finding }) => finding !== "pass");
  const codes = new Set(open.map(({ code }) => code));
  const verdict = verdictOf(facts).text;
  // What the verdict, the summary or the gate have said already is not said again.
  const isSaid = ({ code, message }: Remark): boolean =>
    code.startsWith("objective.") || code === "heads.none" || verdict.includes(clause(message));
  const remarks = [...open, ...warnings.filter(({ code }) => !codes.has(code))];
  const all = remarks.filter((remark) => !isSaid(remark)).map(({ message }) => message);
  if (all.length === 0) return [];
  const kept = thatFit(all);
  const more = all.length - kept.length;
  return [{ title: "To know", blocks: [list([...kept, ...(more > 0 ? [`${more} more in the report.`] : [])])] }];
}

function thatFit(remarks: readonly string[]): readonly string[] {
  let left = ROOM;
  return remarks.filter((remark) => {
    const lines = Math.ceil(remark.length / COLUMNS);
    if (lines > left) return false;
    left -= lines;
    return true;
  });
}

function nextSection({ result }: Facts, { report, next }: TrainSummaryOptions): Section {
  return { title: "Next", blocks: [list([result.adoption.message, `The whole report: ${report}`, ...next])] };
}
