import { type Document, list, type Section } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { TrainRun } from "../train-run.ts";
import { shortCompetitorsTable } from "./competitors.ts";
import { type Facts, factsOf } from "./facts.ts";
import { headOf } from "./model-report.ts";
import { groundSentence, rankSentence } from "./summary.ts";
import { verdictOf } from "./verdict.ts";

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
    summary: [[groundSentence(facts), rankSentence(facts)].filter((sentence) => sentence !== "").join(" ")],
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

/** What the gate did not pass and what there is to warn of, as far as there is room. */
function remarkSections({ result }: Facts): readonly Section[] {
  const open = result.gate.reasons.filter(({ finding }) => finding !== "pass");
  // What the verdict and the summary have said already is not said again.
  const said = ({ code }: { readonly code: string }): boolean => code.startsWith("objective.") || code === "heads.none";
  const all = [...open, ...result.warnings].filter((remark) => !said(remark)).map(({ message }) => message);
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
