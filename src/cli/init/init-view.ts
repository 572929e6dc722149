import { callout, type Document, list, type Section } from "../../report/index.ts";
import type { SystemProposal, Warning } from "../../system/index.ts";

/** What `init` found and did. Paths as the user may see them. */
export interface InitView {
  readonly proposal: SystemProposal;
  readonly rows: number;
  readonly warnings: readonly Warning[];
  readonly contractFile: string;
  readonly systemFile: string;
  readonly written: readonly string[];
  /** What the contract that is there would have to change, in words. */
  readonly changes: readonly string[];
  readonly systemDiffers: boolean;
}

/** Remarks that a terminal shows; the rest stand as comments in the files. */
const SHOWN = 9;

/** What `init` found and did, for a person. */
export function initDocument(view: InitView): Document {
  const { proposal, systemFile } = view;
  const isRefused = view.changes.length > 0 || view.systemDiffers;
  return {
    title: `System ${proposal.name}`,
    verdict: { tone: isRefused ? "unknown" : "good", text: verdictOf(view) },
    summary: [summaryOf(view)],
    sections: [
      ...differences(view),
      ...remarks(view.warnings),
      ...(isRefused ? [] : [nextSection(systemFile, proposal)]),
    ],
  };
}

function verdictOf({ written, changes, systemDiffers, contractFile, systemFile }: InitView): string {
  if (changes.length > 0) return `Nothing was written: ${contractFile} is there, and the data look different.`;
  if (systemDiffers) return `Nothing was written: ${systemFile} is there, and a new proposal would differ.`;
  return written.length === 0 ? "Nothing to write: both files are there and fit." : `Wrote ${written.join(" and ")}.`;
}

function summaryOf({ proposal, rows }: InitView): string {
  const { features, outcome, rule } = proposal;
  const counts = `${rows.toLocaleString("en")} rows, ${features.length === 1 ? "one feature" : `${features.length} features`}.`;
  const condition = rule.source.replace(/^f\./, "");
  if (outcome.ruleAnswers !== undefined) {
    const [yes, no] = outcome.ruleAnswers;
    return `${counts} The answer is ${outcome.meaning}. The rule to beat says ${yes} where ${condition}, else ${no}.`;
  }
  const known = outcome.truth.filter((value) => !Number.isNaN(value));
  const yes = known.reduce((sum, value) => sum + value, 0);
  const share = `${Number(((yes / known.length) * 100).toPrecision(3))}%`;
  return `${counts} Yes means ${outcome.meaning}: ${share} of the rows. The rule to beat is ${condition}.`;
}

function differences({ changes, systemDiffers, contractFile, systemFile }: InitView): readonly Section[] {
  const advice =
    "Nothing is overwritten. Make the changes that you agree with by hand, or move the file away and run this again.";
  if (changes.length > 0)
    return [{ title: `What would change in ${contractFile}`, blocks: [list(changes), callout("note", advice)] }];
  return systemDiffers ? [{ title: `About ${systemFile}`, blocks: [callout("note", advice)] }] : [];
}

function remarks(warnings: readonly Warning[]): readonly Section[] {
  if (warnings.length === 0) return [];
  const more = warnings.length - SHOWN;
  const rest = more > 0 ? [`${more} more, as comments in the contract.`] : [];
  const items = [...warnings.slice(0, SHOWN).map(({ message }) => message), ...rest];
  return [{ title: "What was assumed", lead: "Correct it in the files.", blocks: [list(items)] }];
}

function nextSection(file: string, { outcome }: SystemProposal): Section {
  const acts = outcome.answers === "yes-or-no";
  return {
    title: "Next",
    lead: "Read both files and state the objective. Then:",
    blocks: [
      list([
        `\`alidade check ${file}\` says whether the data keep to the contract`,
        ...(acts ? [`\`alidade assess ${file}\` says whether machine learning is worth it here`] : []),
        `\`alidade train ${file}\` trains, judges, and serves what passes`,
      ]),
    ],
  };
}
