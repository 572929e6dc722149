import {
  type Document,
  formatTime,
  type Section,
  type TableBlock,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { Found } from "./cell.ts";
import type { Cell, Quality, Scorecard } from "./scorecard.ts";

const TONES: Readonly<Record<Found["finding"], { readonly text: string; readonly tone: Tone }>> = {
  good: { text: "good", tone: "good" },
  fair: { text: "fair", tone: "neutral" },
  poor: { text: "poor", tone: "bad" },
  none: { text: "no evidence", tone: "unknown" },
};

/** The scorecard as a page: first at a glance, then each quality with its measurements and where they are to be seen. */
export function scorecardReport({ system, at, score, qualities }: Scorecard): Document {
  return {
    title: `Scorecard of ${system}`,
    subtitle: `Computed from what the state directory holds, ${formatTime(at)}`,
    summary: [sentence(score)],
    sections: [
      { title: "Requirements", blocks: [glance(qualities, "requirement")] },
      { title: "Design principles", blocks: [glance(qualities, "principle")] },
      ...qualities.map(qualitySection),
    ],
  };
}

const is =
  (finding: Found["finding"]) =>
  ({ found }: Cell): boolean =>
    found.finding === finding;

function sentence({ good, fair, poor, none }: Scorecard["score"]): string {
  const all = good + fair + poor + none;
  return `Of ${all} questions, ${good} are answered well, ${fair} fairly and ${poor} poorly; for ${none} there is no evidence yet.`;
}

function glance(qualities: readonly Quality[], of: Quality["of"]): TableBlock {
  const rows = qualities
    .filter((quality) => quality.of === of)
    .map(({ name, means, cells }) => [name, means, words(wordFound(cells), { tone: TONES[worst(cells)].tone })]);
  return table(["", "Means", "Found"], rows);
}

/** `1 good, 2 no evidence`. */
function wordFound(cells: readonly Cell[]): string {
  return [...ORDER]
    .reverse()
    .flatMap((finding) => {
      const count = cells.filter(is(finding)).length;
      return count === 0 ? [] : [`${count} ${TONES[finding].text}`];
    })
    .join(", ");
}

const ORDER: readonly Found["finding"][] = ["poor", "none", "fair", "good"];

/** A quality looks as its weakest cell does. */
function worst(cells: readonly Cell[]): Found["finding"] {
  return ORDER.find((finding) => cells.some(is(finding))) ?? "none";
}

function qualitySection({ name, of, means, cells }: Quality): Section {
  return {
    title: `${name} (${of}): ${means}`,
    blocks: [table(["Question", "Found", "Evidence"], cells.map(cellRow))],
  };
}

function cellRow({ asks, found }: Cell): readonly Value[] {
  const { text, tone } = TONES[found.finding];
  const evidence =
    found.finding === "none"
      ? `Needs ${lowered(found.needs)}`
      : `${found.says} (${found.see}, ${formatTime(found.at)})`;
  return [asks, words(text, { tone }), evidence];
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
