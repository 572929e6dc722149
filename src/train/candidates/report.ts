import { isInsufficient } from "../../kernel/index.ts";
import {
  commandLine,
  type Document,
  estimate,
  formatNumber,
  quantity,
  type Section,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { counted } from "../counted.ts";
import { learnerSnippet } from "../search/snippet.ts";
import type { CandidatesResult, CandidateWorth } from "./result.ts";

/** The candidates of a head for people: the loss of each, then the money by every way to answer. */
export function candidatesDocument(result: CandidatesResult): Document {
  const { id, system, head, candidates, seconds } = result;
  return {
    title: `Candidates for ${head} of ${system}`,
    subtitle: `${id}: ${counted(candidates.length, "candidate")}, ${formatNumber(Math.round(seconds * 1_000), "duration")}`,
    verdict: { tone: "neutral", text: verdictText(result) },
    summary: [],
    sections: [learningSection(result), ...moneySection(result)],
  };
}

interface Answer {
  readonly candidate: CandidateWorth;
  readonly way: string;
  readonly perDecision: Estimated;
}

/** Every candidate's answers, what earned most first. */
function answersOf({ candidates }: CandidatesResult): readonly Answer[] {
  return candidates
    .flatMap((candidate) => candidate.ways.map((way): Answer => ({ candidate, ...way })))
    .sort((a, b) => amount(b.perDecision) - amount(a.perDecision));
}

function amount(found: Estimated): number {
  return isInsufficient(found) ? Number.NEGATIVE_INFINITY : found.value;
}

function verdictText(result: CandidatesResult): string {
  const [best] = answersOf(result);
  if (best !== undefined) {
    const how = best.way === "" ? "" : `, giving ${best.way},`;
    return `${shortName(result, best.candidate)}${how} earns most: ${money(best.perDecision, result.currency)} per 1,000 decisions. Look at the intervals before believing a difference.`;
  }
  const least = [...result.candidates].sort((a, b) => lossOf(a) - lossOf(b))[0];
  return least === undefined ? "" : `${shortName(result, least)} has the least loss.`;
}

function lossOf({ loss }: CandidateWorth): number {
  return loss === null || isInsufficient(loss) ? Number.POSITIVE_INFINITY : loss.value;
}

function money(found: Estimated, currency: string): string {
  return isInsufficient(found) ? "too little is known" : formatNumber(1_000 * found.value, { currency });
}

/** The learner's name; with its number, where two have the same. */
function shortName({ candidates }: CandidatesResult, candidate: CandidateWorth): string {
  const { learner, base } = candidate.learner;
  const inner = base === undefined || Array.isArray(base) ? "" : `(${(base as CandidateWorth["learner"]).learner})`;
  const twins = candidates.filter((one) => one.learner.learner === learner);
  const isVector = candidate.learner.params.multiOutput === "vector";
  const which = twins.length > 1 && !isVector ? ` ${candidates.indexOf(candidate) + 1}` : "";
  return `${learner}${inner}${isVector ? " of the whole vector" : ""}${which}`;
}

function learningSection(result: CandidatesResult): Section {
  const { candidates, objective, rows } = result;
  const cells = candidates.map((one) => [
    shortName(result, one),
    one.loss === null ? "" : shown(one.loss, "number"),
    one.gain === null ? "" : shown(one.gain, "number"),
    quantity(one.took, "duration"),
  ]);
  return {
    title: "How well and how fast they learn",
    lead: `On ${formatNumber(rows, "count")} rows that none of them had seen. The gain is over the first one, paired row by row; above 0 is better.`,
    blocks: [
      table(["Candidate", objective ?? "Loss", "Gain", "Learning"], cells),
      ...candidates.map(({ learner }) => commandLine(`learner: ${learnerSnippet(learner)}`)),
    ],
  };
}

function moneySection(result: CandidatesResult): readonly Section[] {
  const { candidates, currency } = result;
  const ways = candidates[0]?.ways ?? [];
  if (ways.length === 0) return [];
  const rows = ways.map(({ way }, i) => [
    way === "" ? "as the policy answers" : way,
    ...candidates.map((one): Value => {
      const found = one.ways[i]?.perDecision;
      return found === undefined
        ? ""
        : shown(isInsufficient(found) ? found : mapEstimate(found, perThousand), { currency });
    }),
  ]);
  return [
    {
      title: "What the answers earn, per 1,000 decisions",
      lead: "Rows are ways to choose how many labels are given, columns the candidates; the same unseen rows everywhere.",
      blocks: [table(["Given", ...candidates.map((one) => shortName(result, one))], rows)],
    },
  ];
}

function perThousand(amountOf: number): number {
  return 1_000 * amountOf;
}

function shown(found: Estimated, unit: Unit): Value {
  if (isInsufficient(found)) return found;
  return estimate(
    mapEstimate(found, (value) => Number(value.toPrecision(4))),
    unit,
  );
}
