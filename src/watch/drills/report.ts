import {
  type Document,
  formatDuration,
  formatTime,
  type Section,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { DrillFindings, DrillRow } from "./drill.ts";

/** How many kinds a row names. */
const KINDS = 3;

/** A drill as a page: how many faults were noticed, and then each with its name, its delay and what it was called. */
export function drillReport(drill: DrillFindings): Document {
  const { system, stream, quiet, replayed, periodMs, rows } = drill;
  const injected = rows.filter(isInjected);
  const share = injected.length === 0 ? 0 : sum(injected, "noticed") / sum(injected, "trials");
  return {
    title: `Drill of ${system}`,
    subtitle: `${wordCount(stream.decisions)} decisions of ${formatDuration(stream.to - stream.from)}, decided again in a copy; nothing that serves was touched`,
    verdict: { tone: toneOf(share), text: verdictOf(injected) },
    summary: [
      quietSentence(quiet),
      ...harmless(rows),
      replayedSentence(replayed),
      `Monitors look once every ${formatDuration(periodMs)}.`,
      ...fewSentence(drill),
    ],
    sections: [faultSection(injected), ...quietSection(quiet), ...unfitSection(rows)],
  };
}

/** What looks like a fault and is none has nothing to be noticed. */
const isHarmless = ({ of }: DrillRow): boolean => of === "none";
const isInjected = (row: DrillRow): boolean => row.trials > 0 && !isHarmless(row);

function sum(rows: readonly DrillRow[], of: "trials" | "noticed" | "named" | "wrong"): number {
  return rows.reduce((total, row) => total + row[of], 0);
}

const wordCount = (count: number): string => count.toLocaleString("en-US");

function verdictOf(rows: readonly DrillRow[]): string {
  if (rows.length === 0) return "No fault could be injected.";
  const [trials, noticed, named] = [sum(rows, "trials"), sum(rows, "noticed"), sum(rows, "named")];
  const after = rows.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
  const median = after[Math.floor((after.length - 1) / 2)];
  const half = median === undefined ? "" : `, half of the faults within ${formatDuration(median)}`;
  return `${noticed} of ${trials} injected faults were noticed${half}; ${named} by their name.`;
}

function harmless(rows: readonly DrillRow[]): readonly string[] {
  return rows
    .filter((row) => isHarmless(row) && row.trials > 0)
    .map(({ says, wrong }) => `Where ${says}, which is no fault, there ${wordAlarms(wrong)}.`);
}

function quietSentence({ alarms, ms, first = [] }: DrillFindings["quiet"]): string {
  const kinds = [...new Set(first.map(({ kind, part, name }) => `${kind} (${part} ${name})`))];
  const more = kinds.length > KINDS ? ` and ${kinds.length - KINDS} more` : "";
  const named = kinds.length === 0 ? "" : `: ${kinds.slice(0, KINDS).join(", ")}${more}`;
  return `With nothing wrong there ${wordAlarms(alarms)} in ${formatDuration(ms)}${named}.`;
}

function wordAlarms(count: number): string {
  if (count === 0) return "was no alarm";
  return count === 1 ? "was 1 alarm" : `were ${wordCount(count)} alarms`;
}

/** So many decisions a day tell of an input within days; of fewer, weak faults are told late or never. */
const ENOUGH_A_DAY = 100;
const DAY = 86_400_000;

/** Where faults may well pass because hardly anything comes by. */
function fewSentence({ stream: { decisions, from, to }, horizonMs }: DrillFindings): readonly string[] {
  const perDay = to > from ? (decisions * DAY) / (to - from) : 0;
  if (perDay >= ENOUGH_A_DAY) return [];
  return [
    `With ${wordCount(Math.round(perDay))} decisions a day ${formatDuration(horizonMs)} are too short to notice what is weak: what is not noticed here may be noticed after weeks.`,
  ];
}

/** Each alarm with nothing wrong, for whoever wants to know what is not quiet here. */
function quietSection({ alarms, first = [] }: DrillFindings["quiet"]): readonly Section[] {
  if (first.length === 0) return [];
  const rows = first.map(({ kind, part, name, at, says }) => [formatTime(at), kind, `${part} ${name}`, says]);
  const lead = alarms > first.length ? `The first ${first.length} of ${wordCount(alarms)}.` : undefined;
  return [
    {
      title: "Alarms with nothing wrong",
      ...(lead === undefined ? {} : { lead }),
      blocks: [table(["When, UTC", "Kind", "About", "It said"], rows)],
    },
  ];
}

function replayedSentence({ same, of }: DrillFindings["replayed"]): string {
  if (of === 0) return "Other releases had made these decisions, so that none could be compared with what was served.";
  return `${wordCount(same)} of ${wordCount(of)} decisions came out of the copy as they had been served.`;
}

function faultSection(rows: readonly DrillRow[]): Section {
  return {
    title: "Faults",
    lead: "Named: some alarm calls the fault by its name. Wrong: alarms that accuse a part which was well.",
    blocks: [table(["Fault", "Noticed", "Named", "After", "Wrong", "What the alarms said"], rows.map(cellsOf))],
  };
}

function cellsOf({ fault, trials, noticed, named, afterMs, wrong, kinds }: DrillRow): readonly Value[] {
  return [
    fault,
    words(`${noticed} of ${trials}`, { tone: toneOf(noticed / trials) }),
    words(`${named} of ${trials}`, { tone: toneOf(named / trials) }),
    afterMs === null ? "" : formatDuration(afterMs),
    wrong,
    kinds.slice(0, KINDS).join(", "),
  ];
}

function unfitSection(rows: readonly DrillRow[]): readonly Section[] {
  const left = rows.filter(({ unfit }) => unfit !== null);
  if (left.length === 0) return [];
  return [
    {
      title: "Not injected",
      blocks: [
        table(
          ["Fault", "Because"],
          left.map(({ fault, unfit }) => [fault, unfit ?? ""]),
        ),
      ],
    },
  ];
}

function toneOf(share: number): Tone {
  if (share >= 0.9) return "good";
  return share >= 0.5 ? "neutral" : "bad";
}
