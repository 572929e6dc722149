import { type Block, linePlot, paragraph, table } from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import type { Stopped } from "../fit/stopping.ts";
import type { Look } from "../look/look.ts";
import type { Facts } from "./facts.ts";
import { share } from "./wording.ts";

/** How the loss fell round by round, and how the candidates of `bestOf` compared; empty where nothing is known. */
export function learningBlocks(facts: Facts, look: Look): readonly Block[] {
  return [...curveBlocks(facts, look), ...stoppingBlocks(facts), ...candidateBlocks(facts)];
}

function curveBlocks(facts: Facts, { learning }: Look): readonly Block[] {
  if (learning === null) return [];
  return [
    linePlot({
      title: "Loss by round",
      x: { label: "Rounds", unit: "count" },
      y: { label: lossWords(facts) },
      series: [
        { name: "cases it had not seen", points: learning.unseen },
        { name: "cases it learned from", points: learning.seen },
      ],
    }),
    paragraph(roundWords(learning.unseen)),
  ];
}

function lossWords({ head }: Facts): string {
  return head?.head.task === "regression" ? "Root mean squared error" : "Loss per case (cross-entropy)";
}

/** Losses closer than this share of what was learned are alike. */
const ALIKE = 0.02;
/** As much of the rounds as is worth saving. */
const SOON = 0.6;

function roundWords(unseen: readonly (readonly [number, number])[]): string {
  const [first, last] = [unseen[0], unseen.at(-1)];
  if (first === undefined || last === undefined) return "";
  const best = unseen.reduce((least, point) => (point[1] < least[1] ? point : least), first);
  const learned = Math.max(first[1] - best[1], Number.MIN_VALUE);
  if (last[1] - best[1] > ALIKE * learned)
    return `On unseen cases the loss was least after ${best[0]} rounds of ${last[0]}: the later ones learned these cases by heart. Fewer rounds, or smaller trees, would do better.`;
  const before = unseen.at(-4);
  if (before !== undefined && before[1] - last[1] > ALIKE * 2 * learned)
    return `On unseen cases the loss was still falling after ${last[0]} rounds: more of them may do better.`;
  const settled = unseen.find(([, loss]) => loss - best[1] <= ALIKE * learned) ?? last;
  if (settled[0] > SOON * last[0])
    return `On unseen cases the loss has all but stopped falling after ${last[0]} rounds.`;
  return `On unseen cases about ${settled[0]} rounds of the ${last[0]} did all that there was to do.`;
}

/** Curves that a plot has room for. */
const MOST_CURVES = 6;
const WATCHED = "validation";

/** When the fit on all rows stopped, and by what; empty where it does not stop early. */
function stoppingBlocks({ head }: Facts): readonly Block[] {
  if (head?.stopped === undefined) return [];
  const curves = Object.entries(head.curves).filter(([name]) => name.endsWith(WATCHED));
  const series = curves.slice(0, MOST_CURVES).map(([name, points]) => ({ name: name.split(": ")[0] ?? name, points }));
  const plot = linePlot({
    title: "What it watched to see when to stop",
    x: { label: "Rounds", unit: "count" },
    y: { label: "Error on the rows set aside" },
    series,
  });
  return [...(series.length === 0 ? [] : [plot]), paragraph(stoppingWords(head.stopped))];
}

function stoppingWords({ share: aside, rows, rounds, most }: Stopped): string {
  const how = `Every fit set ${share(aside)} of its own rows aside to see when to stop; the one on all rows ${counted(rows, "row")}.`;
  if (rounds === null || most === null) return `${how} Its parts stopped each in their own time.`;
  if (rounds >= most) return `${how} It was still getting better after all ${most} rounds: more of them may do better.`;
  return `${how} It kept the first ${rounds} of at most ${most} rounds, after which those rows were no better answered for.`;
}

/** The candidates of `bestOf`, with their losses on held-out rows. */
function candidateBlocks({ head }: Facts): readonly Block[] {
  const losses = head?.curves.candidates ?? [];
  if (head === null || losses.length === 0) return [];
  const bases = [head.head.learner.base ?? []].flat();
  const least = Math.min(...losses.map(([, loss]) => loss));
  return [
    table(
      ["Candidate", { name: "Loss on held-out rows", align: "right" }, ""],
      losses.map(([number, loss]) => [
        bases[number]?.learner ?? `${number + 1}`,
        loss,
        loss === least ? "fitted on all rows" : "",
      ]),
    ),
  ];
}
