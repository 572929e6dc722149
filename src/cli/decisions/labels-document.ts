import type { AgeGroup, LabelsSoFar } from "../../data/index.ts";
import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { type Document, formatDuration, formatNumber, formatTime, percent, table } from "../../report/index.ts";

interface Seen {
  readonly outcome: string;
  readonly found: LabelsSoFar;
}

/** Decisions that lie after the time as of which one looks, and the first of them. */
export interface Later {
  readonly decisions: number;
  readonly first: number;
}

interface Looked {
  readonly seen: readonly Seen[];
  readonly later: Later | null;
  readonly now: number;
}

/** What is known of each outcome by now, age by age. */
export function labelsDocument(system: string, { seen, later, now }: Looked): Document {
  return {
    title: `Labels of ${system} so far`,
    summary: [
      ...(seen.length === 0 ? ["No outcome of this system is a yes or no."] : []),
      // Where every decision lies later, there is nothing else to say.
      ...seen.filter(({ found }) => found.decisions > 0 || later === null).flatMap(summaryOf),
      ...(later === null ? [] : [wordLater(later, now)]),
    ],
    sections: seen
      .filter(({ found }) => found.ages.length > 0)
      .map(({ outcome, found }) => ({
        title: outcome,
        lead: "By the age of the decision. Expected is what the share of yes comes to, by how long reports take.",
        blocks: [
          table(
            [
              "age",
              { name: "decisions", unit: "count" },
              { name: "known", unit: "count" },
              "yes so far",
              "yes expected",
            ],
            found.ages.map((group) => [
              ageOf(group),
              group.decisions,
              group.known,
              percent(group.yesSoFar),
              isInsufficient(group.yesExpected) ? group.yesExpected : percent(group.yesExpected),
            ]),
          ),
        ],
      })),
  };
}

/** A replay, or a clock that was ahead, decides at times that have not come yet. */
function wordLater({ decisions, first }: Later, now: number): string {
  const counted = `${formatNumber(decisions, "count")} ${decisions === 1 ? "decision lies" : "decisions lie"}`;
  return `${counted} after ${formatTime(now)} and ${decisions === 1 ? "is" : "are"} not counted: the first was made at ${formatTime(first)}. \`--as-of\` looks from a later time.`;
}

function ageOf({ from, to }: AgeGroup): string {
  return to === Infinity ? `over ${formatDuration(from)}` : `${formatDuration(from)} to ${formatDuration(to)}`;
}

/** Ages are durations; as bare numbers nobody could read them. */
function lacking(found: Insufficient): string {
  const { reason, need, have } = found;
  if (reason !== "too-young" || need === undefined || have === undefined) return wordInsufficient(found);
  return `the oldest decision would have to be ${formatDuration(need)} old, and is ${formatDuration(have)}`;
}

function summaryOf({ outcome, found }: Seen): readonly string[] {
  const { decisions, known, yes, toCome, finalShare } = found;
  const count = (n: number): string => formatNumber(n, "count");
  const share = (n: number): string => `${(100 * n).toFixed(1)}%`;
  const seen = `\`${outcome}\`: known for ${count(known)} of ${count(decisions)} decisions, ${count(yes)} of them yes.`;
  if (isInsufficient(toCome)) return [`${seen} What is to come cannot be said: ${lacking(toCome)}.`];
  const later = ` ${count(Math.round(toCome.value))} more are still to come (${count(Math.round(toCome.low))} to ${count(Math.round(toCome.high))}).`;
  if (isInsufficient(finalShare)) return [`${seen}${later}`];
  return [
    `${seen}${later} In the end ${share(finalShare.value)} will be yes (${share(finalShare.low)} to ${share(finalShare.high)}).`,
  ];
}
